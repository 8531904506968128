package io.github.thermae.samples.encrypted;

import io.github.thermae.ThermaeManager;
import io.github.thermae.config.EncryptionOptions;
import io.github.thermae.config.StoreOptions;
import io.github.thermae.config.ThermaeConfiguration;
import io.github.thermae.samples.support.Out;
import io.github.thermae.samples.support.Stores;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.Caching;

/** The same entries in a plain store and in one with a password. */
public final class EncryptedSample {
  private static final String SECRET = "allergic to penicillin";

  private EncryptedSample() {}

  record Patient(String name, String note) {}

  /** The argument is a folder for the stores. */
  public static void main(String[] args) throws IOException {
    Path plain = Stores.fresh(args[0], "plain.db");
    Path sealed = Stores.fresh(args[0], "sealed.db");

    Out.line("Thermae: a store with a password (AES-256-GCM, Argon2id)");
    Out.line("");
    Out.line("1. The same three patients are put into two stores. What do the files show?");
    fill(StoreOptions.builder().path(plain).build());
    fill(options(sealed, "open sesame"));
    Out.line("   %-12s %-10s %-12s %s", "file", "\"patients\"", "\"alice\"", "\"" + SECRET + "\"");
    look(plain);
    look(sealed);

    Out.line("");
    Out.line("2. Opening it.");
    open("no password", StoreOptions.builder().path(sealed).build());
    open("a wrong password", options(sealed, "open barley"));
    open("the password", options(sealed, "open sesame"));

    Out.line("");
    Out.line("3. The password is changed; no row is written anew.");
    StoreOptions before = options(sealed, "open sesame");
    try (CacheManager manager = manager(before)) {
      manager.unwrap(ThermaeManager.class).changePassword("speak friend".toCharArray());
    }
    open("the old one", before);
    open("the new one", options(sealed, "speak friend"));
  }

  /** In a program the callback would ask a vault, or a file would be named. */
  private static StoreOptions options(Path file, String password) {
    return StoreOptions.builder()
        .path(file)
        .encryption(EncryptionOptions.passwordFrom(password::toCharArray))
        .build();
  }

  private static void fill(StoreOptions options) {
    try (CacheManager manager = manager(options)) {
      Cache<String, Patient> patients = patients(manager);
      patients.put("alice", new Patient("Alice Caldwell", SECRET));
      patients.put("bob", new Patient("Bob Tepid", "none"));
      patients.put("carol", new Patient("Carol Frigo", "none"));
    }
  }

  private static void look(Path file) throws IOException {
    Out.line(
        "   %-12s %-10s %-12s %s",
        file.getFileName(), seen(file, "patients"), seen(file, "alice"), seen(file, SECRET));
  }

  private static String seen(Path file, String text) throws IOException {
    for (String ending : List.of("", "-wal")) {
      Path part = Path.of(file + ending);
      if (Files.exists(part)
          && Files.readString(part, StandardCharsets.ISO_8859_1).contains(text)) {
        return "readable";
      }
    }
    return "hidden";
  }

  private static void open(String how, StoreOptions options) {
    try (CacheManager manager = manager(options)) {
      Out.line("   %-18s alice is %s", how, patients(manager).get("alice"));
    } catch (CacheException e) {
      String heading = String.format(Locale.ROOT, "   %-18s refused: ", how);
      Out.wrapped(heading, String.valueOf(e.getMessage()));
    }
  }

  private static CacheManager manager(StoreOptions options) {
    return Caching.getCachingProvider().getCacheManager(null, null, options.toProperties());
  }

  private static Cache<String, Patient> patients(CacheManager manager) {
    return manager.createCache(
        "patients", ThermaeConfiguration.builder(String.class, Patient.class).build());
  }
}
