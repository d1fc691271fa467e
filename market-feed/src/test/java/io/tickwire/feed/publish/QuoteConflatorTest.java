package io.tickwire.feed.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class QuoteConflatorTest {
  private final ManualTimers timers = new ManualTimers();
  private final SeenFrames seen = new SeenFrames();
  private final QuoteConflator conflator =
      new QuoteConflator(
          timers, seen, new Partitions(1), PublishConfig.of(16_384, Duration.ofMillis(1)), 99);

  private static Tick trade(String symbol, long sequence) {
    return Tick.trade(symbol, sequence, 1, 2, 1, 600_000, 0, 1);
  }

  private List<String> take() {
    List<String> ticks =
        seen.quotes.stream()
            .flatMap(frame -> SeenFrames.ticks(frame).stream())
            .map(tick -> tick.symbol() + " " + tick.kind() + " " + tick.sequence())
            .toList();
    seen.quotes.clear();
    return ticks;
  }

  @BeforeEach
  void show() {
    conflator.show(
        Stream.concat(Stream.of("A", "B"), IntStream.range(0, 200).mapToObj(i -> "S" + i))
            .collect(Collectors.toSet()));
  }

  @Test
  void sendsNothing_ofWhatNobodyShows() {
    conflator.show(Set.of("B"));
    conflator.offer(trade("A", 1));
    conflator.offer(trade("B", 1));
    timers.advance(2 * QuoteConflator.REFRESH_MS);
    assertThat(take()).isNotEmpty().containsOnly("B TRADE 1");
  }

  @Test
  void sendsTheNewestAtOnce_whenSomebodyBeginsToShowIt() {
    conflator.show(Set.of());
    conflator.offer(trade("A", 1));
    conflator.offer(trade("A", 2));
    timers.advance(1);

    conflator.show(Set.of("A"));

    timers.advance(1);
    assertThat(take()).containsExactly("A TRADE 2");
  }

  @Test
  void gathersSymbols_forSomeMillisecondsAfterASending() {
    conflator.offer(trade("S1", 1));
    timers.advance(1);
    assertThat(take()).hasSize(1);
    for (int i = 2; i <= 4; i++) {
      conflator.offer(trade("S" + i, 1));
      timers.advance(1);
    }
    assertThat(take()).isEmpty();
    timers.advance(2);
    assertThat(take()).hasSize(3);
    assertThat(seen.quotes).isEmpty();
  }

  @Test
  void sendsTheFirstAtOnce() {
    conflator.offer(trade("A", 1));
    timers.advance(1);
    assertThat(take()).containsExactly("A TRADE 1");
  }

  @Test
  void sendsTheNewestOnly_onceInAnInterval() {
    for (int i = 1; i <= 120; i++) {
      conflator.offer(trade("A", i));
      timers.advance(1);
    }
    assertThat(take()).containsExactly("A TRADE 1", "A TRADE 51", "A TRADE 101");
    timers.advance(50);
    assertThat(take()).containsExactly("A TRADE 120");
  }

  @Test
  void keepsOneSymbolApartFromAnother() {
    conflator.offer(trade("A", 1));
    timers.advance(30);
    conflator.offer(trade("A", 2));
    conflator.offer(trade("B", 1));
    timers.advance(1);
    assertThat(take()).containsExactly("A TRADE 1", "B TRADE 1");
    timers.advance(19);
    assertThat(take()).isEmpty();
    timers.advance(1);
    assertThat(take()).containsExactly("A TRADE 2");
  }

  @Test
  void isNotHeldUp_byTicksOfOthers() {
    for (int i = 1; i <= 10; i++) {
      conflator.offer(trade("S" + i, 1));
      timers.advance(1);
    }
    timers.advance(4);
    assertThat(take()).hasSize(10);
  }

  @Test
  void sendsEveryKind_butNoCandle() {
    conflator.offer(trade("A", 1));
    conflator.offer(Tick.mark("A", 2, 1, 2, 0, 60, 0, 60));
    conflator.offer(Tick.quote("A", 3, 1, 2, 0, 5, 5, 6, 0, 1, 1));
    conflator.offer(Tick.funding("A", 4, 1, 6, -12, 28_800_000));
    conflator.offer(Tick.candle("A", 5, 60_000, 2, 1, 1, 2, 1, 2));
    timers.advance(1);
    assertThat(seen.quotes).hasSize(1);
    assertThat(SeenFrames.ticks(seen.quotes.get(0)))
        .extracting(Tick::kind)
        .containsExactly(TickKind.FUNDING, TickKind.QUOTE, TickKind.MARK, TickKind.TRADE);
  }

  @Test
  void ignoresTheOlder() {
    conflator.offer(trade("A", 5));
    timers.advance(100);
    conflator.offer(trade("A", 4).asRecovered());
    timers.advance(100);
    assertThat(take()).containsExactly("A TRADE 5");
  }

  @Test
  void numbersItsFrames() {
    conflator.offer(trade("A", 1));
    timers.advance(60);
    conflator.offer(trade("A", 2));
    timers.advance(60);
    assertThat(seen.quotes).extracting(TickFrame::sequence).containsExactly(1L, 2L);
    assertThat(seen.quotes).extracting(TickFrame::feedId).containsOnly(99L);
  }

  @Test
  void showsAllAgain_withinTheRefresh() {
    for (int i = 0; i < 120; i++) {
      conflator.offer(trade("S" + i, 1));
    }
    timers.advance(50);
    assertThat(take()).hasSize(120);
    // The row that is under way when they come may not hold them all.
    timers.advance(2 * QuoteConflator.REFRESH_MS);
    assertThat(take()).hasSizeBetween(120, 240).contains("S0 TRADE 1", "S119 TRADE 1");
  }

  @Test
  void forgets() {
    conflator.offer(trade("A", 5));
    conflator.forget("A");
    timers.advance(2 * QuoteConflator.REFRESH_MS);
    assertThat(take()).isEmpty();
    conflator.offer(trade("A", 4));
    timers.advance(1);
    assertThat(take()).containsExactly("A TRADE 4");
  }
}
