package io.tickwire.simulator.server;

import java.util.Arrays;
import java.util.Optional;

/** What prints trades when nobody asks for one. */
public enum RunMode {
  /** Nothing: only what control calls print. */
  PAUSED("paused"),
  RANDOM_WALK("random_walk"),
  /** A recorded file; after its last line the market is paused. */
  REPLAY("replay");

  private final String label;

  RunMode(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }

  public static Optional<RunMode> find(String label) {
    return Arrays.stream(values()).filter(mode -> mode.label.equals(label)).findFirst();
  }
}
