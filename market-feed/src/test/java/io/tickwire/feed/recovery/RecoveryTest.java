package io.tickwire.feed.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.config.Settings;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.CallsOnPaper;
import io.tickwire.feed.ManualTimers;
import io.tickwire.feed.venue.Topic;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The shell: what reaches the exchange, in which order, and what is counted. */
class RecoveryTest implements Recovery.Sink {
  private static final String CONTRACT = "XBTUSDTM";

  private final ManualTimers timers = new ManualTimers();
  private final CallsOnPaper exchange = new CallsOnPaper();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final List<String> out = new ArrayList<>();
  private final List<String> completeness = new ArrayList<>();
  private Optional<MarkExtremes> extremes = Optional.empty();
  private final Recovery recovery =
      new Recovery(
          exchange,
          exchange,
          timers,
          RecoveryConfig.from(Settings.of(Map.of("feed.recovery.max-fetches", "2"))),
          (symbol, sinceMs) -> Future.succeededFuture(extremes),
          this,
          metrics);

  @Override
  public void live(Market market, Tick tick) {
    out.add("live " + tick.symbol() + " " + tick.sequence());
  }

  @Override
  public void recovered(Market market, Tick tick) {
    out.add("recovered " + tick.symbol() + " " + tick.sequence());
  }

  @Override
  public void incomplete(String symbol, TickKind kind) {
    completeness.add("incomplete " + symbol + " " + kind);
  }

  @Override
  public void settled(String symbol, TickKind kind, boolean found) {
    completeness.add((found ? "found " : "lost ") + symbol + " " + kind);
  }

  private static Tick trade(String symbol, long sequence) {
    return Tick.trade(symbol, sequence, sequence, sequence, 0, 1, 0, 1);
  }

  private static Tick mark(long sequence) {
    return Tick.mark(CONTRACT, sequence, sequence, sequence, 0, 1, 0, 1);
  }

  private static List<Topic> topics(TickKind kind, String... symbols) {
    return List.of(symbols).stream().map(symbol -> new Topic("/any", symbol, kind)).toList();
  }

  private void running(String... symbols) {
    for (String symbol : symbols) {
      recovery.watch(Market.SPOT, symbol, null);
    }
    recovery.onCovered(topics(TickKind.TRADE, symbols));
    for (String symbol : symbols) {
      recovery.onTick(Market.SPOT, trade(symbol, 7));
    }
    out.clear();
  }

  private double gaps(String outcome) {
    return metrics.get("feed.gaps").tags("market", "spot", "outcome", outcome).counter().count();
  }

  @Test
  void repairsArmedSymbolsFirst_aFewAtATime() {
    running("A", "B", "C");
    recovery.prioritize(Set.of("C"));
    recovery.onInterrupted(topics(TickKind.TRADE, "A", "B", "C"));
    assertThat(recovery.openGaps()).isEqualTo(3);

    recovery.onCovered(topics(TickKind.TRADE, "A", "B", "C"));

    assertThat(exchange.asked()).containsExactly("trades C REPAIR_ARMED", "trades A REPAIR");
    assertThat(recovery.stats()).isEqualTo(new RecoveryStats(3, 3, 1, 2));
    exchange.answer("trades A REPAIR", List.of(trade("A", 7), trade("A", 8)));
    assertThat(exchange.asked()).containsExactly("trades B REPAIR");
    assertThat(out).containsExactly("recovered A 8");
    assertThat(recovery.openGaps()).isEqualTo(2);
    assertThat(gaps("trades")).isEqualTo(1);
    assertThat(metrics.get("feed.ticks.recovered").tag("market", "spot").counter().count())
        .isEqualTo(1);
    assertThat(metrics.get("feed.gaps.open").gauge().value()).isEqualTo(2);
  }

  @Test
  void looksAtJumps_byItself() {
    running("A");
    recovery.onTick(Market.SPOT, trade("A", 9));
    assertThat(exchange.asked()).isEmpty();

    timers.advance(100);
    assertThat(exchange.asked()).containsExactly("trades A REPAIR");
    exchange.fail("trades A REPAIR");
    timers.advance(600);
    exchange.answer("trades A REPAIR", List.of(trade("A", 7), trade("A", 8), trade("A", 9)));

    assertThat(out).containsExactly("recovered A 8", "live A 9");
  }

