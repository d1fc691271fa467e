package io.tickwire.feed.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.config.Settings;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.CallsOnPaper;
import io.tickwire.feed.ManualTimers;
import io.tickwire.feed.publish.FrameSink;
import io.tickwire.feed.publish.PublishConfig;
import io.tickwire.feed.publish.TickPublisher;
import io.tickwire.feed.recovery.MarkExtremes;
import io.tickwire.feed.recovery.Recovery;
import io.tickwire.feed.recovery.RecoveryConfig;
import io.tickwire.feed.venue.Candle;
import io.tickwire.feed.venue.Topic;
import io.vertx.core.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which source answers, and what is said when none can. The test answers for the venue. */
class FeedHistoryTest {
  private static final String SPOT = "BTC-USDT";
  private static final String CONTRACT = "XBTUSDTM";
  private static final long NS_PER_MS = 1_000_000;
  private static final long MINUTE_MS = 60_000;
  private static final String TRADES = "trades " + SPOT + " HISTORY";

  private final ManualTimers timers = new ManualTimers();
  private final CallsOnPaper venue = new CallsOnPaper();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final TickPublisher publisher =
      new TickPublisher(
          timers,
          new Nobody(),
          new Partitions(4),
          PublishConfig.from(Settings.of(Map.of())),
          metrics,
          5);
  private Optional<MarkExtremes> others = Optional.empty();
  private final Recovery recovery =
      new Recovery(
          venue,
          venue,
          timers,
          RecoveryConfig.from(Settings.of(Map.of())),
          (symbol, sinceMs) -> Future.succeededFuture(others),
          new Outlet(),
          metrics);
  private final Set<String> watched = new HashSet<>();
  private final FeedHistory history =
      new FeedHistory(
          new HistoryEdges(
              timers,
              venue,
              venue,
              publisher,
              recovery,
              (symbol, sinceMs) -> Future.succeededFuture(others),
              symbol ->
                  symbol.equals(SPOT)
                      ? Market.SPOT
                      : symbol.equals(CONTRACT) ? Market.FUTURES : null,
              watched::contains,
              metrics));

  private static final class Nobody implements FrameSink {
    @Override
    public void publish(TickFrame frame) {}

    @Override
    public void send(String consumer, TickFrame frame) {}

    @Override
    public void quotes(TickFrame frame) {}
  }

  private final class Outlet implements Recovery.Sink {
    @Override
    public void live(Market market, Tick tick) {
      publisher.publish(tick);
    }

    @Override
    public void recovered(Market market, Tick tick) {
      publisher.publishRecovered(tick);
    }

    @Override
    public void incomplete(String symbol, TickKind kind) {
      publisher.incomplete(symbol, kind);
    }

    @Override
    public void settled(String symbol, TickKind kind, boolean found) {
      publisher.settled(symbol, kind, found);
    }
  }

  /** Away from the edge of a minute. */
  @BeforeEach
  void moveOn() {
    timers.advance(10 * MINUTE_MS + 30_000);
  }

  private long nowMs() {
    return timers.epochNs() / NS_PER_MS;
  }

  private void watch(String symbol) {
    watched.add(symbol);
    recovery.watch(symbol.equals(SPOT) ? Market.SPOT : Market.FUTURES, symbol, null);
  }

  private void cover(String symbol) {
    recovery.onCovered(
        List.of(
            new Topic("/any", symbol, TickKind.TRADE), new Topic("/any", symbol, TickKind.MARK)));
  }

  private static Tick trade(long sequence, long timeMs) {
    return Tick.trade(SPOT, sequence, timeMs * NS_PER_MS, timeMs * NS_PER_MS, 0, 100, 0, 1);
  }

  /** One each 10 ms, the last 10 ms ago. */
  private List<Tick> trades(long from, long to) {
    return LongStream.rangeClosed(from, to)
        .mapToObj(sequence -> trade(sequence, nowMs() - (to + 1 - sequence) * 10))
        .toList();
  }

