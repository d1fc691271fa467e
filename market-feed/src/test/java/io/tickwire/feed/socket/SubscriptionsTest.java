package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Market;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.kucoin.KucoinVenue;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class SubscriptionsTest {
  private static final KucoinVenue VENUE = new KucoinVenue(BigDecimal.ZERO);
  private static final String MATCH = "/market/match";
  private static final Topic BTC = new Topic(MATCH, "BTC-USDT", TickKind.TRADE);
  private static final Topic ETH = new Topic(MATCH, "ETH-USDT", TickKind.TRADE);
  private static final int MOST = 90;

  private final Subscriptions subscriptions = new Subscriptions(VENUE, 100, 1_000, 60_000);

  private List<Subscriptions.Request> due(long nowMs) {
    return subscriptions.due(nowMs, MOST);
  }

  @Test
  void asksOnce_untilAcknowledged() {
    subscriptions.desire(List.of(BTC, ETH));

    assertThat(due(0))
        .containsExactly(
            new Subscriptions.Request("sub-1", true, MATCH, List.of("BTC-USDT", "ETH-USDT")));
    assertThat(due(1)).isEmpty();
    assertThat(acknowledge("sub-1")).containsExactly(BTC, ETH);
    assertThat(due(2)).isEmpty();
    assertThat(subscriptions.acknowledged()).isEqualTo(2);
  }

  @Test
  void asksInBatches_perChannel() {
    subscriptions.desire(
        IntStream.range(0, 125)
            .mapToObj(i -> VENUE.topics(Market.SPOT, "S" + i))
            .flatMap(List::stream)
            .toList());

    assertThat(due(0))
        .extracting(request -> request.symbols().size())
        .containsExactly(100, 25, 100, 25);
  }

  @Test
  void asksNoMoreThanAllowed() {
    subscriptions.desire(List.of(BTC, new Topic("/market/ticker", "BTC-USDT", TickKind.QUOTE)));

    assertThat(subscriptions.due(0, 1)).hasSize(1);
    assertThat(subscriptions.due(0, 0)).isEmpty();
    assertThat(subscriptions.due(0, 1)).hasSize(1);
  }

  @Test
  void asksAgain_whenAckIsLate() {
    subscriptions.desire(List.of(BTC));
    due(0);

    assertThat(subscriptions.expire(999)).isZero();
    assertThat(subscriptions.expire(1_000)).isEqualTo(1);
    assertThat(due(1_000)).extracting(Subscriptions.Request::id).containsExactly("sub-2");
    assertThat(acknowledge("sub-1")).isEmpty();
  }

  @Test
  void waits_whenRefused() {
    subscriptions.desire(List.of(BTC));
    due(0);
    assertThat(subscriptions.isUnderWay("sub-1")).isTrue();

    subscriptions.refused("sub-1", 5_000);

    assertThat(due(4_999)).isEmpty();
    assertThat(due(5_000)).hasSize(1);
  }

  @Test
  void unsubscribes_whenNoLongerDesired() {
    subscriptions.desire(List.of(BTC, ETH));
    due(0);
    acknowledge("sub-1");

    subscriptions.desire(List.of(ETH));

    assertThat(due(1))
        .containsExactly(new Subscriptions.Request("unsub-2", false, MATCH, List.of("BTC-USDT")));
    assertThat(find(BTC)).isEqualTo(BTC);
    acknowledge("unsub-2");
    assertThat(find(BTC)).isNull();
  }

  @Test
  void unsubscribes_whenDesireChangedBeforeTheAck() {
    subscriptions.desire(List.of(BTC));
    due(0);
    subscriptions.desire(List.of());

    acknowledge("sub-1");

    assertThat(due(1)).extracting(Subscriptions.Request::subscribe).containsExactly(false);
  }

  @Test
  void subscribesAgain_whenDesiredWhileLeaving() {
    subscriptions.desire(List.of(BTC));
    due(0);
    acknowledge("sub-1");
    subscriptions.desire(List.of());
    due(1);
    subscriptions.desire(List.of(BTC));

    acknowledge("unsub-2");

    assertThat(due(2)).extracting(Subscriptions.Request::subscribe).containsExactly(true);
  }

  @Test
  void asksOneByOne_whenARequestNamesSomethingUnknown() {
    subscriptions.desire(List.of(BTC, ETH));
    due(0);

    subscriptions.refusedOne("sub-1", 10, 600_010);

    assertThat(due(10))
        .extracting(Subscriptions.Request::symbols)
        .containsExactly(List.of("BTC-USDT"), List.of("ETH-USDT"));
    acknowledge("sub-2");
    subscriptions.refusedOne("sub-3", 20, 600_020);
    assertThat(due(600_019)).isEmpty();
    assertThat(subscriptions.isCompleteButShelved(30)).isTrue();
    assertThat(due(600_020)).hasSize(1);
  }

  @Test
  void asksForFewer_whenTheExchangeTakesFewer() {
    subscriptions.desire(List.of(BTC, ETH));
    due(0);

    subscriptions.limitBatch(1);
    subscriptions.refused("sub-1", 0);

    assertThat(due(1)).extracting(request -> request.symbols().size()).containsExactly(1, 1);
  }

  @Test
  void renewsATopicThatNeverDelivered_withGrowingPatience() {
    Topic quotes = new Topic("/market/ticker", "BTC-USDT", TickKind.QUOTE);
    subscriptions.desire(List.of(quotes));
    due(0);
    acknowledge("sub-1");

    assertThat(subscriptions.renewSilent(59_999)).isEmpty();
    assertThat(subscriptions.renewSilent(60_000)).containsExactly(quotes);
    assertThat(subscriptions.holds(quotes)).isFalse();
    assertThat(due(60_000)).extracting(Subscriptions.Request::subscribe).containsExactly(false);
    subscriptions.acknowledged("unsub-2", 60_001);
    assertThat(due(60_001)).extracting(Subscriptions.Request::subscribe).containsExactly(true);
    subscriptions.acknowledged("sub-3", 60_002);
    assertThat(subscriptions.renewSilent(120_002)).isEmpty();
    assertThat(subscriptions.renewSilent(180_002)).containsExactly(quotes);
  }

  @Test
  void leavesATopicAlone_whenItDelivered_orCarriesTrades() {
    Topic quotes = new Topic("/market/ticker", "BTC-USDT", TickKind.QUOTE);
    subscriptions.desire(List.of(quotes, ETH));
    due(0);
    acknowledge("sub-1");
    acknowledge("sub-2");

    find(quotes);
    subscriptions.heard();

    assertThat(subscriptions.renewSilent(1_000_000)).isEmpty();
  }

  private List<Topic> acknowledge(String id) {
    return subscriptions.acknowledged(id, 0);
  }

  private @Nullable Topic find(Topic topic) {
    byte[] text = VENUE.text(topic).getBytes(StandardCharsets.UTF_8);
    return subscriptions.lookup().find(text, 0, text.length);
  }
}
