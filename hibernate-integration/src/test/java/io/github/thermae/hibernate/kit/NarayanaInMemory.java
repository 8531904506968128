package io.github.thermae.hibernate.kit;

import com.arjuna.ats.arjuna.common.ObjectStoreEnvironmentBean;
import com.arjuna.ats.internal.arjuna.objectstore.VolatileStore;
import com.arjuna.common.internal.util.propertyservice.BeanPopulator;
import jakarta.transaction.TransactionManager;
import jakarta.transaction.UserTransaction;
import org.jspecify.annotations.Nullable;

/** A transaction manager that writes no files: none of its transactions has two resources. */
public final class NarayanaInMemory {
  static {
    for (String store : new @Nullable String[] {null, "stateStore", "communicationStore"}) {
      BeanPopulator.getNamedInstance(ObjectStoreEnvironmentBean.class, store)
          .setObjectStoreType(VolatileStore.class.getName());
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
