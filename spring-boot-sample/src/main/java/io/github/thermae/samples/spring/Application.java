package io.github.thermae.samples.spring;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/** One dependency and {@code @EnableCaching}: that is all there is to it. */
@SpringBootApplication
@EnableCaching
public class Application {
  /** Starts the application. */
  public static void main(String[] arguments) {
    SpringApplication.run(Application.class, arguments);
  }
}
