package io.github.thermae.internal.codec;

import io.github.thermae.internal.codec.DecodeException.Reason;

/** Enum constants by name, so that their order may change. */
final class EnumNames {
  private EnumNames() {}

  /**
   * The constant of that name.
   *
   * @throws DecodeException if there is none any more
   */
  @SuppressWarnings({"unchecked", "rawtypes"})
  static Enum<?> constant(Class<?> type, String name) {
    try {
      return Enum.valueOf((Class<? extends Enum>) type, name);
    } catch (IllegalArgumentException e) {
      throw new DecodeException(
          Reason.CHANGED, "Enum " + type.getName() + " has no constant " + name + " any more", e);
    }
  }
}
