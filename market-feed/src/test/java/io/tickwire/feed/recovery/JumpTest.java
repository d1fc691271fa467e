package io.tickwire.feed.recovery;

import static io.tickwire.feed.recovery.LineScript.trade;
import static io.tickwire.feed.recovery.LineScript.trades;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What a line does about sequences that are not the next ones. */
class JumpTest {
  private final LineScript script = new LineScript();

  @Test
  void dropsRepetitions() {
    script.running(7, 8).live(8, 7);

    assertThat(script.heard()).isEmpty();
    assertThat(script.line.onTrade(trade(8), 0)).isFalse();
  }

  @Test
  void putsStragglersInOrder_withinTheWindow() {
    script.running(7).live(9, 10).after(99).live(8);

    assertThat(script.heard()).containsExactly("live 8", "live 9", "live 10", "closed REORDERED 0");
  }

  @Test
  void asksForTheHistory_whenNoStragglerComes() {
    script.running(7).live(9).after(100);
    assertThat(script.heard()).containsExactly("open JUMP", "ask trades");

    script.history(trades(1, 9));

    assertThat(script.heard()).containsExactly("recovered 8", "live 9", "closed TRADES 1");
  }

  @Test
  void needsNoAnswer_whenTheStragglerComesAfterAll() {
    script.running(7).live(9).after(100).heard();

    script.live(8);

    assertThat(script.heard()).containsExactly("live 8", "live 9", "cancel", "closed REORDERED 0");
  }

  @Test
  void looksNoMoreAtJumps_afterThreeFalseAlarms() {
    script.running(10);
    for (long sequence = 20; sequence <= 40; sequence += 10) {
      script.live(sequence).after(100).history(List.of(trade(sequence - 10), trade(sequence)));
      assertThat(script.heard())
          .containsExactly("open JUMP", "ask trades", "live " + sequence, "closed NONE 0");
    }

    script.live(50, 60);

    assertThat(script.heard()).containsExactly("live 50", "live 60");
  }

  @Test
  void asksAfterInterruptions_ofSparseSymbolsToo() {
    looksNoMoreAtJumps_afterThreeFalseAlarms();

    script.interrupted().covered().live(90).history(List.of(trade(60), trade(75), trade(90)));

    assertThat(script.heard())
        .containsExactly(
            "open INTERRUPTION", "ask trades", "recovered 75", "live 90", "closed TRADES 1");
  }

  @Test
  void publishesLateTrades_ofSparseSymbols() {
    looksNoMoreAtJumps_afterThreeFalseAlarms();

    script.live(55, 55);

    assertThat(script.heard()).containsExactly("recovered 55");
  }

  @Test
  void opensAnotherGap_whenTradesThatWaitedJumpToo() {
    script.running(7).live(9, 15).after(100).history(trades(1, 10));
    assertThat(script.heard())
        .containsExactly(
            "open JUMP", "ask trades", "recovered 8", "live 9", "recovered 10", "closed TRADES 2");

    script.after(100).history(trades(1, 15));

    assertThat(script.heard())
        .startsWith("open JUMP", "ask trades", "recovered 11")
        .endsWith("live 15", "closed TRADES 4");
  }

  @Test
  void ignoresRows_ofAnotherSymbol() {
    script.running(7).live(9).after(100).heard();

    script.history(
        List.of(
            trade(7),
            io.tickwire.common.wire.Tick.trade("ETH-USDT", 8, 1, 1, 0, 1, 0, 1),
            trade(9)));

    assertThat(script.heard()).containsExactly("live 9", "closed NONE 0");
  }
}
