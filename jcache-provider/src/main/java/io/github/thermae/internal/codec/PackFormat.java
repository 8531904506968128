package io.github.thermae.internal.codec;

/** The bytes by which MessagePack begins its values, and our two extension types. */
final class PackFormat {
  static final int FIX_MAP = 0x80;
  static final int FIX_ARRAY = 0x90;
  static final int FIX_TEXT = 0xA0;
  static final int NIL = 0xC0;
  static final int FALSE = 0xC2;
  static final int TRUE = 0xC3;
  static final int BINARY_8 = 0xC4;
  static final int BINARY_16 = 0xC5;
  static final int BINARY_32 = 0xC6;
  static final int FLOAT_32 = 0xCA;
  static final int FLOAT_64 = 0xCB;
  static final int UNSIGNED_8 = 0xCC;
  static final int UNSIGNED_16 = 0xCD;
  static final int UNSIGNED_32 = 0xCE;
  static final int SIGNED_8 = 0xD0;
  static final int SIGNED_16 = 0xD1;
  static final int SIGNED_32 = 0xD2;
  static final int SIGNED_64 = 0xD3;
  static final int EXTENSION_1 = 0xD4;
  static final int EXTENSION_4 = 0xD6;
  static final int TEXT_8 = 0xD9;
  static final int TEXT_16 = 0xDA;
  static final int TEXT_32 = 0xDB;
  static final int ARRAY_16 = 0xDC;
  static final int ARRAY_32 = 0xDD;
  static final int MAP_16 = 0xDE;
  static final int MAP_32 = 0xDF;
  static final int NEGATIVE_FIX = 0xE0;

  /** The extension type of a JDK type: its number, see {@link JdkTypes}. */
  static final int JDK_TYPE = 1;

  /** The extension type of a class: its number, less {@link ClassDictionary#FIRST_ID}. */
  static final int CLASS = 2;

  private PackFormat() {}
}
