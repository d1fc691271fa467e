package io.tickwire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.feed.venue.RejectReason;
import io.tickwire.feed.venue.VenueFrame;
import org.junit.jupiter.api.Test;

final class RejectionLogTest {
  private final RejectionLog log = new RejectionLog();

  private boolean note(String symbol, long nowMs) {
    return log.note(
        "spot-1", new VenueFrame.Rejected(RejectReason.BAD_PRICE, symbol, "detail"), nowMs);
  }

  @Test
  void writesOnceAMinute_perSymbol() {
    assertThat(note("BTC-USDT", 0)).isTrue();
    assertThat(note("BTC-USDT", 59_999)).isFalse();
    assertThat(note("ETH-USDT", 59_999)).isTrue();
    assertThat(note("BTC-USDT", 60_000)).isTrue();
    assertThat(note("ETH-USDT", 60_001)).isFalse();
  }
}
