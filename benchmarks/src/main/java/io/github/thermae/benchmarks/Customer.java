package io.github.thermae.benchmarks;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A small object with public fields, so that every codec takes it. */
@SuppressWarnings("NonApiType") // Java serialization and bare Kryo want classes
public final class Customer implements Serializable {
  private static final long serialVersionUID = 1L;

  public long id;
  public String name = "";
  public String email = "";
  public int age;
  public double balance;
  public boolean active;
  public ArrayList<String> tags = new ArrayList<>();

  static Customer sample() {
    Customer made = new Customer();
    made.id = 1_234_567;
    made.name = "Ada Lovelace";
    made.email = "ada@example.org";
    made.age = 36;
    made.balance = 1_815.25;
    made.active = true;
    made.tags.addAll(List.of("gold", "early"));
    return made;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Customer that
        && id == that.id
        && name.equals(that.name)
        && email.equals(that.email)
        && age == that.age
        && Double.compare(balance, that.balance) == 0
        && active == that.active
        && tags.equals(that.tags);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, name, email);
  }
}
