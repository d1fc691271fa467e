package io.tickwire.feed.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.Settings;
import io.tickwire.common.wire.FeedProgress;
import io.tickwire.common.wire.Tick;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecoveryPartsTest {
  @Test
  void queueGivesArmedFirst_thenByArrival() {
    RepairQueue queue = new RepairQueue();
    queue.add("a");
    queue.add("b");
    queue.add("c");
    queue.add("a");
    queue.prioritize(Set.of("b", "x"));
    queue.remove("c");

    assertThat(queue.size()).isEqualTo(2);
    assertThat(queue.poll()).isEqualTo("b");
    assertThat(queue.poll()).isEqualTo("a");
    assertThat(queue.poll()).isNull();
  }

  @Test
  void windowRemembersWhatFits_andKnowsWhatItForgot() {
    SeenWindow window = new SeenWindow();
    for (long sequence = 1; sequence <= 300; sequence++) {
      window.add(sequence);
    }

    assertThat(window.contains(45)).isTrue();
    assertThat(window.contains(44)).isFalse();
    assertThat(window.forgottenUpTo()).isEqualTo(44);
    window.widen();
    for (long sequence = 301; sequence <= 4_000; sequence++) {
      window.add(sequence);
    }
    assertThat(window.contains(45)).isTrue();
    window.narrow();
    assertThat(window.contains(3_745)).isTrue();
    assertThat(window.contains(3_744)).isFalse();
    assertThat(window.forgottenUpTo()).isEqualTo(3_744);
  }

  @Test
  void numberingIsSparse_whenMostOfAHistoryJumps() {
    Numbering numbering = new Numbering();
    TreeSet<Long> history = new TreeSet<>();
    for (long sequence = 0; sequence < 100; sequence += 5) {
      history.add(sequence);
    }

    numbering.onHistory(history);

    assertThat(numbering.isSparse()).isTrue();
  }

  @Test
  void numberingStaysContiguous_whenAHistoryJumpsOnce() {
    Numbering numbering = new Numbering();

    numbering.onHistory(new TreeSet<>(Set.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 99L)));

    assertThat(numbering.isSparse()).isFalse();
  }

  @Test
  void numberingIsContiguousAgain_afterALongRun() {
    Numbering numbering = new Numbering();
    numbering.onFalseAlarm();
    numbering.onFalseAlarm();
    numbering.onFalseAlarm();
    assertThat(numbering.isSparse()).isTrue();

    for (long sequence = 0; sequence < 1_000; sequence++) {
      numbering.onStep(sequence, sequence + 1);
    }

    assertThat(numbering.isSparse()).isFalse();
  }

  @Test
  void bookFindsTheHole_ofAFeedThatIsGone() {
    ProgressBook book = new ProgressBook();
    book.put(new FeedProgress("feed-a", Map.of("BTC-USDT", List.of(7L, 70L))), 0);
    book.put(new FeedProgress("feed-b", Map.of("BTC-USDT", List.of(9L, 90L))), 0);

    assertThat(book.find("BTC-USDT", node -> false, 59_999)).isEqualTo(new LastKnown(9, 90));
    assertThat(book.find("ETH-USDT", node -> false, 0)).isNull();
    assertThat(book.find("BTC-USDT", node -> false, 60_000)).isNull();
  }

  @Test
  void bookFindsNothing_whileALiveFeedWatches() {
    ProgressBook book = new ProgressBook();
    book.put(new FeedProgress("feed-a", Map.of("BTC-USDT", List.of(7L, 70L))), 0);

    assertThat(book.find("BTC-USDT", "feed-a"::equals, 0)).isNull();
    book.put(new FeedProgress("feed-a", Map.of()), 1_000);
    assertThat(book.find("BTC-USDT", "feed-a"::equals, 1_000)).isEqualTo(new LastKnown(7, 70));
  }

  @Test
  void progressSurvivesItsMessage() {
    ProgressBook book = new ProgressBook();
    LastKnown none = new LastKnown(LastKnown.NO_TRADE, 5);

    book.put(ProgressBook.message("feed-a", Map.of("BTC-USDT", none)), 0);

    assertThat(book.find("BTC-USDT", node -> false, 0)).isEqualTo(none);
  }

  @Test
  void refusesProgress_thatIsNone() {
    assertThatThrownBy(() -> new LastKnown(-2, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("sequence=-2");
  }

  private static Tick mark(long timeMs, long price) {
    return Tick.mark(
        "XBTUSDTM", timeMs, timeMs * 1_000_000, timeMs * 1_000_000, 1, price, 1, price);
  }

  @Test
  void marksWaitForTheExtremes_lowFirst() {
    List<String> out = new ArrayList<>();
    MarkLine line =
        new MarkLine(
            3_000, tick -> out.add("live " + tick.price()), tick -> out.add("was " + tick.price()));
    assertThat(line.onCovered(0)).isFalse();
    line.onMark(mark(1_000, 50));
    line.onInterrupted();

    assertThat(line.onCovered(5_000)).isTrue();
    assertThat(line.missingSinceNs()).isEqualTo(1_000_000_000);
    line.onMark(mark(6_000, 52));
    line.onAnswer(new MarkExtremes(mark(3_000, 40), mark(2_000, 60)));

    assertThat(out).containsExactly("live 50", "was 40", "was 60", "live 52");
  }

  @Test
  void marksAreLostOnce_whenNobodyKnows() {
    List<Long> out = new ArrayList<>();
    MarkLine line = new MarkLine(3_000, tick -> out.add(tick.price()), tick -> {});
    line.onCovered(0);
    line.onMark(mark(1_000, 50));
    line.onInterrupted();
    line.onCovered(5_000);
    line.onMark(mark(6_000, 52));

    assertThat(line.isOverdue(7_999)).isFalse();
    assertThat(line.isOverdue(8_000)).isTrue();
    assertThat(line.onNothing()).isTrue();
    assertThat(line.onNothing()).isFalse();
    assertThat(out).containsExactly(50L, 52L);
  }

  @Test
  void refusesExtremes_thatAreNoMarks() {
    assertThatThrownBy(() -> new MarkExtremes(Tape.trade(1, 1), Tape.trade(1, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest(name = "{0}={1}")
  @CsvSource({
    "feed.recovery.reorder-window, 0ms",
    "feed.recovery.max-held, 0",
    "feed.recovery.max-hold, 50ms",
    "feed.recovery.retry-first, 60s",
    "feed.recovery.give-up, 1s",
    "feed.recovery.max-fetches, none",
    "feed.progress.interval, 31s"
  })
  void refusesSetting_byName(String key, String value) {
    Map<String, String> settings = new HashMap<>(Map.of(key, value));

    assertThatThrownBy(() -> RecoveryConfig.from(Settings.of(settings)))
        .hasMessageContaining(key.substring(key.lastIndexOf('.') + 1));
  }
}
