/**
 * Events of the JDK's Flight Recorder: what the store does that takes time. Off unless a recording
 * asks for them; a JVM without the module {@code jdk.jfr} has none. Any thread may record. Knows no
 * other room.
 */
@NullMarked
package io.github.thermae.internal.events;

import org.jspecify.annotations.NullMarked;
