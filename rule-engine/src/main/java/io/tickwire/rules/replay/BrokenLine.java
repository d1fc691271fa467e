package io.tickwire.rules.replay;

import java.io.Serial;

/** Why a recording cannot be replayed, with the number of the line at fault. */
public final class BrokenLine extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  BrokenLine(long line, String reason, Throwable cause) {
    super("line " + line + ": " + reason, cause);
  }
}
