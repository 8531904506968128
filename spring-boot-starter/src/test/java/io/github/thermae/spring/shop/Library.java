package io.github.thermae.spring.shop;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is slow, and counts how often it is asked. */
@Component
public class Library {
  private final AtomicInteger asked = new AtomicInteger();

  /** How often a book was looked up, not the cache. */
  public int asked() {
    return asked.get();
  }

  @Cacheable("books")
  public Book book(long id) {
    return find(id);
  }

  /** More than one argument makes a SimpleKey, and none makes an empty one. */
  @Cacheable("by-title-and-year")
  public Book book(String title, int year) {
    asked.incrementAndGet();
    return new Book(year, title, List.of("Anon"));
  }

  @Cacheable("all")
  public List<Book> all() {
    return List.of(find(1), find(2));
  }

  @Cacheable("missing")
  public @Nullable Book missing(String title) {
    asked.incrementAndGet();
    return null;
  }

  @Cacheable("optional")
  public Optional<Book> optional(long id) {
    return id == 0 ? Optional.empty() : Optional.of(find(id));
  }

  @Cacheable(cacheNames = "once", sync = true)
  public Book once(long id) {
    return find(id);
  }

  @Cacheable("futures")
  public CompletableFuture<Book> future(long id) {
    return CompletableFuture.supplyAsync(() -> find(id));
  }

  @Cacheable(cacheNames = "futures-once", sync = true)
  public CompletableFuture<Book> futureOnce(long id) {
    return CompletableFuture.supplyAsync(() -> find(id));
  }

  @Cacheable("monos")
  public Mono<Book> mono(long id) {
    return Mono.fromSupplier(() -> find(id));
  }

  @Cacheable(cacheNames = "monos-once", sync = true)
  public Mono<Book> monoOnce(long id) {
    return Mono.fromSupplier(() -> find(id));
  }

  @Cacheable("fluxes")
  public Flux<Book> flux(long id) {
    return Flux.defer(() -> Flux.just(find(id), find(id + 1)));
  }

  @CachePut(cacheNames = "books", key = "#book.id()")
  public Book save(Book book) {
    return book;
  }

  @CacheEvict("books")
  public void forget(long id) {}

  @CacheEvict(cacheNames = "books", allEntries = true)
  public void forgetAll() {}

  private Book find(long id) {
    asked.incrementAndGet();
    return new Book(id, "Book " + id, List.of("A. Author"));
  }
}
