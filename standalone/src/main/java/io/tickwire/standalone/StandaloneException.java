package io.tickwire.standalone;

import java.io.Serial;

/** Why the quick start cannot start, as one sentence for a person. */
final class StandaloneException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  StandaloneException(String message) {
    super(message);
  }
}
