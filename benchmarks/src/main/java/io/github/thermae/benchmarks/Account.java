package io.github.thermae.benchmarks;

import java.io.Serializable;

/** A small object that can change, so that a cache by value has to copy it. */
final class Account implements Serializable {
  private static final long serialVersionUID = 1L;

  private final long number;
  private final String owner;
  private double balance;
  private final int age;

  /** For the codec. */
  Account() {
    this(0);
  }

  Account(int number) {
    this.number = number;
    this.owner = "owner-" + number;
    this.balance = number / 100.0;
    this.age = number % 100;
  }

  void deposit(double amount) {
    balance += amount;
  }

  @Override
  public String toString() {
    return number + " of " + owner + ", aged " + age + ": " + balance;
  }
}
