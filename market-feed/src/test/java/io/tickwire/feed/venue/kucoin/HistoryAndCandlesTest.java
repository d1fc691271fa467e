package io.tickwire.feed.venue.kucoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.Candle;
import io.tickwire.feed.venue.RestCall;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryAndCandlesTest {
  private static final KucoinVenue VENUE = new KucoinVenue(new BigDecimal("0.001"));
  private static final long MINUTE = 1_795_219_200_000L;

  private static <T> T read(RestCall<T> call, String payload) {
    return call.reader().read(Json.read(payload.replace('\'', '"'), JsonNode.class), 7);
  }

  @Test
  void readsSpotTrades_oldestFirst_withNanosecondTimes() {
    RestCall<List<Tick>> call = VENUE.trades(Market.SPOT, "BTC-USDT");

    List<Tick> trades =
        read(
            call,
            "[{'sequence':'12','price':'60000.10','size':'0.5','side':'buy','time':1795219200000000002},"
                + "{'sequence':'11','price':'59999.9','size':'1','side':'sell','time':1795219200000000001}]");

    assertThat(call.path()).isEqualTo("/api/v1/market/histories?symbol=BTC-USDT");
    assertThat(trades)
        .containsExactly(
            Tick.trade("BTC-USDT", 11, 1_795_219_200_000_000_001L, 7, 1, 599_999, 0, 1),
            Tick.trade("BTC-USDT", 12, 1_795_219_200_000_000_002L, 7, 1, 600_001, 1, 5));
  }

  @Test
  void readsFuturesTrades_withNumbersForSequenceAndSize() {
    List<Tick> trades =
        read(
            VENUE.trades(Market.FUTURES, "XBTUSDTM"),
            "[{'sequence':32114961,'side':'buy','size':39,'price':'4001.65','ts':1795219200000000003}]");

    assertThat(trades)
        .containsExactly(
            Tick.trade("XBTUSDTM", 32_114_961, 1_795_219_200_000_000_003L, 7, 2, 400_165, 0, 39));
  }

  @Test
  void readsSpotCandles_inTheirColumnOrder() {
    RestCall<List<Candle>> call = VENUE.candles(Market.SPOT, "BTC-USDT", MINUTE, MINUTE + 120_000);

    List<Candle> candles =
        read(
            call,
            "[['1795219260','61000','60500','61500.5','60400','1','1'],"
                + "['1795219200','60000','61000','62300','58800','1','1']]");

    assertThat(call.path())
        .isEqualTo(
            "/api/v1/market/candles?type=1min&symbol=BTC-USDT&startAt=1795219200&endAt=1795219320");
    assertThat(candles)
        .containsExactly(
            new Candle(MINUTE, 60_000, 0, 60_000, 62_300, 58_800, 61_000),
            new Candle(MINUTE + 60_000, 60_000, 1, 610_000, 615_005, 604_000, 605_000));
  }

  @Test
  void readsFuturesCandles_inTheirColumnOrder() {
    RestCall<List<Candle>> call =
        VENUE.candles(Market.FUTURES, "XBTUSDTM", MINUTE, MINUTE + 60_000);

    List<Candle> candles = read(call, "[[1795219200000,60000.0,62300.0,58800.0,60500.5,100,1.5]]");

    assertThat(call.path())
        .isEqualTo(
            "/api/v1/kline/query?granularity=1&symbol=XBTUSDTM&from=1795219200000&to=1795219260000");
    assertThat(candles)
        .containsExactly(new Candle(MINUTE, 60_000, 1, 600_000, 623_000, 588_000, 605_005));
  }

  @Test
  void leavesOutCandlesOfAnotherTime() {
    assertThat(
            read(
                VENUE.candles(Market.SPOT, "BTC-USDT", MINUTE, MINUTE + 60_000),
                "[['1795219260','1','1','1','1','1','1'],['1795219140','1','1','1','1','1','1']]"))
        .isEmpty();
  }

  /** Each would be a wrong price or a hole that nobody sees. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[{'sequence':'12','price':'60000','size':'0.5'}]",
        "[{'sequence':'12','price':'0','size':'0.5','time':1}]",
        "[{'sequence':'12','price':'-1','size':'0.5','time':1}]",
        "[{'sequence':'12','price':'NaN','size':'0.5','time':1}]",
        "[{'sequence':'12','price':'1e999999999','size':'0.5','time':1}]",
        "[{'sequence':'12.5','price':'1','size':'0.5','time':1}]",
        "[{'price':'1','size':'0.5','time':1}]",
        "[null]"
      })
  void refusesAHistoryWithARowThatIsNoTrade(String payload) {
    RestCall<List<Tick>> call = VENUE.trades(Market.SPOT, "BTC-USDT");
    assertThatThrownBy(() -> read(call, payload)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[[]]",
        "[['1795219200','60000','61000','59000','58800','1','1']]",
        "[['1795219200','60000','61000','62000','60500','1','1']]",
        "[['x','1','1','1','1']]",
        "[['1795219200','0','1','1','0']]",
        "[['1795219200','1','1','12345678901234567890.123','1']]"
      })
  void refusesCandlesThatMakeNoSense(String payload) {
    RestCall<List<Candle>> call = VENUE.candles(Market.SPOT, "BTC-USDT", MINUTE, MINUTE + 60_000);
    assertThatThrownBy(() -> read(call, payload)).isInstanceOf(IllegalArgumentException.class);
  }
}
