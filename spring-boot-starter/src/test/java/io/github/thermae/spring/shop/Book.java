package io.github.thermae.spring.shop;

import java.util.List;

/** A value that is not Serializable, on purpose. */
public record Book(long id, String title, List<String> authors) {}
