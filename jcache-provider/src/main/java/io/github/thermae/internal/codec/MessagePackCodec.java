package io.github.thermae.internal.codec;

/**
 * Values as MessagePack: the same data as {@link JsonCodec}, see {@link PackOutput}. Fields have no
 * names in the bytes: the dictionary knows the order in which a class had them. A class that has
 * changed is read as far as it still fits. Thread-safe.
 */
final class MessagePackCodec implements ValueCodec {
  private final CodecScope scope;
  private final DataForms forms;

  MessagePackCodec(CodecScope scope) {
    this.scope = scope;
    this.forms = new DataForms(scope);
  }

  @Override
  public int schema() {
    return ValueFormat.MESSAGE_PACK;
  }

  @Override
  public byte[] encode(Object value) {
    return scope.encoded(
        value,
        () -> {
          PackOutput out = new PackOutput(forms);
          forms.any().write(out, value);
          return out.toBytes();
        });
  }

  @Override
  @SuppressWarnings("CatchingUnchecked") // Whatever bytes can cause must come out as one exception.
  public Object decode(byte[] bytes) {
    try {
      PackInput in = new PackInput(bytes, forms);
      Object value = Decoded.notNull(forms.any().read(in));
      in.requireEnd();
      return value;
    } catch (Throwable e) {
      throw Failures.ofDecoding(scope, e);
    }
  }
}
