package io.github.thermae.hibernate.internal.restore;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the items of a region depend on, in parts that have names, each as a hash. Equal in every
 * run in which nothing of it has changed. Immutable.
 */
final class Fingerprint {
  private static final int HASH_BYTES = 16;

  private final Map<String, String> parts;

  private Fingerprint(Map<String, String> parts) {
    this.parts = Collections.unmodifiableMap(parts);
  }

  /** A fingerprint of texts, by their names. */
  static Fingerprint of(Map<String, String> texts) {
    Map<String, String> parts = new TreeMap<>();
    texts.forEach((name, text) -> parts.put(name, hash(text)));
    return new Fingerprint(parts);
  }

  private static String hash(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The names of the parts that differ. */
  List<String> differences(Fingerprint other) {
    Set<String> names = new TreeSet<>(parts.keySet());
    names.addAll(other.parts.keySet());
    List<String> different = new ArrayList<>();
    for (String name : names) {
      if (!parts.getOrDefault(name, "").equals(other.parts.getOrDefault(name, ""))) {
        different.add(name);
      }
    }
    return different;
  }

  /** A form that {@link #parse} reads. */
  String text() {
    StringBuilder text = new StringBuilder();
    parts.forEach((name, hash) -> text.append(name).append('=').append(hash).append('\n'));
    return text.toString();
  }

  static Fingerprint parse(String text) {
    Map<String, String> parts = new TreeMap<>();
    text.lines()
        .filter(line -> line.indexOf('=') > 0)
        .forEach(
            line -> {
              int end = line.indexOf('=');
              parts.put(line.substring(0, end), line.substring(end + 1));
            });
    return new Fingerprint(parts);
  }
}