  private void live(long sequence) {
    recovery.onTick(Market.SPOT, trade(sequence, nowMs()));
  }

  private Candle candle(long startMs) {
    return new Candle(startMs, MINUTE_MS, 0, 100, 120, 90, 110);
  }

  private long minuteMs(long agoMs) {
    return (nowMs() - agoMs) / MINUTE_MS * MINUTE_MS;
  }

  private HistoryQuery since(long sequence, long agoMs) {
    return new HistoryQuery(
        SPOT, TickKind.TRADE, sequence, (nowMs() - agoMs) * NS_PER_MS, HistoryQuery.NOW);
  }

  private static List<Long> sequences(HistoryReply reply) {
    return reply.ticks().stream().map(Tick::sequence).toList();
  }

  private double answers(String source) {
    return metrics.get("feed.history").tag("source", source).counter().count();
  }

  @Test
  void answersFromTheRing_whenItReachesBack() {
    watch(SPOT);
    cover(SPOT);
    for (long sequence = 7; sequence <= 9; sequence++) {
      live(sequence);
    }

    HistoryReply reply = history.answer(since(7, 100)).result();

    assertThat(sequences(reply)).containsExactly(8L, 9L);
    assertThat(reply.ticks()).allMatch(Tick::recovered);
    assertThat(reply.source()).isEqualTo(HistorySource.RING);
    assertThat(reply.endSequence()).isEqualTo(9);
    assertThat(reply.live()).isEqualTo(new LiveFrom(5, new Partitions(4).of(SPOT), 1));
    assertThat(venue.asked()).isEmpty();
    assertThat(answers("ring")).isEqualTo(1);
  }

  private static HistoryQuery keptOnly(HistoryQuery query) {
    return new HistoryQuery(
        query.symbol(),
        query.kind(),
        query.sinceSequence(),
        query.sinceNs(),
        query.untilNs(),
        true);
  }

  @Test
  void tellsWhatIsKept_whenNoMoreIsAskedFor() {
    watch(SPOT);
    cover(SPOT);
    live(7);
    live(8);

    HistoryReply reply = history.answer(keptOnly(since(7, 100))).result();

    assertThat(sequences(reply)).containsExactly(8L);
    assertThat(reply.isComplete()).isTrue();
    assertThat(reply.live()).isNotNull();
  }

  @Test
  void saysAtOnceThatItIsNotKept_whenNoMoreIsAskedFor() {
    watch(SPOT);

    HistoryReply notLive = history.answer(keptOnly(since(7, 100))).result();
    cover(SPOT);
    live(9);
    HistoryReply notAll = history.answer(keptOnly(since(7, 100))).result();

    assertThat(notLive.missing()).isEqualTo(HistoryGap.NOT_KEPT);
    assertThat(notAll.missing()).isEqualTo(HistoryGap.NOT_KEPT);
    assertThat(notAll.ticks()).isEmpty();
    assertThat(venue.asked()).as("rules must not wait for the venue").isEmpty();
  }

  @Test
  void tellsKeptMarks_andNoExtremes_whenNoMoreIsAskedFor() {
    long sinceMs = markedTwice();
    assertThat(prices(history.answer(keptOnly(marksSince(sinceMs))).result()))
        .containsExactly(650L);

    timers.advance(MINUTE_MS);
    HistoryReply later = history.answer(keptOnly(marksSince(sinceMs))).result();

    assertThat(later.missing()).isEqualTo(HistoryGap.NOT_KEPT);
  }

  @Test
  void hasNothingToTell_whenNothingTradedSince() {
    watch(SPOT);
    cover(SPOT);
    live(7);
    timers.advance(3 * MINUTE_MS);

    HistoryReply reply = history.answer(since(7, 3 * MINUTE_MS)).result();

    assertThat(reply.isComplete()).isTrue();
    assertThat(reply.ticks()).isEmpty();
    assertThat(reply.live()).isNotNull();
    assertThat(venue.asked()).isEmpty();
  }

