package io.tickwire.feed.venue.kucoin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.FrameReader;
import io.tickwire.feed.venue.RejectReason;
import io.tickwire.feed.venue.TopicLookup;
import io.tickwire.feed.venue.VenueFrame;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every reader of KuCoin's frames makes of them. */
abstract class FrameReaderContract {
  private static final long RECEIVED_NS = 1_795_219_200_000_000_001L;
  private final FrameReader reader = reader(Topics.ofEveryChannel());

  /** A reader of KuCoin's frames. */
  abstract FrameReader reader(TopicLookup topics);

  private VenueFrame parse(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return reader.read(bytes, bytes.length, RECEIVED_NS);
  }

  private static List<String> recorded() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            FrameReaderContract.class.getResourceAsStream("/kucoin/frames.jsonl"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }

  @Test
  void readsEveryChannel_asRecorded() throws IOException {
    List<Tick> ticks =
        recorded().stream()
            .map(this::parse)
            .map(frame -> ((VenueFrame.Data) frame).tick())
            .toList();

    assertThat(ticks)
        .containsExactly(
            Tick.trade(
                "BTC-USDT",
                11_067_996_711_960_577L,
                1_729_843_222_921_000_000L,
                RECEIVED_NS,
                1,
                675_231,
                3,
                3),
            Tick.quote(
                "BTC-USDT",
                14_691_455_768L,
                1_729_757_723_612_000_000L,
                RECEIVED_NS,
                1,
                672_200,
                672_186,
                672_187,
                8,
                1_045_638,
                192_318_539),
            Tick.trade(
                "XBTUSDTM",
                1_794_100_537_695L,
                1_731_898_619_520_000_000L,
                RECEIVED_NS,
                1,
                905_039,
                0,
                2),
            Tick.quote(
                "XBTUSDTM",
                1_709_284_589_209L,
                1_731_665_526_461_000_000L,
                RECEIVED_NS,
                1,
                889_874,
                889_874,
                889_875,
                0,
                713,
                1_037),
            Tick.mark(
                "XBTUSDTM",
                1_731_899_129_000L,
                1_731_899_129_000_000_000L,
                RECEIVED_NS,
                2,
                9_044_502,
                1,
                904_455));
  }

  @Test
  void readsEveryKindOfFrame() {
    List<VenueFrame> frames =
        List.of(
            parse("{\"id\":\"c1\",\"type\":\"welcome\"}"),
            parse("{\"id\":\"7\",\"type\":\"pong\",\"timestamp\":1790113097236506}"),
            parse("{\"id\":\"8\",\"type\":\"ack\"}"),
            parse("{\"id\":9,\"type\":\"error\",\"code\":509,\"data\":\"exceed max\"}"),
            parse(match("\"price\":\"1\"")),
            parse(
                "{\"type\":\"message\",\"topic\":\"/contract/instrument:XBTUSDTM\","
                    + "\"subject\":\"funding.rate\",\"data\":{\"granularity\":60000,"
                    + "\"fundingRate\":-0.002966,\"timestamp\":1731899129000}}"),
            parse(
                "{\"type\":\"message\",\"topic\":\"/contract/instrument:XBTUSDTM\","
                    + "\"subject\":\"something.new\",\"data\":{}}"),
            parse("[]"));

    assertThat(frames.subList(0, 4))
        .containsExactly(
            new VenueFrame.Welcome(),
            new VenueFrame.Pong("7"),
            new VenueFrame.Ack("8"),
            new VenueFrame.Failure("9", 509, "exceed max"));
    assertThat(frames.get(5))
        .isEqualTo(
            new VenueFrame.Data(
                Tick.funding("XBTUSDTM", 1_731_899_129_000L, RECEIVED_NS, 6, -2_966, 60_000)));
    assertThat(frames.get(6)).isEqualTo(new VenueFrame.Ignored("something.new"));
    assertThat(frames.stream().map(Object::getClass).distinct())
        .containsExactlyInAnyOrder(VenueFrame.class.getPermittedSubclasses());
  }

