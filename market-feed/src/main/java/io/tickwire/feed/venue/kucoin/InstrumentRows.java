package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.feed.venue.VenueInstruments;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Instruments out of {@code /api/v2/symbols} and {@code /api/v1/contracts/active}. A row that makes
 * no sense is left out and counted, the others stand.
 */
public final class InstrumentRows {
  private InstrumentRows() {}

  /** KuCoin's symbols stay below 30 characters; a tick frame allows 255 bytes. */
  private static final int LONGEST_SYMBOL = 64;

  /**
   * @param takerFee the answer does not carry the fee on spot
   * @throws IllegalArgumentException when {@code data} is no list
   */
  public static VenueInstruments spot(JsonNode data, BigDecimal takerFee) {
    return read(data, row -> spotRow(row, takerFee));
  }

  /**
   * @throws IllegalArgumentException when {@code data} is no list
   */
  public static VenueInstruments futures(JsonNode data) {
    return read(data, InstrumentRows::futuresRow);
  }

  private static VenueInstruments read(JsonNode data, Function<JsonNode, Instrument> reader) {
    if (!data.isArray()) {
      throw new IllegalArgumentException("instruments are not a list: type=" + data.getNodeType());
    }
    List<Instrument> instruments = new ArrayList<>(data.size());
    int rejected = 0;
    for (JsonNode row : data) {
      try {
        instruments.add(reader.apply(row));
      } catch (IllegalArgumentException e) {
        rejected++;
      }
    }
    return new VenueInstruments(List.copyOf(instruments), rejected);
  }

  private static Instrument spotRow(JsonNode row, BigDecimal takerFee) {
    String quote = text(row, "quoteCurrency");
    return new Instrument(
        symbol(row),
        Market.SPOT,
        text(row, "baseCurrency"),
        quote,
        quote,
        false,
        decimal(row, "priceIncrement"),
        decimal(row, "baseIncrement"),
        BigDecimal.ONE,
        takerFee,
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ONE);
  }

  /** An inverse contract has a negative multiplier here. */
  private static Instrument futuresRow(JsonNode row) {
    BigDecimal takerFee = decimal(row, "takerFeeRate");
    return new Instrument(
        symbol(row),
        Market.FUTURES,
        text(row, "baseCurrency"),
        text(row, "quoteCurrency"),
        text(row, "settleCurrency"),
        row.path("isInverse").asBoolean(),
        decimal(row, "tickSize"),
        decimal(row, "lotSize"),
        decimal(row, "multiplier").abs(),
        takerFee,
        decimal(row, "maintainMargin"),
        takerFee,
        decimal(row, "maxLeverage"),
        funding(row));
  }

  /** Null for contracts with an end, which know none. */
  private static @Nullable FundingSchedule funding(JsonNode row) {
    long everyMs = row.path("fundingRateGranularity").asLong(0);
    long nextMs = row.path("nextFundingRateDateTime").asLong(0);
    return everyMs > 0 && nextMs > 0 ? new FundingSchedule(everyMs, nextMs % everyMs) : null;
  }

  private static String symbol(JsonNode row) {
    String symbol = text(row, "symbol");
    if (symbol.length() > LONGEST_SYMBOL || symbol.indexOf(',') >= 0) {
      throw new IllegalArgumentException("impossible symbol: length=" + symbol.length());
    }
    return symbol;
  }

  private static String text(JsonNode row, String name) {
    String text = row.path(name).asText("");
    if (text.isBlank()) {
      throw new IllegalArgumentException("missing: field=" + name);
    }
    return text;
  }

  /** Plain, so that {@code 1E-7} and {@code 0.0000001} are stored alike. */
  private static BigDecimal decimal(JsonNode row, String name) {
    BigDecimal value = new BigDecimal(text(row, name));
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    BigDecimal stripped = value.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