  @Test
  void asksTheVenueOnce_whenSeveralAsk() {
    watch(SPOT);
    cover(SPOT);
    Future<HistoryReply> one = history.answer(since(3, 5_000));
    Future<HistoryReply> other = history.answer(since(4, 5_000));
    assertThat(venue.asked()).containsExactly(TRADES);

    venue.answer(TRADES, trades(1, 6));

    assertThat(sequences(one.result())).containsExactly(4L, 5L, 6L);
    assertThat(sequences(other.result())).containsExactly(5L, 6L);
    assertThat(one.result().live()).isNotNull();
    assertThat(answers("trades")).isEqualTo(2);
  }

  @Test
  void putsLiveTradesBehindThoseOfTheVenue() {
    watch(SPOT);
    cover(SPOT);
    Future<HistoryReply> reply = history.answer(since(3, 5_000));
    live(20);
    live(21);
    venue.answer(TRADES, trades(1, 20));

    assertThat(sequences(reply.result())).endsWith(19L, 20L, 21L).doesNotHaveDuplicates();
    assertThat(reply.result().live()).isNotNull();
  }

  @Test
  void doesNotGoOnLive_whenATradeIsMissingBetween() {
    watch(SPOT);
    cover(SPOT);
    Future<HistoryReply> reply = history.answer(since(3, 5_000));
    live(22);
    venue.answer(TRADES, trades(1, 20));

    assertThat(reply.result().isComplete()).isTrue();
    assertThat(reply.result().endSequence()).isEqualTo(20);
    assertThat(reply.result().live()).as("21 is missing").isNull();
  }

  @Test
  void noticesTheMissingTradeAfterTheHistory_thatNobodySaw() {
    watch(SPOT);
    cover(SPOT);
    Future<HistoryReply> reply = history.answer(since(3, 5_000));
    venue.answer(TRADES, trades(1, 20));
    assertThat(reply.result().live()).isNotNull();
    venue.asked();

    live(22);
    timers.advance(200);

    assertThat(venue.asked()).containsExactly("trades " + SPOT + " REPAIR");
  }

  @Test
  void refusesAnOldAnswerOfTheVenue() {
    watch(SPOT);
    cover(SPOT);
    live(50);
    Future<HistoryReply> reply = history.answer(since(3, 5_000));
    venue.answer(TRADES, trades(1, 49));
    Future<HistoryReply> ofOtherFeed = history.answer(since(60, 5_000));

    assertThat(reply.result().missing()).isEqualTo(HistoryGap.VENUE);
    assertThat(reply.result().reason()).contains("older");
    // 60 is newer than all this feed knows: it has seen nothing since.
    assertThat(ofOtherFeed.result().ticks()).isEmpty();
  }

  @Test
  void goesByTime_whenTheExchangeHasNumberedAnew() {
    Future<HistoryReply> reply = history.answer(since(900, 15));
    venue.answer(TRADES, trades(1, 3));

    assertThat(sequences(reply.result())).containsExactly(3L);
  }

  @Test
  void tellsCandlesAndThenTrades_whenTheTradesDoNotReachBack() {
    Future<HistoryReply> reply = history.answer(since(3, 2 * MINUTE_MS));
    venue.answer(TRADES, trades(50, 60));
    List<Candle> candles =
        List.of(candle(minuteMs(2 * MINUTE_MS)), candle(minuteMs(MINUTE_MS)), candle(minuteMs(0)));
    venue.answer("candles " + SPOT + " " + 3 * MINUTE_MS + " HISTORY", candles);

    HistoryReply told = reply.result();
    assertThat(told.source()).isEqualTo(HistorySource.CANDLES);
    assertThat(told.ticks().subList(0, 3)).extracting(Tick::kind).containsOnly(TickKind.CANDLE);
    assertThat(sequences(told).subList(3, 14))
        .isEqualTo(LongStream.rangeClosed(50, 60).boxed().toList());
    assertThat(told.isComplete()).isTrue();
    assertThat(told.live()).as("not watched").isNull();
  }

