package io.tickwire.simulator.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.market.DayStatistics;
import io.tickwire.simulator.market.FuturesContract;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.protocol.Decimals;
import io.tickwire.simulator.protocol.Json;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** One row of {@code GET /api/v1/contracts/active}; decimals are JSON numbers here. */
final class ContractRow {

  private static final long FUNDING_PERIOD_MS = 8L * 60 * 60 * 1_000;
  private static final long LISTED_MS = 1_585_555_200_000L;
  private static final int MAX_ORDER_LOTS = 1_000_000;

  private ContractRow() {}

  static ObjectNode of(InstrumentState state, long nowMs) {
    FuturesContract contract = (FuturesContract) state.instrument();
    ObjectNode row = Json.object();
    putTerms(row, contract);
    putFees(row, contract);
    putFunding(row, nowMs);
    putPrices(row, state);
    return row;
  }

  private static void putTerms(ObjectNode row, FuturesContract contract) {
    row.put("symbol", contract.symbol())
        .put("rootSymbol", contract.settleCurrency())
        .put("type", "FFWCSX")
        .put("firstOpenDate", LISTED_MS)
        .putNull("expireDate")
        .putNull("settleDate")
        .put("baseCurrency", contract.baseCurrency())
        .put("quoteCurrency", contract.quoteCurrency())
        .put("settleCurrency", contract.settleCurrency())
        .put("maxOrderQty", MAX_ORDER_LOTS)
        .put("maxPrice", 1_000_000)
        .put("lotSize", 1)
        .put("tickSize", Decimals.number(contract.priceTick()))
        .put("indexPriceTickSize", Decimals.number(contract.priceTick().movePointLeft(1)))
        .put("multiplier", Decimals.number(contract.multiplier()))
        .put("maxLeverage", contract.maxLeverage())
        .put("isDeleverage", true)
        .put("isQuanto", true)
        .put("isInverse", contract.isInverse())
        .put("markMethod", "FairPrice")
        .put("status", "Open");
  }

  private static void putFees(ObjectNode row, FuturesContract contract) {
    BigDecimal initialMargin =
        BigDecimal.ONE.divide(BigDecimal.valueOf(contract.maxLeverage()), 3, RoundingMode.UP);
    row.put("initialMargin", Decimals.number(initialMargin))
        .put("maintainMargin", contract.maintainMargin())
        .put("makerFeeRate", FuturesContract.MAKER_FEE_RATE)
        .put("takerFeeRate", FuturesContract.TAKER_FEE_RATE)
        .put("takerFixFee", 0)
        .put("makerFixFee", 0)
        .putNull("settlementFee");
  }

  /** {@code nextFundingRateTime} is a countdown, {@code nextFundingRateDateTime} a time. */
  private static void putFunding(ObjectNode row, long nowMs) {
    long leftMs = FUNDING_PERIOD_MS - Math.floorMod(nowMs, FUNDING_PERIOD_MS);
    row.put("fundingFeeRate", FuturesContract.FUNDING_RATE)
        .put("predictedFundingFeeRate", FuturesContract.FUNDING_RATE)
        .put("fundingRateGranularity", FUNDING_PERIOD_MS)
        .put("nextFundingRateTime", leftMs)
        .put("nextFundingRateDateTime", nowMs + leftMs);
  }

  private static void putPrices(ObjectNode row, InstrumentState state) {
    DayStatistics day = state.day();
    BigDecimal last = state.last().price();
    BigDecimal change = last.subtract(day.open());
    row.put("openInterest", "0")
        .put("volumeOf24h", Decimals.number(day.volume()))
        .put("turnoverOf24h", Decimals.number(day.turnover()))
        .put("markPrice", Decimals.number(state.marks().mark()))
        .put("indexPrice", Decimals.number(state.marks().index()))
        .put("lastTradePrice", Decimals.number(last))
        .put("highPrice", Decimals.number(day.high()))
        .put("lowPrice", Decimals.number(day.low()))
        .put("priceChgPct", Decimals.number(day.changeRate(last)))
        .put("priceChg", Decimals.number(change));
  }
}
