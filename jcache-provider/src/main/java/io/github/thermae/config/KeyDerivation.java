package io.github.thermae.config;

/**
 * How the key of an encrypted store is made of its password. The file remembers which one it was
 * made with, and its parameters; this setting is for new files and new passwords.
 */
public enum KeyDerivation {
  /**
   * Argon2id with 64 MiB, 3 passes and 4 lanes: costly on graphics cards too. Needs Bouncy Castle
   * ({@code org.bouncycastle:bcprov-jdk18on}) on the class path.
   */
  ARGON2ID,

  /** PBKDF2-HMAC-SHA-256 with 600,000 iterations: needs nothing but the JDK. */
  PBKDF2
}
