package io.github.thermae.internal.codec;

import io.github.thermae.ThermaeException;
import io.github.thermae.internal.codec.DecodeException.Reason;

/** Whatever went wrong while decoding, as the one exception that decoding may throw. */
final class Failures {
  private static final int CAUSES_MAX = 16;

  private Failures() {}

  /** Passes on, as the only throwables, errors of the machine that bytes cannot have caused. */
  static DecodeException ofDecoding(CodecScope scope, Throwable failure) {
    if (failure instanceof VirtualMachineError error
        && !(error instanceof StackOverflowError)
        && !(error instanceof OutOfMemoryError)) {
      throw error;
    }
    Throwable cause = failure;
    for (int i = 0; i < CAUSES_MAX && cause != null; i++, cause = cause.getCause()) {
      if (cause instanceof DecodeException known) {
        return known;
      }
      if (cause instanceof ThermaeException) {
        // A class that may not be written in this cache may not be read either.
        return failure(scope, Reason.REFUSED, cause);
      }
      if (cause instanceof LinkageError
          || cause instanceof ClassNotFoundException
          || cause instanceof UnfitClassException) {
        return failure(scope, Reason.CHANGED, failure);
      }
    }
    return failure(scope, Reason.DAMAGED, failure);
  }

  private static DecodeException failure(CodecScope scope, Reason reason, Throwable failure) {
    return new DecodeException(
        reason, "Bytes of cache '" + scope.cacheName() + "' do not decode: " + failure, failure);
  }
}
