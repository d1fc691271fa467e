package io.tickwire.rules.samples;

import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An open long of alice's, ten contracts at 100, without exits or fees, or what a test makes of it;
 * what {@link Position#change} can change is not set here.
 */
public final class SamplePosition {
  private final String id;
  private String symbol = "XBTUSDTM";
  private Side side = Side.LONG;
  private BigDecimal quantity = BigDecimal.TEN;
  private BigDecimal entryPrice = new BigDecimal("100");
  private PriceSource source = PriceSource.LAST;
  private long openedAt = 1_000;
  private @Nullable String clientId;

  private SamplePosition(String id) {
    this.id = id;
  }

  public static SamplePosition of(String id) {
    return new SamplePosition(id);
  }

  public SamplePosition symbol(String value) {
    symbol = value;
    return this;
  }

  public SamplePosition side(Side value) {
    side = value;
    return this;
  }

  public SamplePosition quantity(BigDecimal value) {
    quantity = value;
    return this;
  }

  public SamplePosition entryPrice(BigDecimal value) {
    entryPrice = value;
    return this;
  }

  public SamplePosition source(PriceSource value) {
    source = value;
    return this;
  }

  public SamplePosition openedAt(long value) {
    openedAt = value;
    return this;
  }

  public SamplePosition clientId(@Nullable String value) {
    clientId = value;
    return this;
  }

  public Position done() {
    return new Position(
        id,
        "alice",
        symbol,
        Market.FUTURES,
        side,
        quantity,
        quantity,
        entryPrice,
        BigDecimal.ONE,
        BigDecimal.ONE,
        null,
        null,
        null,
        List.of(),
        null,
        source,
        null,
        PositionStatus.OPEN,
        1,
        0,
        openedAt,
        null,
        null,
        null,
        null,
        BigDecimal.ZERO,
        null,
        null,
        "USDT",
        clientId,
        null);
  }
}
