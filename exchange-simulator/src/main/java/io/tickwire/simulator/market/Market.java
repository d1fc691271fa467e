package io.tickwire.simulator.market;

/** The two halves of the exchange; each has its own origin, tokens and topics. */
public enum Market {
  SPOT("spot"),
  FUTURES("futures");

  private final String label;

  Market(String label) {
    this.label = label;
  }

  /** Lower-case name as it stands in control answers and logs. */
  public String label() {
    return label;
  }
}