  @Test
  void doesNotBelieveCandles_withoutTheMinuteInWhichTheTradesBegin() {
    Future<HistoryReply> reply = history.answer(since(3, 2 * MINUTE_MS));
    venue.answer(TRADES, trades(50, 60));
    venue.answer(
        "candles " + SPOT + " " + 3 * MINUTE_MS + " HISTORY",
        List.of(candle(minuteMs(2 * MINUTE_MS))));

    assertThat(reply.result().missing()).isEqualTo(HistoryGap.VENUE);
    assertThat(reply.result().reason()).contains("no candle");
  }

  @Test
  void tellsTheLastSevenDays_whenItIsLongerAgo() {
    Future<HistoryReply> reply =
        history.answer(since(3, TradeHistory.OLDEST_NS / NS_PER_MS + 50 * MINUTE_MS));
    venue.answer(TRADES, List.of());
    String piece = "candles " + SPOT + " " + 480 * MINUTE_MS + " HISTORY";
    for (int i = 0; i < 21; i++) {
      venue.answer(piece, List.of());
    }
    venue.answer("candles " + SPOT + " " + MINUTE_MS + " HISTORY", List.of(candle(minuteMs(0))));

    assertThat(reply.result().missing()).isEqualTo(HistoryGap.TOO_OLD);
    assertThat(reply.result().ticks()).hasSize(1);
  }

  @Test
  void endsWhereItIsTold() {
    List<Tick> told = trades(1, 6);
    HistoryQuery query =
        new HistoryQuery(
            SPOT, TickKind.TRADE, 2, told.get(1).exchangeTimeNs(), told.get(3).exchangeTimeNs());
    Future<HistoryReply> reply = history.answer(query);
    venue.answer(TRADES, told);

    assertThat(sequences(reply.result())).containsExactly(3L, 4L);
    assertThat(reply.result().live()).isNull();
  }

  @Test
  void waitsForTheSubscription_beforeItAsks() {
    watch(SPOT);
    Future<HistoryReply> reply = history.answer(since(3, 5_000));
    timers.advance(500);
    assertThat(venue.asked()).isEmpty();

    cover(SPOT);
    timers.advance(100);
    venue.answer(TRADES, trades(1, 6));

    assertThat(reply.result().live()).isNotNull();
  }

  @Test
  void saysThatItIsNotLive_whenTheSubscriptionTakesTooLong() {
    watch(SPOT);
    live(7); // data alone, without acknowledgement
    Future<HistoryReply> reply = history.answer(since(3, 5_000));
    timers.advance(FeedHistory.WAIT_FOR_LIVE_MS + 100);

    assertThat(reply.result().missing()).isEqualTo(HistoryGap.NOT_YET_LIVE);
    assertThat(venue.asked()).isEmpty();
    assertThat(answers("none")).isEqualTo(1);
  }

  @Test
  void saysWhyItCannotTell() {
    Future<HistoryReply> failed = history.answer(since(3, 5_000));
    venue.fail(TRADES);
    Future<HistoryReply> unanswered = history.answer(since(3, 5_000));
    timers.advance(FeedHistory.MOST_MS);
    HistoryQuery unknown = new HistoryQuery("NO-SUCH", TickKind.TRADE, 1, 1, 0);

    assertThat(failed.result().missing()).isEqualTo(HistoryGap.VENUE);
    assertThat(failed.result().reason()).isEqualTo("no answer");
    assertThat(unanswered.result().reason()).contains("in time");
    assertThat(history.answer(unknown).result().missing()).isEqualTo(HistoryGap.UNKNOWN_SYMBOL);
  }

