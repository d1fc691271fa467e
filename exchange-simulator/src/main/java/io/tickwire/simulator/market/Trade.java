package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.util.HexFormat;

/**
 * One printed trade. {@code sequence} rises strictly within a symbol, also over restarts; {@code
 * timeNs} is epoch nanoseconds.
 */
public record Trade(
    Instrument instrument,
    long sequence,
    Side side,
    BigDecimal price,
    BigDecimal size,
    long timeNs) {

  private static final String ORDER_ID_PREFIX = "6a0fed00";

  public String tradeId() {
    return Long.toString(sequence);
  }

  public String makerOrderId() {
    return orderId(0);
  }

  public String takerOrderId() {
    return orderId(1);
  }

  public long timeMs() {
    return Math.floorDiv(timeNs, 1_000_000L);
  }

  private String orderId(int party) {
    return ORDER_ID_PREFIX + HexFormat.of().toHexDigits(sequence * 2 + party);
  }
}
