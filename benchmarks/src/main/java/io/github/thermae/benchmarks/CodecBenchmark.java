package io.github.thermae.benchmarks;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.thermae.codec.BuiltInCodec;
import io.github.thermae.internal.codec.ClassDictionary;
import io.github.thermae.internal.codec.ClassGate;
import io.github.thermae.internal.codec.ClassShape;
import io.github.thermae.internal.codec.CodecChoice;
import io.github.thermae.internal.codec.ValueCodec;
import io.github.thermae.internal.codec.ValueCodecs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A value to bytes and back, by every codec, beside the bare libraries: Kryo with its classes
 * registered, and Jackson's databind. Prints how many bytes it are.
 *
 * <p>Goals: the ratio message-pack : json, in time and bytes; kryo : bare-kryo, in time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class CodecBenchmark {
  /** By what. */
  @Param({"kryo", "bare-kryo", "json", "jackson", "message-pack", "java"})
  public String codec = "";

  /** Of what. */
  @Param({"customer", "map", "bytes"})
  public String value = "";

  private @Nullable Object object;
  private byte[] bytes = {};
  private @Nullable Function<Object, byte[]> encoder;
  private @Nullable Function<byte[], Object> decoder;

  /** A numbering that lives as long as the run. */
  private static final class Numbers implements ClassDictionary {
    private final List<ClassShape> shapes = new ArrayList<>();

    @Override
    public synchronized int idOf(ClassShape shape) {
      if (!shapes.contains(shape)) {
        shapes.add(shape);
      }
      return FIRST_ID + shapes.indexOf(shape);
    }

    @Override
    public synchronized @Nullable ClassShape byId(int id) {
      int index = id - FIRST_ID;
      return index >= 0 && index < shapes.size() ? shapes.get(index) : null;
    }
  }

  /** Makes the value and the codec. */
  @Setup(Level.Trial)
  public void prepare() {
    Object made =
        switch (value) {
          case "customer" -> Customer.sample();
          case "map" -> nestedMap();
          default -> kilobyte();
        };
    object = made;
    switch (codec) {
      case "bare-kryo" -> useBareKryo(made.getClass());
      case "jackson" -> useJackson(made.getClass());
      default -> use(codec, made.getClass());
    }
    bytes = encode();
    if (!(made instanceof byte[]) && !decode().equals(made)) {
      throw new IllegalStateException(codec + " does not give back what it was given");
    }
    System.out.printf("%n%s of %s: %d bytes%n", codec, value, bytes.length);
  }

  private static Map<String, Object> nestedMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < 5; i++) {
      Map<String, Object> inner = new HashMap<>();
      inner.put("name", "entry " + i);
      inner.put("count", i * 1_000);
      inner.put("active", i % 2 == 0);
      inner.put("tags", new ArrayList<>(List.of("red", "green", "blue")));
      map.put("key" + i, inner);
    }
    return map;
  }

  private static byte[] kilobyte() {
    byte[] made = new byte[1_024];
    for (int i = 0; i < made.length; i++) {
      made[i] = (byte) (i * 31);
    }
    return made;
  }

  private void use(String name, Class<?> type) {
    Class<?> declared = Map.class.isAssignableFrom(type) ? Map.class : type;
    ClassLoader loader = CodecBenchmark.class.getClassLoader();
    ClassGate gate = ClassGate.of("benchmark", List.of(declared), List.of());
    String setting = BuiltInCodec.of(name).orElseThrow().settingName();
    CodecChoice choice = CodecChoice.of(setting, "benchmark", loader, declared);
    ValueCodec made =
        new ValueCodecs("benchmark", loader, new Numbers(), gate, choice, declared).current();
    encoder = made::encode;
    decoder = made::decode;
  }

  private void useBareKryo(Class<?> type) {
    Kryo kryo = new Kryo();
    List.of(Customer.class, LinkedHashMap.class, HashMap.class, ArrayList.class, byte[].class)
        .forEach(kryo::register);
    Output out = new Output(256, -1);
    encoder =
        given -> {
          out.reset();
          kryo.writeObject(out, given);
          return out.toBytes();
        };
    decoder = given -> kryo.readObject(new Input(given), type);
  }

  private void useJackson(Class<?> type) {
    ObjectMapper mapper = new ObjectMapper();
    encoder =
        given -> {
          try {
            return mapper.writeValueAsBytes(given);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
    decoder =
        given -> {
          try {
            return mapper.readValue(given, type);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        };
  }

  /** To bytes. */
  @Benchmark
  public byte[] encode() {
    return Opened.part(encoder).apply(Opened.part(object));
  }

  /** And back. */
  @Benchmark
  public Object decode() {
    return Opened.part(decoder).apply(bytes);
  }
}
