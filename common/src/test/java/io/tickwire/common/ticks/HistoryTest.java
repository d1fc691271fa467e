package io.tickwire.common.ticks;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Members;
import io.tickwire.common.cluster.Rendezvous;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The client over a real event bus; the feeds answer what the test tells them to. */
class HistoryTest {
  private static final String SYMBOL = "BTC-USDT";
  private static final LiveFrom LIVE = new LiveFrom(5, 7, 42);
  private static final HistoryQuery QUERY = new HistoryQuery(SYMBOL, TickKind.TRADE, 3, 3, 0);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final Feeds members = new Feeds();
  private final History history = new History(vertx, members);
  private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();

  private static final class Feeds implements Members {
    volatile List<String> live = List.of("feed-a", "feed-b");

    @Override
    public String self() {
      return "rules-1";
    }

    @Override
    public List<String> live(Role role) {
      return role == Role.FEED ? live : List.of();
    }

    @Override
    public Registration onChange(Runnable listener) {
      return () -> {};
    }

    @Override
    public boolean isComplete() {
      return true;
    }
  }

  @BeforeEach
  void register() {
    Wire.register(vertx.eventBus());
  }

  @AfterEach
  void close() throws Exception {
    await(vertx.close());
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  /** Its answers in turn, the last again and again. */
  private void feed(String member, HistoryReply... replies) throws Exception {
    Deque<HistoryReply> left = new ArrayDeque<>(List.of(replies));
    await(
        vertx
            .eventBus()
            .<HistoryQuery>consumer(
                Addresses.history(member),
                message -> {
                  asked.add(member + " since " + message.body().sinceSequence());
                  HistoryReply reply = left.size() > 1 ? left.remove() : left.element();
                  message.reply(reply, Wire.HISTORY);
                })
            .completion());
  }

  private static HistoryReply trades(
      long from, long to, boolean more, @Nullable LiveFrom live, HistorySource source) {
    List<Tick> ticks =
        LongStream.rangeClosed(from, to)
            .mapToObj(i -> Tick.trade(SYMBOL, i, i, i, 0, 1, 0, 1).asRecovered())
            .toList();
    return new HistoryReply(ticks, source, HistoryGap.NOTHING, "", more, to, to, live);
  }

  private static HistoryReply lacks(HistoryGap gap) {
    return HistoryReply.nothing(QUERY, gap, "said so");
  }

  private static List<Long> sequences(WholeHistory whole) {
    return whole.ticks().stream().map(Tick::sequence).toList();
  }

  private String first() {
    return Rendezvous.owners(SYMBOL, members.live, 2).get(0);
  }

  private String second() {
    return Rendezvous.owners(SYMBOL, members.live, 2).get(1);
  }

  @Test
  void isDoneAfterEachFeedOnce_whenNoneKeepsIt() throws Exception {
    feed(first(), lacks(HistoryGap.NOT_KEPT));
    feed(second(), lacks(HistoryGap.NOT_KEPT));

    WholeHistory whole = await(history.since(QUERY, LONG));

    assertThat(whole.missing()).isEqualTo(HistoryGap.NOT_KEPT);
    assertThat(asked).hasSize(2);
  }

  @Test
  void asksTheFeedThatWatches_andIsDone() throws Exception {
    feed(first(), trades(4, 6, false, LIVE, HistorySource.RING));
    feed(second(), lacks(HistoryGap.VENUE));

    WholeHistory whole = await(history.since(QUERY, LONG));

    assertThat(whole.isComplete()).isTrue();
    assertThat(sequences(whole)).containsExactly(4L, 5L, 6L);
    assertThat(whole.live()).isEqualTo(LIVE);
    assertThat(whole.source()).isEqualTo(HistorySource.RING);
    assertThat(whole.rest()).isEqualTo(new HistoryQuery(SYMBOL, TickKind.TRADE, 6, 6, 0));
    assertThat(asked).containsExactly(first() + " since 3");
  }

  @Test
  void putsPagesTogether() throws Exception {
    feed(
        first(),
        trades(4, 5, true, null, HistorySource.CANDLES),
        trades(6, 7, true, null, HistorySource.CANDLES),
        trades(8, 8, false, LIVE, HistorySource.TRADES));

    WholeHistory whole = await(history.since(QUERY, LONG));

    assertThat(sequences(whole)).containsExactly(4L, 5L, 6L, 7L, 8L);
    assertThat(whole.source()).isEqualTo(HistorySource.CANDLES);
    assertThat(asked)
        .containsExactly(first() + " since 3", first() + " since 5", first() + " since 7");
  }

  @Test
  void asksTheOthers_whenTheFirstCannotTell() throws Exception {
    feed(first(), lacks(HistoryGap.VENUE));
    feed(second(), trades(4, 4, false, LIVE, HistorySource.TRADES));

    assertThat(sequences(await(history.since(QUERY, LONG)))).containsExactly(4L);
    assertThat(asked).containsExactly(first() + " since 3", second() + " since 3");
  }

  @Test
  void asksOn_untilLiveTicksFollow() throws Exception {
    feed(first(), lacks(HistoryGap.NOT_YET_LIVE), trades(6, 6, false, LIVE, HistorySource.TRADES));
    feed(second(), trades(4, 5, false, null, HistorySource.TRADES));

    WholeHistory whole = await(history.since(QUERY, LONG));

    assertThat(sequences(whole)).containsExactly(4L, 5L, 6L);
    assertThat(whole.live()).isEqualTo(LIVE);
    assertThat(asked)
        .containsExactly(first() + " since 3", second() + " since 3", first() + " since 5");
  }

  @Test
  void needsNoLiveTicks_whenAnEndIsGiven() throws Exception {
    feed(first(), trades(4, 5, false, null, HistorySource.TRADES));

    WholeHistory whole =
        await(history.since(new HistoryQuery(SYMBOL, TickKind.TRADE, 3, 3, 9), LONG));

    assertThat(whole.isComplete()).isTrue();
    assertThat(sequences(whole)).containsExactly(4L, 5L);
  }

  @Test
  void findsAFeed_thatComesLater() throws Exception {
    members.live = List.of();
    Future<WholeHistory> whole = history.since(QUERY, LONG);
    feed("feed-c", trades(4, 4, false, LIVE, HistorySource.RING));
    members.live = List.of("feed-c");

    assertThat(sequences(await(whole))).containsExactly(4L);
  }

  @Test
  void goesOnToTheNext_whenAFeedIsGone() throws Exception {
    feed(second(), trades(4, 4, false, LIVE, HistorySource.RING));

    assertThat(sequences(await(history.since(QUERY, LONG)))).containsExactly(4L);
  }

  @Test
  void saysWhatIsMissing_whenTimeIsUp() throws Exception {
    feed(first(), trades(4, 5, false, null, HistorySource.TRADES), lacks(HistoryGap.VENUE));
    feed(second(), lacks(HistoryGap.VENUE));

    WholeHistory whole = await(history.since(QUERY, Duration.ofMillis(300)));

    assertThat(whole.isComplete()).isFalse();
    assertThat(whole.missing()).isIn(HistoryGap.VENUE, HistoryGap.NOT_YET_LIVE);
    assertThat(sequences(whole)).as("what was found").containsExactly(4L, 5L);
    assertThat(whole.rest().sinceSequence()).isEqualTo(5);
  }

  @Test
  void takesTheBestOfTheRest_whenNobodyWillEverKnow() throws Exception {
    HistoryReply part =
        new HistoryReply(
            trades(5, 6, false, null, HistorySource.EXTREMES).ticks(),
            HistorySource.EXTREMES,
            HistoryGap.UNSEEN,
            "not all",
            false,
            6,
            6,
            LIVE);
    feed(first(), part);
    feed(second(), lacks(HistoryGap.UNSEEN));

    WholeHistory whole = await(history.since(QUERY, LONG));

    assertThat(whole.missing()).isEqualTo(HistoryGap.UNSEEN);
    assertThat(whole.reason()).isEqualTo("not all");
    assertThat(sequences(whole)).containsExactly(5L, 6L);
    assertThat(whole.live()).isEqualTo(LIVE);
    assertThat(asked).hasSize(2);
  }
}
