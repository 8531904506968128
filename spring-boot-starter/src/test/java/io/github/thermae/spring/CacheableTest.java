package io.github.thermae.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.spring.shop.Book;
import io.github.thermae.spring.shop.Library;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.context.ConfigurableApplicationContext;

/** Annotated methods of every kind of result, with no cache declared anywhere. */
class CacheableTest {
  @TempDir Path folder;

  /** A call of one kind. */
  record Call(String kind, Function<Library, @Nullable Object> call, @Nullable Object expected) {
    @Override
    public String toString() {
      return kind;
    }
  }

  static Stream<Call> calls() {
    Book seven = new Book(7, "Book 7", List.of("A. Author"));
    Book eight = new Book(8, "Book 8", List.of("A. Author"));
    return Stream.of(
        new Call("value", library -> library.book(7), seven),
        new Call(
            "two arguments", l -> l.book("Emma", 1815), new Book(1815, "Emma", List.of("Anon"))),
        new Call("no argument", l -> l.all().size(), 2),
        new Call("null", library -> library.missing("Dune"), null),
        new Call("optional", library -> library.optional(7).orElseThrow(), seven),
        new Call("empty optional", library -> library.optional(0).isPresent(), false),
        new Call("sync", library -> library.once(7), seven),
        new Call("future", library -> library.future(7).join(), seven),
        new Call("future sync", library -> library.futureOnce(7).join(), seven),
        new Call("mono", library -> library.mono(7).block(), seven),
        new Call("mono sync", library -> library.monoOnce(7).block(), seven),
        new Call("flux", library -> library.flux(7).collectList().block(), List.of(seven, eight)));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void cacheable_secondCallAndFirstAfterRestart_areHits(Call call) {
    Path file = folder.resolve("shop.db");
    try (ConfigurableApplicationContext shop = Shops.open(file)) {
      Library library = shop.getBean(Library.class);
      assertThat(call.call().apply(library)).isEqualTo(call.expected());
      int asked = library.asked();
      assertThat(call.call().apply(library)).isEqualTo(call.expected());
      assertThat(library.asked()).isEqualTo(asked);
    }
    try (ConfigurableApplicationContext shop = Shops.open(file)) {
      Library library = shop.getBean(Library.class);
      assertThat(call.call().apply(library)).isEqualTo(call.expected());
      assertThat(library.asked()).isZero();
    }
  }
}
