package io.tickwire.feed.venue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the feed relies on, whichever exchange the venue speaks for. */
public abstract class VenueContract {
  private static final long RECEIVED_NS = 1_795_219_200_000_000_001L;

  protected abstract Venue venue();

  /** One it lists on that market. */
  protected abstract String symbol(Market market);

  /** Recorded data frames, one a topic of these symbols. */
  protected abstract List<String> recorded();

  private TopicTable topics() {
    TopicTable table = new TopicTable();
    for (Market market : Market.values()) {
      venue()
          .topics(market, symbol(market))
          .forEach(topic -> table.put(venue().text(topic), topic));
    }
    return table;
  }

  private static VenueFrame read(FrameReader reader, byte[] bytes) {
    return reader.read(bytes, bytes.length, RECEIVED_NS);
  }

  @ParameterizedTest
  @EnumSource(Market.class)
  void topicsBringTrades_andHaveTextsOfTheirOwn(Market market) {
    List<Topic> topics = venue().topics(market, symbol(market));

    assertThat(topics).extracting(Topic::kind).contains(TickKind.TRADE, TickKind.QUOTE);
    assertThat(topics).allMatch(topic -> topic.symbol().equals(symbol(market)));
    assertThat(topics.stream().map(venue()::text).distinct()).hasSameSizeAs(topics);
  }

  @Test
  void recordedFramesBecomeTicks_ofEveryTopic() {
    FrameReader reader = venue().reader(topics());
    List<Tick> ticks = new ArrayList<>();
    for (String frame : recorded()) {
      ticks.add(((VenueFrame.Data) read(reader, frame.getBytes(StandardCharsets.UTF_8))).tick());
    }

    for (Market market : Market.values()) {
      for (Topic topic : venue().topics(market, symbol(market))) {
        assertThat(ticks)
            .anyMatch(tick -> tick.kind() == topic.kind() && tick.symbol().equals(topic.symbol()));
      }
    }
    assertThat(ticks)
        .allSatisfy(
            tick -> {
              assertThat(tick.receivedNs()).isEqualTo(RECEIVED_NS);
              assertThat(tick.sequence()).isPositive();
              assertThat(tick.exchangeTimeNs()).isGreaterThan(1_000_000_000_000_000_000L);
              assertThat(tick.recovered()).isFalse();
            });
  }

  @Test
  void nothingIsBelieved_ofTopicsThatWereNotAskedFor() {
    FrameReader reader = venue().reader((bytes, from, to) -> null);

    assertThat(recorded())
        .allSatisfy(
            frame ->
                assertThat(read(reader, frame.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(VenueFrame.Rejected.class));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void garbageIsRefused_andTheNextFrameIsReadAsEver(long seed) {
    Random random = new Random(seed);
    FrameReader reader = venue().reader(topics());
    byte[] good = recorded().get(0).getBytes(StandardCharsets.UTF_8);
    VenueFrame expected = read(reader, good);
    for (int i = 0; i < 500; i++) {
      byte[] garbage = new byte[random.nextInt(200)];
      random.nextBytes(garbage);
      byte[] cut = Arrays.copyOf(good, random.nextInt(good.length));

      assertThat(read(reader, garbage)).isInstanceOf(VenueFrame.Rejected.class);
      assertThat(read(reader, cut)).isInstanceOf(VenueFrame.Rejected.class);
    }
    assertThat(read(reader, good)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource(Market.class)
  void requestsNameTheirIdAndEverySymbol(Market market) {
    String channel = venue().topics(market, symbol(market)).get(0).channel();

    assertThat(venue().subscribe("77", channel, List.of("AAA-USDT", "BBB-USDT")))
        .contains("77", "AAA-USDT", "BBB-USDT")
        .isNotEqualTo(venue().unsubscribe("77", channel, List.of("AAA-USDT", "BBB-USDT")));
    assertThat(venue().ping("78")).contains("78");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "<html>", "[]", "{}", "7"})
  void answersThatAreNone_areRefusedWithASentence(String body) {
    assertThatThrownBy(() -> venue().payload(body.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching("(?s).{5,}");
  }

  @ParameterizedTest
  @EnumSource(Market.class)
  void everyCallHasItsWeight(Market market) {
    List<RestCall<?>> calls =
        new ArrayList<>(
            List.of(
                venue().grant(market),
                venue().instruments(market),
                venue().trades(market, symbol(market)),
                venue().candles(market, symbol(market), 0, 60_000)));
    calls.addAll(venue().firstPrices(market));

    assertThat(calls).allMatch(call -> call.weight() > 0 && call.market() == market);
  }
}
