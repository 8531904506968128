package io.github.thermae.hibernate.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.thermae.hibernate.kit.Db;
import io.github.thermae.hibernate.kit.Library;
import io.github.thermae.hibernate.kit.TestFactory;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.DiscriminatorValue;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.JoinTable;
import jakarta.persistence.ManyToMany;
import jakarta.persistence.MapKeyColumn;
import jakarta.persistence.OrderBy;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.NaturalId;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.annotations.SoftDelete;
import org.hibernate.annotations.Type;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.type.SqlTypes;
import org.hibernate.usertype.UserTypeSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What makes a mapping another one, so that nothing that was cached under the old one is used. */
final class MappingTextTest {
  @TempDir Path folder;

  /** A pair. */
  public static final class ElementColumn {
    private ElementColumn() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;

      @ElementCollection
      @Column(name = "a")
      public List<String> parts = new ArrayList<>();
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @ElementCollection
      @Column(name = "b")
      public List<String> parts = new ArrayList<>();
    }
  }

  /** A pair. */
  public static final class Order {
    private Order() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;
      @ElementCollection @OrderBy public List<String> parts = new ArrayList<>();
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @ElementCollection
      @OrderBy("desc")
      public List<String> parts = new ArrayList<>();
    }
  }

  /** A pair. */
  public static final class OrderColumnName {
    private OrderColumnName() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;

      @ElementCollection
      @OrderColumn(name = "a")
      public List<String> parts = new ArrayList<>();
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @ElementCollection
      @OrderColumn(name = "b")
      public List<String> parts = new ArrayList<>();
    }
  }

  /** A pair. */
  public static final class MapKey {
    private MapKey() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;

      @ElementCollection
      @MapKeyColumn(name = "a")
      public Map<String, String> parts = new HashMap<>();
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @ElementCollection
      @MapKeyColumn(name = "b")
      public Map<String, String> parts = new HashMap<>();
    }
  }

  /** A pair. */
  public static final class InverseColumn {
    private InverseColumn() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;

      @ManyToMany
      @JoinTable(inverseJoinColumns = @JoinColumn(name = "a"))
      public List<Library.Topic> parts = new ArrayList<>();
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @ManyToMany
      @JoinTable(inverseJoinColumns = @JoinColumn(name = "b"))
      public List<Library.Topic> parts = new ArrayList<>();
    }
  }

  /** A pair. */
  public static final class ElementRestriction {
    private ElementRestriction() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;

      @ElementCollection
      @SQLRestriction("1 = 1")
      public List<String> parts = new ArrayList<>();
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @ElementCollection
      @SQLRestriction("2 = 2")
      public List<String> parts = new ArrayList<>();
    }
  }

  /** A pair. */
  public static final class ColumnName {
    private ColumnName() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;

      @Column(name = "a")
      public int number;
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @Column(name = "b")
      public int number;
    }
  }

  /** A pair. */
  public static final class NaturalIdColumn {
    private NaturalIdColumn() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;

      @NaturalId
      @Column(name = "a")
      public int number;
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @NaturalId
      @Column(name = "b")
      public int number;
    }
  }

  /** A pair. */
  public static final class Converted {
    private Converted() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;

      @Convert(converter = Library.MoneyConverter.class)
      public Library.@Nullable Money fee;
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @JdbcTypeCode(SqlTypes.VARBINARY)
      public Library.@Nullable Money fee;
    }
  }

  /** A pair. */
  public static final class Constants {
    private Constants() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;

      @Enumerated(EnumType.STRING)
      public @Nullable Up constant;
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @Enumerated(EnumType.STRING)
      public @Nullable Down constant;
    }
  }

  /** A pair. */
  public static final class EntityRestriction {
    private EntityRestriction() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    @SQLRestriction("1 = 1")
    public static class One {
      @Id public long id;
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    @SQLRestriction("2 = 2")
    public static class Two {
      @Id public long id;
    }
  }

  /** A pair. */
  public static final class Discriminator {
    private Discriminator() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    @DiscriminatorColumn(name = "kind")
    @DiscriminatorValue("1")
    public static class One {
      @Id public long id;
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    @DiscriminatorColumn(name = "kind")
    @DiscriminatorValue("2")
    public static class Two {
      @Id public long id;
    }
  }

  /** A pair. */
  public static final class SoftDeleted {
    private SoftDeleted() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    @SoftDelete
    public static class Two {
      @Id public long id;
    }
  }

  /** A pair. */
  public static final class UserTypes {
    private UserTypes() {}

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class One {
      @Id public long id;

      @Type(Plain.class)
      public @Nullable String name;
    }

    /** One of the pair. */
    @Entity(name = "T")
    @Table(name = "t")
    public static class Two {
      @Id public long id;

      @Type(Backwards.class)
      public @Nullable String name;
    }
  }

  /** A type of the user's. */
  public static class Plain extends UserTypeSupport<String> {
    /** For Hibernate. */
    public Plain() {
      super(String.class, Types.VARCHAR);
    }
  }

  /** Another one, of the same class and code. */
  public static final class Backwards extends Plain {}

  /** Constants. */
  public enum Up {
    /** One. */
    LOW,
    /** Another. */
    HIGH
  }

  /** The same in another order. */
  public enum Down {
    /** One. */
    HIGH,
    /** Another. */
    LOW
  }

  private String textOf(Class<?> entity) throws IOException {
    Path data = Files.createTempDirectory(folder, "data");
    try (TestFactory factory =
        TestFactory.over(Db.H2, data)
            .entities(Stream.of(entity, Library.Topic.class).distinct().toArray(Class<?>[]::new))
            .with("hibernate.hbm2ddl.auto", "none")
            .start()) {
      MappingTypes types =
          new MappingTypes(factory.factory().unwrap(SessionFactoryImplementor.class));
      Set<String> roots = Set.of(entity.getName());
      String text =
          MappingText.of(new RegionContents(roots, types.collections().keySet(), roots), types);
      // The names of the classes are not what differs here.
      return text.replaceAll("(One|Two)\\b", "T").replaceAll("\\$(Up|Down)\\b", "Enum");
    }
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        ElementColumn.class,
        Order.class,
        OrderColumnName.class,
        MapKey.class,
        InverseColumn.class,
        ElementRestriction.class,
        ColumnName.class,
        NaturalIdColumn.class,
        Converted.class,
        Constants.class,
        EntityRestriction.class,
        Discriminator.class,
        SoftDeleted.class,
        UserTypes.class
      })
  void of_mappingsThatDiffer_differs(Class<?> pair) throws IOException, ClassNotFoundException {
    String one = textOf(Class.forName(pair.getName() + "$One"));
    assertThat(textOf(Class.forName(pair.getName() + "$One"))).isEqualTo(one);
    assertThat(textOf(Class.forName(pair.getName() + "$Two"))).isNotEqualTo(one);
  }

  @Test
  void of_theSameMapping_isTheSame() throws IOException {
    assertThat(textOf(Library.Topic.class)).isEqualTo(textOf(Library.Topic.class));
  }
}
