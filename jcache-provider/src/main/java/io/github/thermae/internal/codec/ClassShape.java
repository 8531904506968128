package io.github.thermae.internal.codec;

/**
 * A class as bytes remember it: its name, and the text of its persistent fields and their types
 * when the bytes were written. Two shapes of one name are two different classes.
 */
public record ClassShape(String className, String shape) {}
