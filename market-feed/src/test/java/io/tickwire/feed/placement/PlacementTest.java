package io.tickwire.feed.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class PlacementTest {
  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  private static Set<String> randomSymbols(Random random) {
    Set<String> symbols = new HashSet<>();
    for (int i = random.nextInt(120); i > 0; i--) {
      symbols.add("SYM" + random.nextInt(1_000));
    }
    return symbols;
  }

  private static List<String> feeds(int count) {
    return IntStream.range(0, count).mapToObj(i -> "feed-" + i).toList();
  }

  /** Who serves each symbol. */
  private static Map<String, Set<String>> watchers(
      Set<String> wanted, List<String> feeds, int replicas) {
    Map<String, Set<String>> watchers = new HashMap<>();
    for (String feed : feeds) {
      ServedSymbols.of(wanted, symbol -> true, feed, feeds, replicas)
          .forEach(symbol -> watchers.computeIfAbsent(symbol, any -> new HashSet<>()).add(feed));
    }
    return watchers;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everySymbolHasItsWatchers(long seed) {
    Random random = new Random(seed);
    Set<String> wanted = randomSymbols(random);
    int feeds = 1 + random.nextInt(5);
    int replicas = 1 + random.nextInt(3);

    Map<String, Set<String>> watchers = watchers(wanted, feeds(feeds), replicas);

    assertThat(watchers.keySet()).isEqualTo(wanted);
    assertThat(watchers.values())
        .allSatisfy(some -> assertThat(some).hasSize(Math.min(replicas, feeds)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void movesTheShareOfTheFeedOnly_whenItJoinsOrLeaves(long seed) {
    Random random = new Random(seed);
    Set<String> wanted = randomSymbols(random);
    int replicas = 1 + random.nextInt(2);
    List<String> all = feeds(3 + random.nextInt(4));
    List<String> others = new ArrayList<>(all);
    String comer = others.remove(random.nextInt(others.size()));

    Map<String, Set<String>> without = watchers(wanted, others, replicas);
    Map<String, Set<String>> with = watchers(wanted, all, replicas);

    with.forEach(
        (symbol, watchers) -> {
          Set<String> before = without.getOrDefault(symbol, Set.of());
          if (watchers.contains(comer)) {
            assertThat(before).containsAll(except(watchers, comer));
          } else {
            assertThat(watchers).isEqualTo(before);
          }
        });
  }

  private static Set<String> except(Set<String> all, String one) {
    Set<String> rest = new HashSet<>(all);
    rest.remove(one);
    return rest;
  }

  @Test
  void leavesOut_whatIsNoInstrument() {
    assertThat(ServedSymbols.of(Set.of("A", "B"), "A"::equals, "f", List.of("f"), 1))
        .containsExactly("A");
  }
}
