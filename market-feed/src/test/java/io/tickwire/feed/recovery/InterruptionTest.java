package io.tickwire.feed.recovery;

import static io.tickwire.feed.recovery.LineScript.START_MS;
import static io.tickwire.feed.recovery.LineScript.trade;
import static io.tickwire.feed.recovery.LineScript.trades;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.feed.venue.Candle;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a line does about a time without subscription. */
class InterruptionTest {
  private static final long NS_PER_MS = 1_000_000;
  private final LineScript script = new LineScript();

  private static Candle candle(long startMs) {
    return new Candle(START_MS + startMs, 60_000, 1, 5, 9, 1, 6);
  }

  private void candles(Candle... candles) {
    script.line.onCandles(List.of(candles), script.nowMs, (START_MS + script.nowMs) * NS_PER_MS);
  }

  @Test
  void asksNothing_whenWatchedForTheFirstTime() {
    script.covered().live(7, 8);

    assertThat(script.heard()).containsExactly("live 7", "live 8");
  }

  @Test
  void findsWhatWasMissed_whenTheConnectionWasLostBeforeItWasAcknowledged() {
    script.live(7, 8);
    assertThat(script.line.standing()).as("nobody vouches for it").isNull();
    script.live(12).covered();
    assertThat(script.line.standing()).isNull();
    script.heard();

    script.after(200).live(13).history(trades(5, 13));

    assertThat(script.heard())
        .containsSubsequence("ask trades", "recovered 9", "recovered 10", "recovered 11")
        .doesNotContain("recovered 7", "recovered 8");
  }

  @Test
  void asksFromTheFirstTrade_whenItIsInterruptedRightAfterTheAcknowledgement() {
    script.live(7, 8).covered().interrupted().covered().heard();

    assertThat(script.line.standing())
        .isEqualTo(new TradeStanding(new LastKnown(7, (START_MS + 7) * NS_PER_MS), 8, true));
    script.history(trades(5, 10));

    assertThat(script.heard()).containsExactly("recovered 9", "recovered 10", "closed TRADES 2");
  }

  @Test
  void asksAtOnce_whenCoveredAgain() {
    script.running(7).interrupted().covered();

    assertThat(script.heard()).containsExactly("open INTERRUPTION", "ask trades");
  }

  @Test
  void publishesMissingBeforeLive_whenHistoryReaches() {
    script.running(7).interrupted().covered().heard();

    script.live(10, 11).history(trades(5, 10));

    assertThat(script.heard())
        .containsExactly("recovered 8", "recovered 9", "live 10", "closed TRADES 2", "live 11");
  }

  @Test
  void takesHistory_thatBeginsRightAfterTheLastKnown() {
    script.running(7).interrupted().covered().heard();

    script.history(trades(8, 9));

    assertThat(script.heard()).containsExactly("recovered 8", "recovered 9", "closed TRADES 2");
  }

  @Test
  void closesWithNothing_whenNothingWasTraded() {
    script.running(7).interrupted().covered().heard();

    script.history(trades(1, 7));

    assertThat(script.heard()).containsExactly("closed NONE 0");
  }

  @Test
  void closesWithoutAnswer_whenTheNextTradeIsTheNextNumber() {
    script.running(7).interrupted().covered().heard();

    script.live(8).history(trades(1, 8));

    assertThat(script.heard()).containsExactly("live 8", "cancel", "closed NONE 0");
  }

  @Test
  void asksForCandles_whenHistoryIsTooShort() {
    script.running(7).interrupted();
    script.nowMs = 125_000;
    script.covered().live(130_002).heard();

    script.history(trades(130_000, 130_002));

    assertThat(script.heard()).containsExactly("ask candles 0..180000");
    candles(candle(60_000), candle(0), candle(120_000));
    assertThat(script.heard())
        .containsExactly(
            "candle 0",
            "candle 60000",
            "candle 120000",
            "recovered 130000",
            "recovered 130001",
            "live 130002",
            "closed CANDLES 5");
  }

