package io.github.thermae.internal.codec;

import com.esotericsoftware.kryo.ClassResolver;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.MapReferenceResolver;
import io.github.thermae.internal.codec.DecodeException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A Kryo that takes from Kryo the walk over the object graph, references and buffers, and nothing
 * else: classes and their serializers come from {@link Formats}, so none of Kryo's own serializers,
 * class names or Unsafe paths is ever used. Not thread-safe; after a failure it must be thrown
 * away.
 */
final class CodecKryo extends Kryo {
  private final WireOutput output = new WireOutput();
  private final WireInput input = new WireInput();
  private final OpenObjects open;

  CodecKryo(Formats formats) {
    this(new Resolver(formats), new OpenObjects());
  }

  @SuppressWarnings("this-escape")
  private CodecKryo(Resolver classes, OpenObjects open) {
    super(classes, new References(classes, open));
    this.open = open;
    classes.started = true;
    // OpenObjects counts levels and says so clearly; this is the net below it.
    setMaxDepth(2 * OpenObjects.DEPTH_MAX);
  }

  /** The path to the object at hand. */
  OpenObjects open() {
    return open;
  }

  byte[] write(Object value) {
    writeClassAndObject(output, value);
    byte[] bytes = output.toBytes();
    output.rewind();
    return bytes;
  }

  Object read(byte[] bytes) {
    input.open(bytes);
    Object value = readClassAndObject(input);
    input.requireEnd();
    input.release();
    if (value == null) {
      throw new DecodeException(Reason.DAMAGED, "The bytes hold no object");
    }
    return value;
  }

  @Override
  public void reset() {
    super.reset();
    // Kryo's constructor calls this before the field is set.
    if (open != null) {
      open.clear();
    }
  }

  /** Classes as numbers, zero for null. */
  @SuppressWarnings("rawtypes")
  private static final class Resolver implements ClassResolver {
    private final Formats formats;
    private boolean started;
    private @Nullable Format latest;

    Resolver(Formats formats) {
      this.formats = formats;
    }

    /** Whether objects of a class are written once and referred to after that. */
    boolean isReferred(Class<?> type) {
      Format known = latest;
      return (known != null && known.getType() == type ? known : formats.of(type)).isReferred();
    }

    @Override
    public @Nullable Registration writeClass(Output output, @Nullable Class type) {
      if (type == null) {
        output.writeVarInt(JdkTypes.NULL, true);
        return null;
      }
      Format format = formats.of(type);
      latest = format;
      output.writeVarInt(format.getId(), true);
      return format;
    }

    @Override
    public @Nullable Registration readClass(Input input) {
      int number = input.readVarInt(true);
      if (number == JdkTypes.NULL) {
        return null;
      }
      Format format = formats.of(number);
      latest = format;
      return format;
    }

    /** Kryo's constructor registers its own serializers, which stay out. */
    @Override
    public Registration register(Registration registration) {
      return registration;
    }

    @Override
    public @Nullable Registration unregister(int classId) {
      return null;
    }

    @Override
    public Registration registerImplicit(Class type) {
      return formats.of(type);
    }

    @Override
    public @Nullable Registration getRegistration(Class type) {
      return started ? formats.of(type) : null;
    }

    @Override
    public @Nullable Registration getRegistration(int classId) {
      return started ? formats.of(classId) : null;
    }

    @Override
    public void setKryo(Kryo kryo) {}

    @Override
    public void reset() {}
  }

  /** Kryo's references, made safe for cycles. */
  @SuppressWarnings("rawtypes")
  private static final class References extends MapReferenceResolver {
    private final Resolver classes;
    private final OpenObjects open;

    References(Resolver classes, OpenObjects open) {
      this.classes = classes;
      this.open = open;
    }

    @Override
    public boolean useReferences(Class type) {
      return classes.isReferred(type);
    }

    @Override
    public int getWrittenId(Object object) {
      int id = super.getWrittenId(object);
      if (id >= 0) {
        refuseObstacle(open.obstacle(object));
        open.refer(object);
      }
      return id;
    }

    private static void refuseObstacle(@Nullable Object obstacle) {
      if (obstacle != null) {
        throw new UnfitClassException(
            obstacle.getClass(),
            "it contains itself, or what it contains refers to an object that contains it, but it"
                + " can only be made from its finished content");
      }
    }

    @Override
    public Object getReadObject(Class type, int id) {
      Object object = super.getReadObject(type, id);
      // Kryo would put null in place of an object that is not there yet.
      if (object == null) {
        throw new DecodeException(Reason.DAMAGED, "A reference leads to no object");
      }
      open.refer(object);
      return object;
    }
  }
}
