package io.github.thermae.hibernate.hostile;

import jakarta.persistence.Basic;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import org.hibernate.annotations.Cache;
import org.hibernate.annotations.CacheConcurrencyStrategy;

/** An entity whose text is lazy, once its class has been enhanced. */
@Entity(name = "Letter")
@Cacheable
@Cache(usage = CacheConcurrencyStrategy.READ_WRITE, region = "letters")
public class Letter implements Message {
  @Id private Long id = 0L;
  private String subject = "";

  @Basic(fetch = FetchType.LAZY)
  private String text = "";

  /** For Hibernate. */
  public Letter() {}

  /** A new one. */
  public Letter(Long id, String subject, String text) {
    this.id = id;
    this.subject = subject;
    this.text = text;
  }

  /** The number. */
  public Long id() {
    return id;
  }

  @Override
  public String subject() {
    return subject;
  }

  @Override
  public String text() {
    return text;
  }

  @Override
  public void rewrite(String newText) {
    text = newText;
  }
}
