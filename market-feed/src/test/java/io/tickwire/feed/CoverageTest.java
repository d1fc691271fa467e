package io.tickwire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.venue.Topic;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {
  private static final Topic BTC = new Topic("/market/match", "BTC-USDT", TickKind.TRADE);
  private static final Topic ETH = new Topic("/market/match", "ETH-USDT", TickKind.TRADE);

  private final Coverage coverage = new Coverage();

  @Test
  void tellsOfTheFirstSocketOnly() {
    assertThat(coverage.covered("one", List.of(BTC))).containsExactly(BTC);
    assertThat(coverage.covered("two", List.of(BTC, ETH))).containsExactly(ETH);
  }

  @Test
  void isInterrupted_whenTheLastSocketStops() {
    coverage.covered("one", List.of(BTC));
    coverage.covered("two", List.of(BTC));

    assertThat(coverage.interrupted("one", List.of(BTC))).isEmpty();
    assertThat(coverage.interrupted("one", List.of(BTC))).isEmpty();
    assertThat(coverage.isCovered(BTC)).isTrue();
    assertThat(coverage.interrupted("two", List.of(BTC))).containsExactly(BTC);
    assertThat(coverage.isCovered(BTC)).isFalse();
  }

  @Test
  void isNotInterrupted_whenItWasNeverCovered() {
    assertThat(coverage.interrupted("one", List.of(ETH))).isEmpty();
  }

  @Test
  void isCoveredAgain_afterAnInterruption() {
    coverage.covered("one", List.of(BTC));
    coverage.interrupted("one", List.of(BTC));

    assertThat(coverage.covered("one", List.of(BTC))).containsExactly(BTC);
    assertThat(coverage.isCoveredBy("one", BTC)).isTrue();
    assertThat(coverage.isCoveredBy("two", BTC)).isFalse();
  }
}
