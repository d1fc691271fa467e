package io.tickwire.feed.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever an exchange does to us, once it is quiet nothing is missing and nothing came twice. */
class LinePropertyTest {
  static LongStream seeds() {
    return LongStream.range(0, 250);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void nothingIsMissingOrTwice_whateverHappens(long seed) {
    LineSimulation simulation = new LineSimulation(seed);

    simulation.run();

    assertThat(simulation.line.state()).isEqualTo(LineState.COVERED);
    assertThat(simulation.line.held()).isZero();
    assertThat(live(simulation)).isSorted().doesNotHaveDuplicates();
    Map<Long, Integer> times = new HashMap<>();
    for (Tick tick : simulation.published) {
      if (tick.kind() == TickKind.TRADE) {
        times.merge(tick.sequence(), 1, Integer::sum);
      }
    }
    assertThat(times.values()).allMatch(count -> count == 1);
    assertThat(simulation.lost).isZero();
    assertThat(simulation.owed())
        .filteredOn(trade -> !times.containsKey(trade.sequence()) && !simulation.inCandle(trade))
        .isEmpty();
  }

  private static List<Long> live(LineSimulation simulation) {
    return simulation.published.stream()
        .filter(tick -> !tick.recovered())
        .map(Tick::sequence)
        .toList();
  }
}
