package io.github.thermae.hibernate.kit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.provider.ValueSource;

/** The book of each strategy. */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ValueSource(
    classes = {
      Books.ReadOnly.class,
      Books.Nonstrict.class,
      Books.ReadWrite.class,
      Books.Transactional.class,
      Books.Unversioned.class
    })
public @interface BooksOfAllStrategies {}