  @Test
  void cutsPages_thatWouldBeTooLong() {
    List<Tick> many =
        LongStream.rangeClosed(1, HistoryReply.MOST_TICKS + 5)
            .mapToObj(sequence -> trade(sequence, sequence))
            .toList();
    HistoryReply first =
        new Findings(HistorySource.RING, many, new LiveFrom(5, 1, 2)).page(since(0, 1));

    assertThat(first.ticks()).hasSize(HistoryReply.MOST_TICKS);
    assertThat(first.more()).isTrue();
    assertThat(first.live()).as("not before the rest").isNull();
    assertThat(first.endSequence()).isEqualTo(HistoryReply.MOST_TICKS);
  }

  private Tick mark(long timeMs, long price) {
    return Tick.mark(
        CONTRACT, timeMs, timeMs * NS_PER_MS, timeMs * NS_PER_MS, 0, price, 0, Tick.ABSENT);
  }

  private HistoryQuery marksSince(long timeMs) {
    return new HistoryQuery(CONTRACT, TickKind.MARK, 0, timeMs * NS_PER_MS, HistoryQuery.NOW);
  }

  /** At 600, and a second later at 650: a time between the two. */
  private long markedTwice() {
    watch(CONTRACT);
    cover(CONTRACT);
    recovery.onTick(Market.FUTURES, mark(nowMs(), 600));
    long betweenMs = nowMs() + 1;
    timers.advance(1_000);
    recovery.onTick(Market.FUTURES, mark(nowMs(), 650));
    return betweenMs;
  }

  private static List<Long> prices(HistoryReply reply) {
    return reply.ticks().stream().map(Tick::price).toList();
  }

  @Test
  void tellsHowHighAndLowMarksWere_lowFirst() {
    watch(CONTRACT);
    cover(CONTRACT);
    long beganMs = nowMs();
    recovery.onTick(Market.FUTURES, mark(beganMs, 600));
    timers.advance(20_000);
    recovery.onTick(Market.FUTURES, mark(nowMs(), 650));
    recovery.onTick(Market.FUTURES, mark(nowMs() + 1, 610));
    timers.advance(20_000);

    HistoryReply reply = history.answer(marksSince(beganMs + 1_000)).result();

    assertThat(prices(reply)).containsExactly(610L, 650L);
    assertThat(reply.isComplete()).isTrue();
    assertThat(reply.source()).isEqualTo(HistorySource.EXTREMES);
    assertThat(reply.live()).isNotNull();
  }

  @Test
  void tellsEveryMark_whileItIsKept() {
    long sinceMs = markedTwice();
    recovery.onTick(Market.FUTURES, mark(nowMs() + 1, 620));

    HistoryReply reply = history.answer(marksSince(sinceMs)).result();

    assertThat(prices(reply)).containsExactly(650L, 620L);
    assertThat(reply.source()).isEqualTo(HistorySource.RING);
  }

  @Test
  void believesAnotherFeed_whenItDidNotWatchItself() {
    watch(CONTRACT);
    cover(CONTRACT);
    others = Optional.of(new MarkExtremes(mark(1, 590), mark(2, 700)));

    HistoryReply reply = history.answer(marksSince(nowMs() - 5_000)).result();

    assertThat(prices(reply)).containsExactly(590L, 700L);
    assertThat(reply.live()).isNotNull();
  }

  @Test
  void tellsWhatItSaw_whenNobodySawAllMarks() {
    watch(CONTRACT);
    cover(CONTRACT);
    recovery.onTick(Market.FUTURES, mark(nowMs(), 600));

    HistoryReply reply = history.answer(marksSince(nowMs() - 5_000)).result();

    assertThat(reply.missing()).isEqualTo(HistoryGap.UNSEEN);
    assertThat(prices(reply)).containsExactly(600L);
    assertThat(reply.live()).isNotNull();
  }

  @Test
  void knowsNoMarksOfTheSpotMarket() {
    HistoryQuery query = new HistoryQuery(SPOT, TickKind.MARK, 0, 1, 0);

    assertThat(history.answer(query).result().missing()).isEqualTo(HistoryGap.UNSEEN);
  }
}
