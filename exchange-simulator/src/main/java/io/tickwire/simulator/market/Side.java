package io.tickwire.simulator.market;

/** Which side took the trade. */
public enum Side {
  BUY("buy"),
  SELL("sell");

  private final String label;

  Side(String label) {
    this.label = label;
  }

  /** KuCoin's spelling. */
  public String label() {
    return label;
  }
}
