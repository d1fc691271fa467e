package io.tickwire.simulator.server;

import java.util.Arrays;
import java.util.Optional;

/** What prints trades when nobody asks for one. */
public enum RunMode {
  /** Nothing: only what control calls print. */
  PAUSED("paused"),
  RANDOM_WALK("random_walk");

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
