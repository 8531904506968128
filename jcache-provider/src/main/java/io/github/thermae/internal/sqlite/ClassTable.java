package io.github.thermae.internal.sqlite;

import io.github.thermae.internal.codec.ClassShape;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The table {@code thermae_class}: what the class numbers in encoded bytes mean. */
final class ClassTable {
  /** Stands for a number whose row is damaged: the number stays taken, and no class fits it. */
  static final ClassShape DAMAGED = new ClassShape("", "damaged");

  private static final Logger LOG = LoggerFactory.getLogger(ClassTable.class);

  private ClassTable() {}

  static Map<Integer, ClassShape> load(Session session, Path path) throws SQLException {
    Map<Integer, ClassShape> classes = new HashMap<>();
    PreparedStatement select =
        session.statement("SELECT id, name, shape, \"check\" FROM thermae_class");
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ClassShape shape = read(rows);
        if (shape == null) {
          LOG.warn(
              "Store {}: row {} of thermae_class is damaged; values with that class are misses",
              path,
              rows.getObject(1));
        }
        classes.put(rows.getInt(1), shape == null ? DAMAGED : shape);
      }
    }
    return classes;
  }

  static boolean save(Session session, int id, ClassShape shape) throws SQLException {
    PreparedStatement insert =
        session.statement(
            "INSERT INTO thermae_class (id, name, shape, \"check\") VALUES (?, ?, ?, ?)");
    insert.setInt(1, id);
    StoredText.bind(insert, 2, shape.className());
    StoredText.bind(insert, 3, shape.shape());
    insert.setLong(4, check(id, shape));
    return insert.executeUpdate() == 1;
  }

  private static @Nullable ClassShape read(ResultSet row) throws SQLException {
    Object id = row.getObject(1);
    String name = StoredText.read(row.getObject(2));
    String fields = StoredText.read(row.getObject(3));
    Object check = row.getObject(4);
    if (!RowColumns.isInteger(id)
        || name == null
        || fields == null
        || !RowColumns.isInteger(check)) {
      return null;
    }
    ClassShape shape = new ClassShape(name, fields);
    return check(RowColumns.longOf(id), shape) == RowColumns.longOf(check) ? shape : null;
  }

  private static long check(long id, ClassShape shape) {
    return RowCheck.ofTexts(id, shape.className(), shape.shape());
  }
}
