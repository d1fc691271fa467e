package io.tickwire.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.session.Missed;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.EventFields;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Subscription;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OutboxTest {
  private static final class ListSink implements Sink {
    private final List<String> written = new ArrayList<>();
    private boolean full;
    private int room = Integer.MAX_VALUE;
    private int overflows;

    @Override
    public boolean isFull() {
      return full || written.size() >= room;
    }

    @Override
    public void write(String text) {
      written.add(text);
    }

    @Override
    public void overflow() {
      overflows++;
    }
  }

  private final ListSink sink = new ListSink();
  private final PushMetrics metrics = new PushMetrics(new SimpleMeterRegistry(), Clock.systemUTC());
  private final Outbox outbox =
      new Outbox(sink, new FanoutConfig(100, 2_000, 0, 10, 10_000), metrics, 0);

  private static Publication event(String text) {
    return Publication.event(EventFields.of("alerts"), new Offset(1, 0), 0, 1, text);
  }

  private static Publication quote(String symbol, String text) {
    return Publication.quote(EventFields.of("market:" + symbol), 0, 1, () -> text);
  }

  @Test
  void keepsTheNewestOfAChannel_untilTheWindowEnds() {
    outbox.soon(quote("A", "a1"), 100, 0);
    outbox.soon(quote("B", "b1"), 100, 20);
    outbox.soon(quote("A", "a2"), 100, 50);
    outbox.flush(99);
    assertThat(sink.written).isEmpty();
    outbox.flush(100);
    assertThat(sink.written).containsExactly("{\"type\":\"event_batch\",\"events\":[b1,a2]}");
    assertThat(outbox.isWaiting()).isFalse();
  }

  @Test
  void endsWindowsInItsPhase_andOnceAnInterval() {
    Outbox second = new Outbox(sink, new FanoutConfig(100, 2_000, 0, 10, 10_000), metrics, 1);
    second.soon(event("1"), 100, 0);
    second.flush(24);
    assertThat(sink.written).isEmpty();
    second.flush(25);
    assertThat(sink.written).containsExactly("1");

    second.soon(event("2"), 100, 26);
    second.flush(124);
    assertThat(sink.written).hasSize(1);
    second.flush(125);
    assertThat(sink.written).containsExactly("1", "2");
  }

  @Test
  void sharesThePhasesOut_evenly() {
    Fanout fanout = new Fanout(metrics);
    assertThat(IntStream.range(0, 8).map(ignored -> fanout.nextPhase()))
        .containsExactlyInAnyOrder(0, 0, 1, 1, 2, 2, 3, 3);
  }

  @Test
  void sendsALoneEvent_asItself() {
    outbox.soon(quote("A", "a1"), 100, 0);
    outbox.flush(100);
    assertThat(sink.written).containsExactly("a1");
  }

  @Test
  void keepsEvery_ofWhatMustNotBeConflated() {
    outbox.soon(event("1"), 100, 0);
    outbox.soon(event("2"), 100, 0);
    outbox.flush(100);
    assertThat(sink.written).containsExactly("{\"type\":\"event_batch\",\"events\":[1,2]}");
  }

  @Test
  void countsASnapshotAsLittleAsAReply_butAnUrgentEvent() {
    EventBudget budget = new EventBudgets(2, () -> 0).enter("alice");
    outbox.limit(budget);
    outbox.now(quote("A", "a1"));
    outbox.now(event("1"));
    assertThat(budget.take(2)).isEqualTo(1);
  }

  @Test
  void doesNotWait_whenTheIntervalIsZeroOrTheEventUrgent() {
    atOnce(quote("A", "a1"), 0);
    outbox.now(event("1"));
    assertThat(sink.written).containsExactly("a1", "1");
  }

  /** In a turn of its own. */
  private void atOnce(Publication event, long nowMs) {
    outbox.soon(event, 0, nowMs);
    outbox.flush(nowMs);
  }

  @Test
  void sendsTogether_whatCameTogether_whenTheIntervalIsZero() {
    outbox.soon(event("1"), 0, 0);
    outbox.soon(quote("A", "a1"), 0, 0);
    outbox.soon(event("2"), 0, 0);
    outbox.soon(quote("A", "a2"), 0, 0);
    assertThat(sink.written).isEmpty();
    outbox.flush(0);
    assertThat(sink.written).containsExactly("{\"type\":\"event_batch\",\"events\":[1,2,a2]}");
  }

  @Test
  void sendsNoOlderQuote_afterOneThatDoesNotWait() {
    outbox.soon(quote("A", "a1"), 100, 0);
    atOnce(quote("A", "a2"), 10);
    outbox.flush(1_000);
    assertThat(sink.written).containsExactly("a2");
  }

  @Test
  void keepsOrder_whenTheReaderFallsBehindAndCatchesUp() {
    outbox.now(event("1"));
    sink.full = true;
    outbox.now(event("2"));
    outbox.control("3");
    outbox.now(event("4"));
    assertThat(sink.written).containsExactly("1");
    sink.full = false;
    outbox.drained();
    assertThat(sink.written).containsExactly("1", "2", "3", "4");
  }

  @Test
  void conflatesHarder_whileTheReaderIsBehind() {
    sink.full = true;
    outbox.now(quote("A", "a1"));
    outbox.now(quote("A", "a2"));
    outbox.flush(1_000);
    sink.full = false;
    outbox.flush(1_100);
    assertThat(sink.written).containsExactly("a2");
  }

  @Test
  void endsTheWindowEarly_whenMoreComesThanMayWaitForOneWhoReads() {
    String large = "x".repeat(900);
    for (int i = 0; i < 9; i++) {
      outbox.soon(event(large), 100, 0);
    }
    assertThat(sink.overflows).isZero();
    assertThat(sink.written).isNotEmpty();
    outbox.flush(100);
    assertThat(String.join("", sink.written).split(large, -1)).hasSize(10);
  }

  @Test
  void dropsMarketDataFirst_thenTheConnection() {
    sink.full = true;
    outbox.soon(quote("A", "a"), 100, 0);
    outbox.soon(quote("B", "b"), 100, 0);
    outbox.now(event("x".repeat(1_500)));
    assertThat(metrics.traffic().quotesDropped()).isEqualTo(2);
    assertThat(sink.overflows).isZero();
    outbox.now(event("x".repeat(1_500)));
    outbox.now(event("x".repeat(1_500)));
    assertThat(sink.overflows).isEqualTo(1);
    assertThat(metrics.traffic().droppedWithConnection()).isEqualTo(2);
    sink.full = false;
    outbox.drained();
    assertThat(sink.written).isEmpty();
  }

  @Test
  void countsEveryEventThatWaits_whenTheConnectionIsDropped() {
    outbox.limit(new EventBudget(1, () -> 0));
    atOnce(event("sent"), 0);
    atOnce(event("over the budget"), 0);
    outbox.soon(event("in a window"), 100, 0);
    outbox.soon(event("in the same window"), 100, 0);
    sink.full = true;
    outbox.replay(missed(historyOf(5, "replayed")));
    outbox.control("no event");
    outbox.soon(quote("A", "a"), 100, 0);
    outbox.now(event("x".repeat(3_000)));
    assertThat(sink.overflows).isEqualTo(1);
    assertThat(metrics.traffic().quotesDropped()).isEqualTo(1);
    assertThat(metrics.traffic().droppedWithConnection()).isEqualTo(4);
  }

  @Test
  void tellsWhatWasDropped_onceTheReaderFollowsAgain() {
    sink.full = true;
    outbox.soon(quote("A", "a"), 100, 0);
    outbox.soon(quote("B", "b"), 200, 0);
    outbox.now(event("x".repeat(1_500)));
    assertThat(outbox.isWaiting()).isTrue();
    outbox.flush(1_000);
    assertThat(sink.written).isEmpty();
    sink.full = false;
    outbox.drained();
    outbox.flush(1_000);
    assertThat(sink.written)
        .hasSize(3)
        .contains(
            "{\"type\":\"lagged\",\"channel\":\"market:A\",\"missed\":1}",
            "{\"type\":\"lagged\",\"channel\":\"market:B\",\"missed\":1}");
    assertThat(outbox.isWaiting()).isFalse();
  }

  @Test
  void neverOvertakes_anEarlierEventOfTheChannel() {
    outbox.soon(event("1"), 500, 0);
    outbox.soon(event("2"), 0, 10);
    outbox.soon(event("3"), 100, 20);
    outbox.flush(499);
    assertThat(sink.written).isEmpty();
    outbox.flush(500);
    assertThat(sink.written).containsExactly("{\"type\":\"event_batch\",\"events\":[1,2,3]}");
    atOnce(event("4"), 510);
    assertThat(sink.written).hasSize(2).endsWith("4");
  }

  @Test
  void sendsWhatWaits_beforeWhatIsReplayed() {
    outbox.soon(event("1"), 500, 0);
    outbox.flushAll();
    outbox.replay(missed(historyOf(101, "2")));
    assertThat(sink.written).hasSize(3).startsWith("1").endsWith("2");
  }

  private static History historyOf(int events, String text) {
    History history = new History(new FanoutConfig(100, 2_000, 0, 1_000, 10_000_000));
    history.add(List.of(), new Offset(0, 0));
    IntStream.rangeClosed(1, events).forEach(i -> add(history, i, text));
    return history;
  }

  private static void add(History history, int number, String text) {
    Offset at = new Offset(number, 0);
    history.add(List.of(Publication.event(EventFields.of("alerts"), at, 0, 1, text)), at);
  }

  private static Replay missed(History history) {
    Subscription alerts = new Subscription(new Channel.Topic("alerts"), Filter.EVERYTHING, 0);
    return history.missed(List.of(new Missed(alerts, new Offset(0, 0))), List.of());
  }

  @Test
  void replaysAsTheReaderReads_thoughItIsMoreThanMayWait_andThenGoesOn() {
    sink.room = 1;
    outbox.replay(missed(historyOf(250, "x".repeat(100))));
    outbox.control("reply");
    atOnce(event("live"), 10);
    assertThat(sink.written).hasSize(1);
    sink.room = 2;
    outbox.drained();
    assertThat(sink.written).hasSize(2);
    sink.room = Integer.MAX_VALUE;
    outbox.drained();
    outbox.flush(20);
    assertThat(sink.written).hasSize(5).endsWith("reply", "live");
    assertThat(String.join("", sink.written.subList(0, 3)).split("x{100}", -1)).hasSize(251);
    assertThat(sink.overflows).isZero();
  }

  @Test
  void sendsTheReaderAway_whenTheHistoryHasLostWhatHeWasToBeToldNext() {
    History history = historyOf(250, "x");
    sink.room = 1;
    outbox.replay(missed(history));
    IntStream.rangeClosed(251, 1_250).forEach(i -> add(history, i, "y"));
    assertThat(sink.overflows).isZero();
    sink.room = Integer.MAX_VALUE;
    outbox.drained();
    assertThat(sink.overflows).isEqualTo(1);
    outbox.now(event("later"));
    assertThat(sink.written).hasSize(1);
  }

  @Test
  void tellsABusyChannelInItsTurn_whenTheBudgetIsSpent() {
    long[] nowMs = {0};
    outbox.limit(new EventBudget(1, () -> nowMs[0]));
    atOnce(quote("first", "x"), 0);
    atOnce(quote("busy", "b1"), 0);
    atOnce(quote("quiet", "q"), 0);
    atOnce(quote("busy", "b2"), 0);
    assertThat(sink.written).containsExactly("x");
    nowMs[0] = 1_000;
    outbox.flush(1_000);
    assertThat(sink.written).containsExactly("x", "b2");
    nowMs[0] = 2_000;
    outbox.flush(2_000);
    assertThat(sink.written).containsExactly("x", "b2", "q");
  }

  @Test
  void forgets_whatWaitsOfAChannelThatWasLeft() {
    outbox.soon(quote("A", "a"), 100, 0);
    outbox.forget("market:A");
    outbox.flush(1_000);
    assertThat(sink.written).isEmpty();
  }

  @Test
  void writesTheText_onceAndOnlyIfItIsSent() {
    int[] written = {0};
    Publication counted =
        Publication.quote(
            EventFields.of("market:A"),
            0,
            1,
            () -> {
              written[0]++;
              return "a";
            });
    outbox.soon(counted, 100, 0);
    outbox.soon(quote("A", "a2"), 100, 0);
    outbox.flush(100);
    assertThat(written[0]).isZero();
    outbox.now(counted);
    outbox.now(counted);
    assertThat(written[0]).isEqualTo(1);
  }
}
