package io.github.thermae.hibernate.kit;

import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import java.util.List;

/** A transaction manager that writes no files: none of its transactions has two resources. */
public final class NarayanaInMemory {
  static {
    String bean = "ObjectStoreEnvironmentBean.";
    for (String store : List.of("", "stateStore.", "communicationStore.")) {
      System.setProperty(bean + store + "objectStoreType", VolatileStore.class.getName());
    }
  }

  private NarayanaInMemory() {}

  /** That of the JVM. */
  public static TransactionManager manager() {
    return com.arjuna.ats.jta.TransactionManager.transactionManager();
  }

  /** The same, as applications use it. */
  public static UserTransaction user() {
    return com.arjuna.ats.jta.UserTransaction.userTransaction();
  }
}
