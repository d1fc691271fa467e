package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.util.HexFormat;

/**
 * One printed trade. {@code sequence} rises strictly within a symbol, also over restarts; {@code
 * timeNs} is epoch nanoseconds. Price and size are counted on the grids of the listing.
 */
public record Trade(
    Listing listing, long sequence, Side side, long priceTicks, long sizeSteps, long timeNs) {

  /** What both order ids begin with; sixteen digits of {@link #makerOrder} or the next follow. */
  public static final String ORDER_ID_PREFIX = "6a0fed00";

  public Instrument instrument() {
    return listing.instrument();
  }

  public BigDecimal price() {
    return listing.price().value(priceTicks);
  }

  public BigDecimal size() {
    return listing.size().value(sizeSteps);
  }

  public String tradeId() {
    return Long.toString(sequence);
  }

  public String makerOrderId() {
    return orderId(makerOrder());
  }

  public String takerOrderId() {
    return orderId(takerOrder());
  }

  public long makerOrder() {
    return sequence * 2;
  }

  public long takerOrder() {
    return sequence * 2 + 1;
  }

  public long timeMs() {
    return Math.floorDiv(timeNs, 1_000_000L);
  }

  private static String orderId(long number) {
    return ORDER_ID_PREFIX + HexFormat.of().toHexDigits(number);
  }
}
