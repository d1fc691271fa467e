package io.tickwire.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.vertx.core.buffer.Buffer;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryReplyCodecTest {
  private static final Tick CANDLE = Tick.candle("X", 60_000, 60_000, 5, 1, 10, 12, 9, 11);
  private static final Tick TRADE = Tick.trade("X", 7, 61_000, 5, 1, 11, 0, 1).asRecovered();
  private static final HistoryQuery QUERY = new HistoryQuery("X", TickKind.TRADE, 3, 1_000, 0);

  private static HistoryReply reply(List<Tick> ticks, @Nullable LiveFrom live) {
    return new HistoryReply(
        ticks, HistorySource.CANDLES, HistoryGap.NOTHING, "", false, 7, 61_000, live);
  }

  private static void assertRoundTrip(HistoryReply reply) {
    Buffer wire = Buffer.buffer("xyz");
    HistoryReplyCodec codec = new HistoryReplyCodec();
    codec.encodeToWire(wire, reply);
    assertThat(codec.decodeFromWire(3, wire)).isEqualTo(reply);
  }

  @Test
  void survivesItsCodec_whateverItHolds() {
    assertRoundTrip(reply(List.of(CANDLE, TRADE), new LiveFrom(1L << 60, 7, 42)));
    assertRoundTrip(reply(List.of(), null));
    assertRoundTrip(HistoryReply.nothing(QUERY, HistoryGap.VENUE, "no answer"));
  }

  @Test
  void staysBelowAMebibyte_whenItIsFull() {
    Buffer wire = Buffer.buffer();
    new HistoryReplyCodec()
        .encodeToWire(wire, reply(Collections.nCopies(HistoryReply.MOST_TICKS, CANDLE), null));
    assertThat(wire.length()).isLessThan(1 << 20);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> reply(Collections.nCopies(HistoryReply.MOST_TICKS + 1, CANDLE), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ticks=12001");
    assertThatThrownBy(() -> new HistoryQuery("X", TickKind.QUOTE, 0, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("kind=QUOTE");
    assertThatThrownBy(() -> new HistoryQuery("X", TickKind.TRADE, 0, 0, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sinceNs=0");
    assertThatThrownBy(() -> new HistoryQuery("X", TickKind.TRADE, 0, 5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("untilNs=4");
  }

  @Test
  void asksOn_fromTheEndOfAnAnswer() {
    assertThat(QUERY.after(reply(List.of(TRADE), null)))
        .isEqualTo(new HistoryQuery("X", TickKind.TRADE, 7, 61_000, 0));
  }
}
