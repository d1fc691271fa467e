package io.tickwire.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.simulator.market.InstrumentCatalog;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Listing;
import io.tickwire.simulator.market.TradingFloor;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

final class ReplayTest {

  private static final int MS = 1_000_000;
  private static final TradingFloor FLOOR = new TradingFloor(InstrumentCatalog.of(1, 1), 1);

  private static final List<RecordedLine> LINES =
      List.of(
          marks(0),
          print(1, 0),
          print(2, 10 * MS),
          marks(10 * MS),
          print(3, 10 * MS),
          print(4, 25 * MS));

  @Test
  void linesKeepTheirSpacing_whenNoPaceIsGiven() {
    Replay replay = new Replay(Recording.of("a", LINES, true), Replay.RECORDED_PACE);
    assertThat(playUntil(replay, 10 * MS - 1)).isEqualTo(LINES.subList(0, 2));
    assertThat(playUntil(replay, 10 * MS)).isEqualTo(LINES.subList(2, 5));
    assertThat(replay.isOver()).isFalse();
    assertThat(playUntil(replay, 40 * MS)).isEqualTo(LINES.subList(5, 6));
    assertThat(replay.isOver()).isTrue();
    assertThat(playUntil(replay, 90 * MS)).isEmpty();
  }

  @Test
  void tradesLeaveEvenlyAndMarksWithTheOneBefore_whenAPaceIsGiven() {
    Replay replay = new Replay(Recording.of("a", LINES, true), 1_000);
    assertThat(playUntil(replay, 0)).isEqualTo(LINES.subList(0, 2));
    assertThat(playUntil(replay, MS)).isEqualTo(LINES.subList(2, 4));
    assertThat(playUntil(replay, 2 * MS)).isEqualTo(LINES.subList(4, 5));
    assertThat(replay.played()).isEqualTo(5);
    assertThat(playUntil(replay, 3 * MS)).isEqualTo(LINES.subList(5, 6));
  }

  @Test
  void contractsWithMarksAreKnown_whenRecorded() {
    assertThat(Recording.of("a", LINES, true).marked()).containsExactly("XBTUSDTM");
    assertThat(Recording.of("a", LINES.subList(1, 2), true).marked()).isEmpty();
  }

  private static List<RecordedLine> playUntil(Replay replay, long elapsedNs) {
    List<RecordedLine> played = new ArrayList<>();
    RecordedLine line = replay.next(elapsedNs);
    while (line != null) {
      played.add(line);
      line = replay.next(elapsedNs);
    }
    return played;
  }

  private static RecordedLine print(long ticks, long offsetNs) {
    return new RecordedLine.Print(listing("BTC-USDT"), ticks, 1, offsetNs);
  }

  private static RecordedLine marks(long offsetNs) {
    return new RecordedLine.MarksSet(listing("XBTUSDTM"), BigDecimal.ONE, null, offsetNs);
  }

  private static Listing listing(String symbol) {
    InstrumentState state = FLOOR.find(symbol);
    return Objects.requireNonNull(state).listing();
  }
}
