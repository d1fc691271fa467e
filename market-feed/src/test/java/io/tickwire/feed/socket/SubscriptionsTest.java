package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.venue.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SubscriptionsTest {
  private static final String MATCH = "/market/match";
  private static final String TICKER = "/market/ticker";
  private static final Topic BTC = trade("BTC-USDT");
  private static final Topic ETH = trade("ETH-USDT");
  private static final Topic BTC_QUOTE = new Topic(TICKER, "BTC-USDT", TickKind.QUOTE);
  private static final int MOST = 90;
  private static final long FIRST_DATA_MS = 60_000;

  private final List<Topic> carried = new ArrayList<>();
  private final List<Topic> known = new ArrayList<>();
  private final Subscriptions subscriptions =
      new Subscriptions(100, 1_000, FIRST_DATA_MS, new Notebook());

  private final class Notebook implements TopicCarrier {
    @Override
    public void known(Topic topic) {
      known.add(topic);
    }

    @Override
    public void forgotten(Topic topic) {
      known.remove(topic);
    }

    @Override
    public void held(List<Topic> topics) {
      carried.addAll(topics);
    }

    @Override
    public void letGo(List<Topic> topics) {
      carried.removeAll(topics);
    }
  }

  private final RefusalResponse refusals = new RefusalResponse(subscriptions);

  private static Topic trade(String symbol) {
    return new Topic(MATCH, symbol, TickKind.TRADE);
  }

  private static List<Topic> trades(int count) {
    return IntStream.range(0, count).mapToObj(i -> trade("S" + i)).toList();
  }

  private List<Subscriptions.Request> due(long nowMs) {
    return subscriptions.due(nowMs, MOST);
  }

  private List<String> ids(long nowMs) {
    return due(nowMs).stream().map(Subscriptions.Request::id).toList();
  }

  private List<Integer> sizes(long nowMs) {
    return due(nowMs).stream().map(request -> request.symbols().size()).toList();
  }

  private void hold(Topic... topics) {
    subscriptions.desire(List.of(topics));
    ids(0).forEach(id -> subscriptions.acknowledged(id, 0));
  }

  @Test
  void asksOnce_untilAcknowledged() {
    subscriptions.desire(List.of(BTC, ETH));

    assertThat(due(0))
        .containsExactly(
            new Subscriptions.Request("sub-1", true, MATCH, List.of("BTC-USDT", "ETH-USDT")));
    assertThat(due(1)).isEmpty();
    assertThat(subscriptions.acknowledged("sub-1", 1)).isTrue();
    assertThat(due(2)).isEmpty();
    assertThat(subscriptions.held()).isEqualTo(2);
    assertThat(carried).containsExactly(BTC, ETH);
  }

  @Test
  void asksInBatches_perChannel() {
    List<Topic> topics = new ArrayList<>(trades(125));
    IntStream.range(0, 125).forEach(i -> topics.add(new Topic(TICKER, "S" + i, TickKind.QUOTE)));
    subscriptions.desire(topics);

    assertThat(sizes(0)).containsExactly(100, 25, 100, 25);
  }

  @Test
  void asksNoMoreThanAllowed() {
    subscriptions.desire(List.of(BTC, BTC_QUOTE));

    assertThat(subscriptions.due(0, 1)).hasSize(1);
    assertThat(subscriptions.due(0, 0)).isEmpty();
    assertThat(subscriptions.due(0, 1)).hasSize(1);
  }

  @Test
  void asksAgain_whenAckIsLate() {
    subscriptions.desire(List.of(BTC));
    due(0);

    assertThat(subscriptions.nextMs()).isEqualTo(1_000);
    assertThat(subscriptions.expire(999)).isZero();
    assertThat(subscriptions.expire(1_000)).isEqualTo(1);
    assertThat(ids(1_000)).containsExactly("sub-2");
    assertThat(subscriptions.nextMs()).isEqualTo(3_000);
  }

  @Test
  void takesLateAck_whenNothingElseWasAsked() {
    subscriptions.desire(List.of(BTC));
    due(0);
    subscriptions.expire(1_000);

    assertThat(subscriptions.acknowledged("sub-1", 1_001)).isTrue();

    assertThat(subscriptions.holds(BTC)).isTrue();
    assertThat(due(1_002)).isEmpty();
  }

  @Test
  void takesNoLateAck_whenItHasUnsubscribedSince() {
    subscriptions.desire(List.of(BTC));
    due(0);
    subscriptions.expire(1_000);
    subscriptions.desire(List.of());
    assertThat(ids(1_000)).containsExactly("unsub-2");

    subscriptions.acknowledged("sub-1", 1_001);

    assertThat(subscriptions.held()).isZero();
  }

  @Test
  void waits_whenRefused() {
    subscriptions.desire(List.of(BTC));
    due(0);
    assertThat(subscriptions.isUnderWay("sub-1")).isTrue();

    refusals.refused("sub-1", 5_000);

    assertThat(due(4_999)).isEmpty();
    assertThat(due(5_000)).hasSize(1);
  }

  @Test
  void unsubscribes_whenNoLongerDesired() {
    hold(BTC, ETH);

    subscriptions.desire(List.of(ETH));

    assertThat(due(1))
        .containsExactly(new Subscriptions.Request("unsub-2", false, MATCH, List.of("BTC-USDT")));
    assertThat(carried).containsExactly(ETH);
    assertThat(known).containsExactly(BTC, ETH);
    subscriptions.acknowledged("unsub-2", 2);
    assertThat(known).containsExactly(ETH);
  }

  @Test
  void unsubscribes_whenDesireChangedBeforeTheAck() {
    subscriptions.desire(List.of(BTC));
    due(0);
    subscriptions.desire(List.of());

    subscriptions.acknowledged("sub-1", 1);

    assertThat(due(1)).extracting(Subscriptions.Request::subscribe).containsExactly(false);
  }

  @Test
  void subscribesAgain_whenDesiredWhileLeaving() {
    hold(BTC);
    subscriptions.desire(List.of());
    due(1);
    subscriptions.desire(List.of(BTC));

    subscriptions.acknowledged("unsub-2", 2);

    assertThat(due(2)).extracting(Subscriptions.Request::subscribe).containsExactly(true);
  }

  @Test
  void subscribesAgain_whenUnsubscribeWasNotAnsweredAndItIsDesiredAgain() {
    hold(BTC);
    subscriptions.desire(List.of());
    due(1);
    subscriptions.desire(List.of(BTC));

    subscriptions.expire(1_001);

    assertThat(subscriptions.holds(BTC)).isFalse();
    assertThat(due(1_001)).extracting(Subscriptions.Request::subscribe).containsExactly(true);
  }

  @Test
  void asksOneByOne_whenABatchHoldsAnUnknownSymbol() {
    subscriptions.desire(trades(3));
    due(0);

    refusals.shelve("sub-1", 1, 600_000);

    assertThat(due(1))
        .extracting(Subscriptions.Request::symbols)
        .containsExactly(List.of("S0"), List.of("S1"), List.of("S2"));
    refusals.shelve("sub-2", 2, 600_000);
    subscriptions.acknowledged("sub-3", 2);
    subscriptions.acknowledged("sub-4", 2);
    assertThat(due(599_999)).isEmpty();
    assertThat(due(600_000)).hasSize(1);
  }

  @Test
  void keepsUnknownSymbolShelved_whenDisconnected() {
    subscriptions.desire(List.of(BTC));
    due(0);
    refusals.shelve("sub-1", 1, 600_000);

    subscriptions.disconnected();

    assertThat(due(2)).isEmpty();
  }

  @Test
  void asksForWhatFits_whenTheSocketIsFull() {
    subscriptions.desire(trades(150));
    List<String> ids = ids(0);
    subscriptions.acknowledged(ids.get(0), 1);

    refusals.limitTopics(ids.get(1), 120, 60_000);

    assertThat(sizes(59_999)).isEmpty();
    assertThat(sizes(60_000)).containsExactly(20);
    assertThat(subscriptions.nextMs()).isEqualTo(61_000);
  }

  @Test
  void asksAtOnce_whenLessIsDesiredOfAFullSocket() {
    subscriptions.desire(trades(150));
    List<String> ids = ids(0);
    subscriptions.acknowledged(ids.get(0), 1);
    refusals.limitTopics(ids.get(1), 120, 60_000);

    subscriptions.desire(trades(110));

    assertThat(sizes(2)).containsExactly(10);
  }

  @Test
  void asksForFewerAtOnce_whenABatchIsTooLarge() {
    subscriptions.desire(trades(90));
    due(0);

    refusals.limitBatch("sub-1", 40, 1);

    assertThat(sizes(1)).containsExactly(40, 40, 10);
  }

  @Test
  void halvesTheBatch_whenTheExchangeDoesNotSayHowLarge() {
    subscriptions.desire(trades(90));
    due(0);

    refusals.limitBatch("sub-1", 0, 1);

    assertThat(sizes(1)).containsExactly(45, 45);
  }

  @Test
  void subscribesAnew_whenQuotesDoNotStart() {
    hold(BTC, BTC_QUOTE);

    assertThat(subscriptions.nextMs()).isEqualTo(FIRST_DATA_MS);
    assertThat(subscriptions.silent(FIRST_DATA_MS - 1)).isEmpty();
    assertThat(subscriptions.silent(FIRST_DATA_MS)).containsExactly(BTC_QUOTE);

    assertThat(due(FIRST_DATA_MS))
        .extracting(Subscriptions.Request::subscribe)
        .containsExactly(false);
    assertThat(carried).containsExactly(BTC);
  }

  @Test
  void asksSilentTopicsLessAndLess() {
    hold(BTC_QUOTE);
    long nowMs = 0;
    for (long allowedMs : new long[] {60_000, 120_000, 240_000, 480_000, 600_000, 600_000}) {
      assertThat(subscriptions.nextMs()).isEqualTo(nowMs + allowedMs);
      nowMs += allowedMs;
      assertThat(subscriptions.silent(nowMs)).hasSize(1);
      subscriptions.acknowledged(ids(nowMs).get(0), nowMs);
      subscriptions.acknowledged(ids(nowMs).get(0), nowMs);
    }
    assertThat(carried).containsExactly(BTC_QUOTE);
  }

  @Test
  void leavesTopicAlone_whenItHasDelivered() {
    hold(BTC_QUOTE);

    subscriptions.onData(BTC_QUOTE);

    assertThat(subscriptions.silent(10 * FIRST_DATA_MS)).isEmpty();
    assertThat(subscriptions.nextMs()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void startsAnew_whenDisconnected() {
    hold(BTC, ETH);

    subscriptions.disconnected();

    assertThat(subscriptions.held()).isZero();
    assertThat(carried).isEmpty();
    assertThat(due(1)).hasSize(1);
  }
}
