package io.github.thermae.hibernate.internal.codec;

/** A form that a place of the mapping calls for, where the object's class alone does not say it. */
interface MappedForm extends Form {
  /** Whether an object found in such a place is written in this form. */
  boolean accepts(Object value);
}