  @Test
  void asksAgainWithPauses_whileRestFails() {
    script.running(7).interrupted().covered().heard();

    script.fails().after(499);
    assertThat(script.heard()).isEmpty();
    script.after(1);
    assertThat(script.heard()).containsExactly("ask trades");
    script.fails().after(999);
    assertThat(script.heard()).isEmpty();
    script.after(1);
    assertThat(script.heard()).containsExactly("ask trades");
  }

  @Test
  void doesNotBelieveHistory_olderThanWhatArrivedBeforeItWasAsked() {
    script.running(7).interrupted().live(12).covered().heard();

    script.history(trades(5, 9));
    assertThat(script.heard()).isEmpty();
    script.after(500).history(trades(5, 12));

    assertThat(script.heard())
        .containsExactly(
            "ask trades",
            "recovered 8",
            "recovered 9",
            "recovered 10",
            "recovered 11",
            "live 12",
            "closed TRADES 4");
  }

  @Test
  void losesTheGap_whenHistoryIsTooShortAndCandlesCannotBeHad() {
    script.running(7).interrupted().covered().history(trades(50, 52));
    Duration giveUp = RecoveryConfig.defaults().giveUp();
    script.heard();

    script.fails();
    assertThat(script.heard()).isEmpty();
    script.after(giveUp.toMillis()).fails();

    assertThat(script.heard())
        .containsExactly(
            "ask candles 0..60000",
            "recovered 50",
            "recovered 51",
            "recovered 52",
            "closed LOST 3");
  }

  @Test
  void takesNoCandlesForNone_whenATradeOfThatMinuteIsKnown() {
    script.running(7).interrupted().covered().history(trades(50, 52)).heard();

    candles();
    script.after(500);

    assertThat(script.heard()).containsExactly("ask candles 0..60000");
  }

  @Test
  void letsLiveTradesGo_whenTheyHaveWaitedTooLong() {
    script.running(7).interrupted().covered().live(10, 12).heard();

    script.after(3_000).live(13);
    assertThat(script.heard()).containsExactly("live 10", "live 12", "live 13");
    script.history(trades(5, 13));

    assertThat(script.heard())
        .containsExactly("recovered 8", "recovered 9", "recovered 11", "closed TRADES 3");
  }

  @Test
  void letsLiveTradesGo_whenTooManyWait() {
    script.running(7).interrupted().covered().heard();

    script.live(IntStream.range(0, 2_000).mapToLong(n -> 10 + n).toArray());

    assertThat(script.heard()).hasSize(2_000).contains("live 10", "live 2009");
  }

  @Test
  void keepsTheGap_whenInterruptedAgain() {
    script.running(7).interrupted().covered().live(10).heard();

    script.interrupted().history(trades(5, 10)).covered().history(trades(5, 11));

    assertThat(script.heard())
        .containsExactly(
            "cancel",
            "ask trades",
            "recovered 8",
            "recovered 9",
            "live 10",
            "recovered 11",
            "closed TRADES 3");
  }

  @Test
  void recoversByTime_whenTheFirstTradeFellIntoTheInterruption() {
    script.nowMs = 100;
    script.covered().interrupted();
    script.nowMs = 2_000;
    script.covered().heard();

    script.history(List.of(Tape.trade(1, START_MS - 2_000), trade(1_500)));

    assertThat(script.heard()).containsExactly("recovered 1500", "closed TRADES 1");
  }

  @Test
  void goesOnWhereTheDeadFeedEnded() {
    script.line.onProgress(new LastKnown(7, (START_MS + 7) * NS_PER_MS), 0);
    script.covered().history(trades(1, 9)).live(5, 10);

    assertThat(script.heard())
        .containsExactly(
            "open INTERRUPTION",
            "ask trades",
            "recovered 8",
            "recovered 9",
            "closed TRADES 2",
            "live 10");
  }

  @Test
  void tellsWhereTheHoleBegins_whileItIsOpen() {
    script.running(7).interrupted().covered().live(10).after(3_000);

    assertThat(script.line.progress()).isEqualTo(new LastKnown(7, (START_MS + 7) * NS_PER_MS));
  }
}
