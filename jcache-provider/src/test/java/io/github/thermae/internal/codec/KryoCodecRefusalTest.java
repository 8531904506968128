package io.github.thermae.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.thermae.ThermaeException;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.Serializable;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings("UnusedVariable")
class KryoCodecRefusalTest {
  interface SerializableRunnable extends Runnable, Serializable {}

  static final class ExtendsThread extends Thread {}

  static final class HoldsThread {
    final Thread thread = new Thread();
  }

  static final class HoldsNonSerializable extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final Samples.NoEquals content = new Samples.NoEquals(1);
  }

  static final class SerializableLambdaInStream extends RuntimeException {
    private static final long serialVersionUID = 1L;
    final SerializableRunnable content = () -> {};
  }

  static Stream<Arguments> programs() throws Exception {
    Runnable lambda = () -> {};
    SerializableRunnable serializable = () -> {};
    Object proxy =
        Proxy.newProxyInstance(
            Codecs.loader(), new Class<?>[] {Runnable.class}, (p, method, arguments) -> null);
    return Stream.of(
        Arguments.of(lambda, "lambda"),
        Arguments.of(serializable, "lambda"),
        Arguments.of(new SerializableLambdaInStream(), "lambda"),
        Arguments.of((Comparator<String>) (a, b) -> 0, "lambda"),
        Arguments.of(new TreeMap<>((Comparator<String>) (a, b) -> 0), "lambda"),
        Arguments.of(proxy, "proxy"),
        Arguments.of(new Thread(), "java.lang.Thread"),
        Arguments.of(new HoldsThread(), "java.lang.Thread"),
        Arguments.of(new ExtendsThread(), "ExtendsThread"),
        Arguments.of(String.class, "java.lang.Class"),
        Arguments.of(Codecs.loader(), "ClassLoader"),
        Arguments.of(String.class.getMethod("length"), "java.lang.reflect.Method"),
        Arguments.of(new ByteArrayInputStream(new byte[1]), "java.io.ByteArrayInputStream"),
        Arguments.of(InputStream.nullInputStream(), "java.io.InputStream"),
        Arguments.of(List.of(1).stream(), "stream"),
        Arguments.of(new ReentrantLock(), "ReentrantLock"),
        Arguments.of(new ReentrantReadWriteLock(), "ReentrantReadWriteLock"),
        Arguments.of(new ThreadLocal<String>(), "java.lang.ThreadLocal"),
        Arguments.of(new CompletableFuture<String>(), "CompletableFuture"),
        Arguments.of(new WeakHashMap<>(), "WeakHashMap"),
        Arguments.of(List.of(1).iterator(), "Itr"),
        Arguments.of(ByteBuffer.allocate(1), "ByteBuffer"),
        Arguments.of(Runtime.getRuntime(), "java.lang.Runtime"),
        Arguments.of(new HoldsNonSerializable(), "Samples$NoEquals is not Serializable"));
  }

  @ParameterizedTest
  @MethodSource("programs")
  void encode_partOfTheProgram_isRefusedWithClassCacheAndAdvice(Object value, String named) {
    List<Object> held = new ArrayList<>(List.of(value));
    for (KryoCodec codec : List.of(Codecs.kryo(), open())) {
      for (Object refused : List.of(value, held, new Samples.Wrapped(value))) {
        assertThatThrownBy(() -> codec.encode(refused))
            .isExactlyInstanceOf(ThermaeException.class)
            .hasMessageContaining("Class ")
            .hasMessageContaining(named)
            .hasMessageContaining("cache 'users'");
      }
    }
  }

  private static KryoCodec open() {
    return new KryoCodec("users", Codecs.loader(), new MemoryDictionary(), ClassGate.open());
  }

  @Test
  void encode_thread_saysWhatToDo() {
    assertThatThrownBy(() -> Codecs.kryo().encode(new HoldsThread()))
        .hasMessage(
            "Class java.lang.Thread cannot be stored in cache 'users': it is a class of the JDK that"
                + " is neither a value nor a collection. Keep it out of what is cached (a transient"
                + " field, or the data it stands for in its place)");
  }

  @Test
  void encode_classOutsideTheGate_isRefusedWithTheSetting() {
    MemoryDictionary dictionary = new MemoryDictionary();
    KryoCodec codec =
        new KryoCodec(
            "users",
            Codecs.loader(),
            dictionary,
            ClassGate.of("users", List.of(Samples.Person.class), List.of()));

    for (Object refused :
        List.of(
            new Samples.Derived(1, "x"),
            List.of(new Samples.Derived(1, "x")),
            new Samples.Derived[1],
            new Samples.SimpleKey("x"),
            new RuntimeException(new Samples.Failure("x", 1)))) {
      assertThatThrownBy(() -> codec.encode(refused))
          .isExactlyInstanceOf(ThermaeException.class)
          .hasMessageContaining("is not allowed in cache 'users'")
          .hasMessageContaining("thermae.store.allowed-classes");
    }
    assertThat(dictionary.shapes())
        .extracting(ClassShape::className)
        .noneMatch(name -> name.contains("Samples"));
    codec.encode(new Samples.Person("x", 1, List.of(Samples.Color.RED)));
  }

  @Test
  void encode_blockingQueueWithAClosedGate_isRefused() {
    assertThatThrownBy(() -> Codecs.kryo().encode(new LinkedBlockingQueue<>()))
        .isExactlyInstanceOf(ThermaeException.class)
        .hasMessageContaining("java.util.concurrent.LinkedBlockingQueue");
  }

  static final class Throwing implements Serializable {
    private static final long serialVersionUID = 1L;

    private Object writeReplace() {
      throw new IllegalStateException("not now");
    }
  }

  @Test
  void encode_classThatThrows_isWrapped() {
    assertThatThrownBy(() -> Codecs.kryo().encode(new Throwing()))
        .isExactlyInstanceOf(ThermaeException.class)
        .hasMessageContaining(Throwing.class.getName())
        .hasMessageContaining("'users'")
        .hasRootCauseMessage("not now");
  }
}
