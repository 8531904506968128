package io.github.thermae.hibernate.hostile;

/** A letter, whatever class loader its class is of. */
public interface Message {
  /** What is read with the letter. */
  String subject();

  /** What is read when it is asked for. */
  String text();

  /** Another text. */
  void rewrite(String text);
}
