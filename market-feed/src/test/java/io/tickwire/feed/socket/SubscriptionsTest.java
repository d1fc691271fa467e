package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Market;
import io.tickwire.feed.venue.kucoin.Channel;
import io.tickwire.feed.venue.kucoin.Topic;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SubscriptionsTest {
  private static final Topic BTC = new Topic(Channel.SPOT_MATCH, "BTC-USDT");
  private static final Topic ETH = new Topic(Channel.SPOT_MATCH, "ETH-USDT");
  private static final int MOST = 90;

  private final Subscriptions subscriptions = new Subscriptions(100, 1_000);

  private List<Subscriptions.Request> due(long nowMs) {
    return subscriptions.due(nowMs, MOST);
  }

  @Test
  void asksOnce_untilAcknowledged() {
    subscriptions.desire(List.of(BTC, ETH));

    assertThat(due(0))
        .containsExactly(
            new Subscriptions.Request(
                "sub-1", true, Channel.SPOT_MATCH, List.of("BTC-USDT", "ETH-USDT")));
    assertThat(due(1)).isEmpty();
    assertThat(subscriptions.acknowledged("sub-1")).isTrue();
    assertThat(due(2)).isEmpty();
    assertThat(subscriptions.acknowledged()).isEqualTo(2);
  }

  @Test
  void asksInBatches_perChannel() {
    subscriptions.desire(
        IntStream.range(0, 125)
            .mapToObj(i -> Topic.ofSymbol(Market.SPOT, "S" + i))
            .flatMap(List::stream)
            .toList());

    assertThat(due(0))
        .extracting(request -> request.symbols().size())
        .containsExactly(100, 25, 100, 25);
  }

  @Test
  void asksNoMoreThanAllowed() {
    subscriptions.desire(List.of(BTC, new Topic(Channel.SPOT_TICKER, "BTC-USDT")));

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
    assertThat(subscriptions.acknowledged("sub-1")).isFalse();
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
    subscriptions.acknowledged("sub-1");

    subscriptions.desire(List.of(ETH));

    assertThat(due(1))
        .containsExactly(
            new Subscriptions.Request("unsub-2", false, Channel.SPOT_MATCH, List.of("BTC-USDT")));
    assertThat(subscriptions.topic(BTC.text())).isEqualTo(BTC);
    subscriptions.acknowledged("unsub-2");
    assertThat(subscriptions.topic(BTC.text())).isNull();
  }

  @Test
  void unsubscribes_whenDesireChangedBeforeTheAck() {
    subscriptions.desire(List.of(BTC));
    due(0);
    subscriptions.desire(List.of());

    subscriptions.acknowledged("sub-1");

    assertThat(due(1)).extracting(Subscriptions.Request::subscribe).containsExactly(false);
  }

  @Test
  void subscribesAgain_whenDesiredWhileLeaving() {
    subscriptions.desire(List.of(BTC));
    due(0);
    subscriptions.acknowledged("sub-1");
    subscriptions.desire(List.of());
    due(1);
    subscriptions.desire(List.of(BTC));

    subscriptions.acknowledged("unsub-2");

    assertThat(due(2)).extracting(Subscriptions.Request::subscribe).containsExactly(true);
  }

  @Test
  void startsAnew_whenDisconnected() {
    subscriptions.desire(List.of(BTC, ETH));
    due(0);
    subscriptions.acknowledged("sub-1");

    subscriptions.disconnected();

    assertThat(subscriptions.acknowledged()).isZero();
    assertThat(due(1)).hasSize(1);
  }
}
