package io.github.thermae.spring.shop;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cache.annotation.EnableCaching;

/** The smallest application: one dependency, one annotation. A database is for other tests. */
@SpringBootApplication(
    excludeName = {
      "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"
    })
@EnableCaching
public class Shop {
  /** Looks one book up, says what the library was asked, and waits to be killed. */
  public static void main(String[] arguments) throws InterruptedException {
    Library library = SpringApplication.run(Shop.class, arguments).getBean(Library.class);
    System.out.println(library.book(7) + " asked " + library.asked());
    System.out.println(library.book("Emma", 1815) + " asked " + library.asked());
    System.out.println("READY");
    Thread.sleep(Long.MAX_VALUE);
  }
}