  @Test
  void dropsTheAnswer_whenInterruptedMeanwhile() {
    running("A");
    recovery.onInterrupted(topics(TickKind.TRADE, "A"));
    recovery.onCovered(topics(TickKind.TRADE, "A"));
    recovery.onInterrupted(topics(TickKind.TRADE, "A"));

    exchange.answer("trades A REPAIR", List.of(trade("A", 7), trade("A", 8)));

    assertThat(out).isEmpty();
    assertThat(recovery.openGaps()).isEqualTo(1);
  }

  @Test
  void forgetsGap_withItsSymbol() {
    running("A");
    recovery.onInterrupted(topics(TickKind.TRADE, "A"));
    recovery.onCovered(topics(TickKind.TRADE, "A"));

    recovery.forget("A");
    exchange.answer("trades A REPAIR", List.of(trade("A", 7), trade("A", 8)));

    assertThat(out).isEmpty();
    assertThat(recovery.openGaps()).isZero();
    assertThat(recovery.onTick(Market.SPOT, trade("A", 9))).isFalse();
  }

  @Test
  void goesOn_whereAFeedThatIsGoneEnded() {
    recovery.watch(Market.SPOT, "A", new LastKnown(7, 7));
    recovery.onCovered(topics(TickKind.TRADE, "A"));
    exchange.answer("trades A REPAIR", List.of(trade("A", 6), trade("A", 9)));

    assertThat(out).containsExactly("recovered A 9");
    assertThat(recovery.progress()).isEqualTo(Map.of("A", new LastKnown(9, 9)));
  }

  @Test
  void letsQuotesPass() {
    Tick quote = Tick.quote("A", 5, 5, 5, 0, 1, 1, 2, 0, 1, 1);

    assertThat(recovery.onTick(Market.SPOT, quote)).isTrue();
    assertThat(recovery.onTick(Market.SPOT, quote)).isTrue();
    assertThat(out).hasSize(2);
  }

  @Test
  void tellsRepetitions() {
    running("A");

    assertThat(recovery.onTick(Market.SPOT, trade("A", 7))).isFalse();
    assertThat(recovery.onTick(Market.SPOT, trade("A", 8))).isTrue();
  }

  @Test
  void asksOtherFeedsForMarks_afterAnInterruption() {
    recovery.watch(Market.FUTURES, CONTRACT, null);
    recovery.onCovered(topics(TickKind.MARK, CONTRACT));
    recovery.onTick(Market.FUTURES, mark(1));
    recovery.onInterrupted(topics(TickKind.MARK, CONTRACT));
    extremes = Optional.of(new MarkExtremes(mark(3), mark(2)));

    recovery.onCovered(topics(TickKind.MARK, CONTRACT));
    recovery.onTick(Market.FUTURES, mark(4));

    assertThat(out)
        .containsExactly(
            "live XBTUSDTM 1", "recovered XBTUSDTM 3", "recovered XBTUSDTM 2", "live XBTUSDTM 4");
    assertThat(completeness).last().isEqualTo("found XBTUSDTM MARK");
  }

  @Test
  void countsMarksAsLost_whenNobodyHasThem() {
    recovery.watch(Market.FUTURES, CONTRACT, null);
    recovery.onCovered(topics(TickKind.MARK, CONTRACT));
    recovery.onTick(Market.FUTURES, mark(1));
    recovery.onInterrupted(topics(TickKind.MARK, CONTRACT));
    recovery.onCovered(topics(TickKind.MARK, CONTRACT));

    assertThat(
            metrics.get("feed.gaps").tags("market", "futures", "outcome", "lost").counter().count())
        .isEqualTo(1);
    assertThat(completeness)
        .startsWith("incomplete XBTUSDTM MARK")
        .last()
        .isEqualTo("lost XBTUSDTM MARK");
  }

  @Test
  void saysThatTradesAreIncomplete_untilTheGapIsClosed() {
    running("A");
    recovery.onInterrupted(topics(TickKind.TRADE, "A"));
    assertThat(completeness).containsExactly("incomplete A TRADE");

    recovery.onCovered(topics(TickKind.TRADE, "A"));
    exchange.answer("trades A REPAIR", List.of(trade("A", 7), trade("A", 8)));

    assertThat(completeness).containsExactly("incomplete A TRADE", "found A TRADE");
  }

  @Test
  void leavesNoTimer_whenStopped() {
    recovery.stop();

    assertThat(timers.waiting()).isZero();
  }
}
