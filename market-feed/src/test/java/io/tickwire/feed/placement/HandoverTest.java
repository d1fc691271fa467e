package io.tickwire.feed.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Feeds that join one after the other, hear of it at different times and connect slowly. */
final class HandoverTest {
  private static final long REVIEW_MS = 500;
  private static final long HEARS_WITHIN_MS = 2_000;
  private static final long CONNECTS_WITHIN_MS = 7_000;
  private static final long LINGER_MS = 1_000;
  private static final Set<String> WANTED =
      IntStream.range(0, 60).mapToObj(i -> "SYM" + i).collect(Collectors.toUnmodifiableSet());

  static LongStream seeds() {
    return LongStream.range(0, 30);
  }

  /** Nobody joins after it. */
  private static final long SETTLED_MS = 180_000;

  private final List<Feed> feeds = new ArrayList<>();

  /** One feed as the cluster sees it: what it watches, and since when it delivers. */
  private static final class Feed {
    final String name;
    final LingeringSet lingering = new LingeringSet(LINGER_MS);
    final Map<String, Long> liveFromMs = new HashMap<>();
    List<String> members = List.of();
    long hearsAtMs;

    Feed(String name) {
      this.name = name;
    }

    void review(long nowMs, Random random) {
      Set<String> served = ServedSymbols.of(WANTED, symbol -> true, name, members, 1);
      Set<String> watched = lingering.update(served, WANTED, nowMs);
      liveFromMs.keySet().retainAll(watched);
      for (String symbol : watched) {
        liveFromMs.computeIfAbsent(symbol, any -> nowMs + random.nextInt((int) CONNECTS_WITHIN_MS));
      }
    }

    boolean delivers(String symbol, long nowMs) {
      Long liveFrom = liveFromMs.get(symbol);
      return liveFrom != null && nowMs >= liveFrom;
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void someFeedDeliversEverySymbol_whileOthersJoin(long seed) {
    Random random = new Random(seed);
    join();
    for (long nowMs = 0; nowMs < 200_000; nowMs += REVIEW_MS) {
      if (nowMs > CONNECTS_WITHIN_MS && nowMs < SETTLED_MS && random.nextInt(40) == 0) {
        join();
        for (Feed feed : feeds) {
          if (feed.hearsAtMs <= nowMs) {
            feed.hearsAtMs = nowMs + random.nextInt((int) HEARS_WITHIN_MS);
          }
        }
      }
      for (Feed feed : feeds) {
        if (nowMs >= feed.hearsAtMs) {
          feed.members = feeds.stream().map(one -> one.name).toList();
        }
        feed.review(nowMs, random);
      }
      if (nowMs >= CONNECTS_WITHIN_MS) {
        assertAllDelivered(nowMs);
      }
    }
    assertThat(feeds).hasSizeGreaterThan(3);
    assertThat(feeds.stream().mapToInt(feed -> feed.liveFromMs.size()).sum())
        .isEqualTo(WANTED.size());
  }

  private void join() {
    feeds.add(new Feed("feed-" + feeds.size()));
  }

  private void assertAllDelivered(long nowMs) {
    assertThat(WANTED)
        .as("at %d ms", nowMs)
        .allMatch(symbol -> feeds.stream().anyMatch(feed -> feed.delivers(symbol, nowMs)));
  }
}
