package io.tickwire.feed.venue.kucoin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.VenueInstruments;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RestRowsTest {
  private static final BigDecimal FEE = new BigDecimal("0.001");

  private static JsonNode json(String text) {
    return Json.read(text.replace('\'', '"'), JsonNode.class);
  }

  private static JsonNode data(String text) {
    return RestAnswers.data(text.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsSpotSymbol() {
    VenueInstruments rows =
        InstrumentRows.spot(
            json(
                "[{'symbol':'BTC-USDT','baseCurrency':'BTC','quoteCurrency':'USDT',"
                    + "'baseIncrement':'0.00000001','priceIncrement':'0.1'}]"),
            FEE);

    assertThat(rows.instruments())
        .containsExactly(
            new Instrument(
                "BTC-USDT",
                Market.SPOT,
                "BTC",
                "USDT",
                "USDT",
                false,
                new BigDecimal("0.1"),
                new BigDecimal("0.00000001"),
                BigDecimal.ONE,
                FEE,
                BigDecimal.ZERO,
                BigDecimal.ZERO,
                BigDecimal.ONE));
  }

  @Test
  void readsInverseContract_withPositiveMultiplier() {
    VenueInstruments rows =
        InstrumentRows.futures(
            json(
                "[{'symbol':'XBTUSDM','baseCurrency':'XBT','quoteCurrency':'USD',"
                    + "'settleCurrency':'XBT','isInverse':true,'multiplier':-1.0,'tickSize':1E-1,"
                    + "'lotSize':1,'takerFeeRate':0.0006,'maintainMargin':0.004,'maxLeverage':125}]"));

    assertThat(rows.instruments())
        .containsExactly(
            new Instrument(
                "XBTUSDM",
                Market.FUTURES,
                "XBT",
                "USD",
                "XBT",
                true,
                new BigDecimal("0.1"),
                BigDecimal.ONE,
                BigDecimal.ONE,
                new BigDecimal("0.0006"),
                new BigDecimal("0.004"),
                new BigDecimal("0.0006"),
                new BigDecimal("125")));
  }

  @Test
  void readsWhenFundingIsSettled_ofContractsThatKnowIt() {
    String terms =
        "'baseCurrency':'XBT','quoteCurrency':'USDT','settleCurrency':'USDT','isInverse':false,"
            + "'multiplier':0.001,'tickSize':0.1,'lotSize':1,'takerFeeRate':0.0006,"
            + "'maintainMargin':0.004,'maxLeverage':125";
    VenueInstruments rows =
        InstrumentRows.futures(
            json(
                "[{'symbol':'XBTUSDTM','fundingRateGranularity':14400000,"
                    + "'nextFundingRateDateTime':1795233600000,"
                    + terms
                    + "},{'symbol':'XBTMZ26','fundingRateGranularity':null,"
                    + "'nextFundingRateDateTime':null,"
                    + terms
                    + "}]"));

    assertThat(rows.instruments())
        .extracting(Instrument::funding)
        .containsExactly(new FundingSchedule(14_400_000, 0), null);
  }

  @Test
  void leavesOutRows_thatMakeNoSense() {
    VenueInstruments rows =
        InstrumentRows.spot(
            json(
                "[{'symbol':'A-B','baseCurrency':'A','quoteCurrency':'B','baseIncrement':'0',"
                    + "'priceIncrement':'0.1'},{'symbol':'C-D'},{'symbol':'E-F','baseCurrency':'E',"
                    + "'quoteCurrency':'F','baseIncrement':'x','priceIncrement':'1'},"
                    + "{'symbol':'G-H','baseCurrency':'G','quoteCurrency':'H','baseIncrement':'1',"
                    + "'priceIncrement':'1'}]"),
            FEE);

    assertThat(rows.instruments()).extracting(Instrument::symbol).containsExactly("G-H");
    assertThat(rows.rejected()).isEqualTo(3);
  }

  @Test
  void refusesInstruments_thatAreNoList() {
    assertThatThrownBy(() -> InstrumentRows.futures(json("{}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("not a list");
  }

  @Test
  void readsGrant() {
    ConnectGrant grant =
        RestAnswers.grant(
            data(
                "{'code':'200000','data':{'token':'t==.x','instanceServers':[{'endpoint':"
                    + "'wss://ws-api-spot.kucoin.com/','encrypt':true,'protocol':'websocket',"
                    + "'pingInterval':18000,'pingTimeout':10000}]}}"));

    assertThat(grant)
        .isEqualTo(new ConnectGrant("t==.x", "wss://ws-api-spot.kucoin.com/", 18_000, 10_000));
    assertThat(grant.toString()).doesNotContain("t==.x");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'token':'t','instanceServers':[]}",
        "{'token':'','instanceServers':[{'endpoint':'wss://a/','pingInterval':1,'pingTimeout':1}]}",
        "{'token':'t','instanceServers':[{'endpoint':'http://a/','pingInterval':1,'pingTimeout':1}]}",
        "{'token':'t','instanceServers':[{'endpoint':'wss://a/','pingInterval':0,'pingTimeout':1}]}"
      })
  void refusesGrant_thatCannotBeUsed(String text) {
    assertThatThrownBy(() -> RestAnswers.grant(json(text)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesAnswer_withHttp200AndAnErrorCode() {
    assertThatThrownBy(() -> data("{'code':'429000','msg':'too many requests'}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("429000")
        .hasMessageContaining("too many requests");
  }

  @Test
  void readsFuturesSeeds() {
    Map<String, Tick> quotes =
        SeedRows.futuresQuotes(
            json(
                "[{'symbol':'XBTUSDTM','sequence':42,'price':'60000.1','bestBidPrice':'60000',"
                    + "'bestAskPrice':'60000.2','bestBidSize':3,'bestAskSize':4,'ts':99},"
                    + "{'symbol':'NEWUSDTM','sequence':1,'price':null}]"),
            7);
    Map<String, Tick> marks =
        SeedRows.futuresMarks(
            json("[{'symbol':'XBTUSDTM','markPrice':60000.25,'indexPrice':6.0E4}]"), 7);

    assertThat(quotes)
        .containsExactly(
            Map.entry(
                "XBTUSDTM",
                Tick.quote("XBTUSDTM", 42, 99, 7, 1, 600_001, 600_000, 600_002, 0, 3, 4)));
    assertThat(marks)
        .containsExactly(
            Map.entry("XBTUSDTM", Tick.mark("XBTUSDTM", 1, 7, 7, 2, 6_000_025, 0, 60_000)));
  }
}