  @Test
  void readsErrorWithoutId_asTheIdleCutHasIt() {
    assertThat(parse("{\"type\":\"error\",\"code\":400,\"data\":\"ping timeout\"}"))
        .isEqualTo(new VenueFrame.Failure(null, 400, "ping timeout"));
  }

  @Test
  void readsFrame_whenFieldsComeInAnotherOrderAndTypeIsMissing() {
    VenueFrame frame =
        parse(
            "{\"data\":{\"extra\":{\"price\":\"1\"},\"ts\":1731898619520000000,\"price\":90503.9,"
                + "\"sequence\":7,\"size\":2,\"more\":[1,[2]]},\"subject\":\"match\","
                + "\"topic\":\"/contractMarket/execution:XBTUSDTM\"}");

    assertThat(frame)
        .isEqualTo(
            new VenueFrame.Data(
                Tick.trade(
                    "XBTUSDTM", 7, 1_731_898_619_520_000_000L, RECEIVED_NS, 1, 905_039, 0, 2)));
  }

  @Test
  void keepsNothing_fromTheFrameBefore() {
    parse(match("\"price\":\"5\""));

    assertThat(parse(match("\"other\":1"))).isEqualTo(rejected(RejectReason.NO_PRICE));
  }

  @ParameterizedTest
  @CsvSource({
    "60000.1, 600001, 1",
    "60000.10, 600001, 1",
    "60000, 60000, 0",
    "0.00000847, 847, 8",
    "8.47e-6, 847, 8",
    "8.47E-06, 847, 8",
    "6E4, 60000, 0",
    "6.00015e+4, 600015, 1",
    "0.000000000000000001, 1, 18",
    "9223372036854775807, 9223372036854775807, 0",
    "1000.50500, 1000505, 3",
    "007, 7, 0"
  })
  void readsPriceExactly(String text, long digits, int scale) {
    VenueFrame frame = parse(match("\"price\":\"" + text + "\""));

    assertThat(((VenueFrame.Data) frame).tick())
        .extracting(Tick::price, Tick::priceScale)
        .containsExactly(digits, scale);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"price\":\"0\"', BAD_PRICE",
    "'\"price\":0.000', BAD_PRICE",
    "'\"price\":\"-1\"', BAD_PRICE",
    "'\"price\":-1.5', BAD_PRICE",
    "'\"price\":\"NaN\"', BAD_PRICE",
    "'\"price\":\"Infinity\"', BAD_PRICE",
    "'\"price\":\"1.2.3\"', BAD_PRICE",
    "'\"price\":\"1e\"', BAD_PRICE",
    "'\"price\":\"e5\"', BAD_PRICE",
    "'\"price\":\"1,5\"', BAD_PRICE",
    "'\"price\":\" 1\"', BAD_PRICE",
    "'\"price\":\".\"', BAD_PRICE",
    "'\"price\":true', BAD_PRICE",
    "'\"price\":[1]', BAD_PRICE",
    "'\"price\":{\"a\":1}', BAD_PRICE",
    "'\"price\":\"\"', NO_PRICE",
    "'\"price\":null', NO_PRICE",
    "'\"other\":1', NO_PRICE",
    "'\"price\":\"9223372036854775808\"', OVERFLOW",
    "'\"price\":\"1e30\"', OVERFLOW",
    "'\"price\":\"1e999999999\"', OVERFLOW",
    "'\"price\":\"1e-19\"', OVERFLOW",
    "'\"price\":\"0.1234567890123456789\"', OVERFLOW",
    "'\"price\":\"1\",\"sequence\":null', NO_SEQUENCE",
    "'\"price\":\"1\",\"sequence\":\"abc\"', BAD_SEQUENCE",
    "'\"price\":\"1\",\"sequence\":1.5', BAD_SEQUENCE",
    "'\"price\":\"1\",\"sequence\":-4', BAD_SEQUENCE",
    "'\"price\":\"1\",\"sequence\":\"99999999999999999999\"', BAD_SEQUENCE",
    "'\"price\":\"1\",\"size\":\"0\"', BAD_SIZE",
    "'\"price\":\"1\",\"size\":\"-1\"', BAD_SIZE",
    "'\"price\":\"1\",\"size\":null', NO_SIZE",
    "'\"price\":\"1\",\"time\":null', NO_TIME",
    "'\"price\":\"1\",\"time\":\"yesterday\"', BAD_TIME",
    "'\"price\":\"1\",\"symbol\":\"ETH-USDT\"', SYMBOL_MISMATCH"
  })
  void refusesTrade_withReason(String fields, RejectReason reason) {
    assertThat(parse(match(fields)))
        .isInstanceOfSatisfying(
            VenueFrame.Rejected.class,
            rejected -> {
              assertThat(rejected.reason()).isEqualTo(reason);
              assertThat(rejected.symbol()).isEqualTo("BTC-USDT");
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "nonsense", "{", "{\"type\":\"pong\"} {", "[1]", "null", "{\"price\":NaN}"})
  void refusesText_thatIsNotOneObject(String text) {
    assertThat(parse(text))
        .isInstanceOfSatisfying(
            VenueFrame.Rejected.class,
            rejected -> assertThat(rejected.reason()).isEqualTo(RejectReason.NOT_JSON));
  }

  @Test
  void refusesTopic_thatWasNotAskedFor() {
    assertThat(parse("{\"type\":\"message\",\"topic\":\"/market/match:ETH-USDT\",\"data\":{}}"))
        .isEqualTo(
            new VenueFrame.Rejected(
                RejectReason.UNKNOWN_TOPIC, "", "topic=/market/match:ETH-USDT"));
  }

  @Test
  void refusesType_thatNobodyKnows() {
    assertThat(parse("{\"type\":\"surprise\"}"))
        .isEqualTo(new VenueFrame.Rejected(RejectReason.UNKNOWN_TYPE, "", "type=surprise"));
  }

  @Test
  void marksLastPriceAbsent_whenTickerHasNone() {
    VenueFrame frame =
        parse(
            "{\"type\":\"message\",\"topic\":\"/market/ticker:BTC-USDT\",\"subject\":\"trade.ticker\","
                + "\"data\":{\"bestAsk\":\"2\",\"bestBid\":\"1\",\"sequence\":\"3\",\"time\":5}}");

    assertThat(((VenueFrame.Data) frame).tick().price()).isEqualTo(Tick.ABSENT);
  }

  @ParameterizedTest
  @CsvSource({
    "'\"bestBid\":\"1\",\"bestAsk\":\"0\"', BAD_PRICE",
    "'\"bestBid\":\"1\"', NO_PRICE",
    "'\"bestBid\":\"1000000000000\",\"bestAsk\":\"0.0000000001\"', OVERFLOW",
    "'\"bestBid\":\"1\",\"bestAsk\":\"2\",\"bestBidSize\":\"x\"', BAD_SIZE",
    "'\"bestBid\":\"1\",\"bestAsk\":\"2\",\"time\":9300000000000', BAD_TIME"
  })
  void refusesQuote_withReason(String fields, RejectReason reason) {
    assertThat(
            parse(
                "{\"type\":\"message\",\"topic\":\"/market/ticker:BTC-USDT\",\"data\":{"
                    + "\"sequence\":\"3\",\"time\":5,"
                    + fields
                    + "}}"))
        .isInstanceOfSatisfying(
            VenueFrame.Rejected.class, rejected -> assertThat(rejected.reason()).isEqualTo(reason));
  }

  private static VenueFrame rejected(RejectReason reason) {
    return new VenueFrame.Rejected(reason, "BTC-USDT", "channel=SPOT_MATCH");
  }

  /** Later fields replace earlier ones of the same name. */
  private static String match(String fields) {
    return "{\"type\":\"message\",\"topic\":\"/market/match:BTC-USDT\","
        + "\"subject\":\"trade.l3match\",\"data\":{\"symbol\":\"BTC-USDT\",\"sequence\":\"3\","
        + "\"size\":\"0.1\",\"time\":\"1729843222921000000\","
        + fields
        + "}}";
  }
}
