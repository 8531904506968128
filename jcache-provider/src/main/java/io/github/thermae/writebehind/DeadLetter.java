package io.github.thermae.writebehind;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operation that the writer has refused as often as it may. Nothing is lost: it stays, in a
 * store with a file over restarts too, until it is queued again or dropped.
 *
 * @param id its number, by which it is queued again or dropped
 * @param key the key
 * @param isDeletion whether the key was to be deleted
 * @param value the value that was to be written; null for a deletion, and for a value that can no
 *     longer be read, of which {@code problem} tells why
 * @param attempts how often it has failed
 * @param failure the last failure, as text
 * @param failedAt when that was
 * @param isSuperseded whether a later operation on the key has been delivered since; such a one
 *     cannot be queued again
 * @param problem why the value cannot be read, or null
 * @param <K> the type of keys
 * @param <V> the type of values
 */
public record DeadLetter<K, V>(
    long id,
    K key,
    boolean isDeletion,
    @Nullable V value,
    int attempts,
    String failure,
    Instant failedAt,
    boolean isSuperseded,
    @Nullable String problem) {}
