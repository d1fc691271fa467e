package io.tickwire.feed.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.market.Market;
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
  private static final Map<Market, Integer> TOPICS = Map.of(Market.SPOT, 2, Market.FUTURES, 3);
  private static final int CHUNK = 31;

  static LongStream seeds() {
    return LongStream.range(0, 50);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everySymbolHasOneSocketWithRoomAndStays(long seed) {
    Random random = new Random(seed);
    SocketPlan plan = new SocketPlan(CHUNK, TOPICS);
    Map<Market, Set<String>> watched = new HashMap<>();
    Map<String, String> before = new HashMap<>();
    for (int step = 0; step < 40; step++) {
      Market market = random.nextBoolean() ? Market.SPOT : Market.FUTURES;
      Set<String> symbols = randomSymbols(random, market);
      watched.put(market, symbols);
      plan.assign(market, symbols);

      Map<String, String> now = bySymbol(plan);
      assertThat(now.keySet()).isEqualTo(union(watched));
      before.forEach(
          (symbol, socket) -> {
            if (now.containsKey(symbol)) {
              assertThat(now.get(symbol)).isEqualTo(socket);
            }
          });
      before = now;
    }
  }

  /** Checks each share on the way: one market, not too many topics, no symbol twice. */
  private static Map<String, String> bySymbol(SocketPlan plan) {
    Map<String, String> sockets = new HashMap<>();
    plan.shares()
        .forEach(
            (id, share) -> {
              assertThat(share.symbols()).isNotEmpty();
              assertThat(share.symbols().size() * TOPICS.getOrDefault(share.market(), CHUNK))
                  .isLessThanOrEqualTo(CHUNK);
              for (String symbol : share.symbols()) {
                assertThat(symbol).startsWith(share.market().wireName());
                assertThat(sockets.put(symbol, id)).isNull();
              }
            });
    return sockets;
  }

  private static Set<String> randomSymbols(Random random, Market market) {
    Set<String> symbols = new HashSet<>();
    for (int i = random.nextInt(120); i > 0; i--) {
      symbols.add(market.wireName() + random.nextInt(150));
    }
    return symbols;
  }

  private static Set<String> union(Map<Market, Set<String>> watched) {
    Set<String> union = new HashSet<>();
    watched.values().forEach(union::addAll);
    return union;
  }

  @Test
  void opensNoMoreSocketsThanNeeded_whenAllSymbolsComeAtOnce() {
    SocketPlan plan = new SocketPlan(250, TOPICS);

    plan.assign(Market.SPOT, IntStream.range(0, 992).mapToObj(i -> "S" + i).toList());

    assertThat(plan.shares()).hasSize(8);
  }

  @Test
  void refusesSockets_thatHoldNoSymbol() {
    assertThatThrownBy(() -> new SocketPlan(2, TOPICS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topicsPerSocket=2");
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void feedsShareTheSymbolsWithoutOverlapOrHole(long seed) {
    Random random = new Random(seed);
    Set<String> wanted = randomSymbols(random, Market.SPOT);
    List<String> feeds =
        IntStream.rangeClosed(0, random.nextInt(5)).mapToObj(i -> "feed-" + i).toList();

    List<String> served = new ArrayList<>();
    for (String feed : feeds) {
      served.addAll(ServedSymbols.of(wanted, symbol -> true, feed, feeds, 1));
    }

    assertThat(served).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void leavesOut_whatIsNoInstrument() {
    assertThat(ServedSymbols.of(Set.of("A", "B"), "A"::equals, "f", List.of("f"), 1))
        .containsExactly("A");
  }

  @Test
  void lingers_untilTheTimeHasPassed() {
    LingeringSet set = new LingeringSet(100);

    assertThat(set.update(Set.of("A", "B"), 0)).containsExactlyInAnyOrder("A", "B");
    assertThat(set.update(Set.of("A"), 99)).containsExactlyInAnyOrder("A", "B");
    assertThat(set.update(Set.of("A"), 100)).containsExactly("A");
  }
}
