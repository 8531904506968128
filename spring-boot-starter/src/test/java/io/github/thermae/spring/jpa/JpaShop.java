package io.github.thermae.spring.jpa;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;

/** Has entities in a region, and a cache of Spring's. */
@SpringBootApplication
@EnableCaching
public class JpaShop {
  /** Cached by Spring. */
  @Cacheable("greetings")
  public String greeting(String name) {
    return "Hello " + name;
  }
}
