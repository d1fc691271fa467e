package io.tickwire.feed.placement;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.market.Market;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A plan, what it should carry, and all that must hold of it after every step. */
final class PlanChecks {
  static final Map<Market, Integer> TOPICS = Map.of(Market.SPOT, 2, Market.FUTURES, 3);

  final SocketPlan plan;
  final Map<Market, Set<String>> watched = new HashMap<>();
  private final Map<Market, SocketFill> fills = new HashMap<>();
  private Map<String, String> homes = new HashMap<>();
  private Map<String, Integer> loads = new HashMap<>();

  PlanChecks(SocketFill fill) {
    plan = new SocketPlan(fill, TOPICS);
    for (Market market : Market.values()) {
      watched.put(market, new HashSet<>());
      fills.put(market, fill);
    }
  }

  Set<String> watched(Market market) {
    return watched.getOrDefault(market, Set.of());
  }

  void lower(Market market, int topics) {
    fills.computeIfPresent(market, (same, fill) -> fill.below(topics));
    plan.lowerLimit(market, topics);
    check(true);
  }

  void assign(Market market) {
    plan.assign(market, watched(market));
    check(false);
  }

  void settle(SocketPlan.Move move) {
    assertThat(plan.settled(move.symbol())).isTrue();
    check(false);
  }

  private void check(boolean shed) {
    Map<String, String> now = checkedHomes();
    checkMoved(now, shed);
    checkSizes(now);
    homes = now;
  }

  /** Every watched symbol once, or twice while it moves; nothing else. */
  private Map<String, String> checkedHomes() {
    Map<String, Set<String>> carriers = new HashMap<>();
    plan.shares()
        .forEach(
            (id, share) -> {
              assertThat(share.symbols()).isNotEmpty();
              for (String symbol : share.symbols()) {
                assertThat(watched(share.market())).contains(symbol);
                carriers.computeIfAbsent(symbol, any -> new HashSet<>()).add(id);
              }
            });
    assertThat(carriers)
        .hasSize(watched.values().stream().mapToInt(symbols -> symbols.size()).sum());
    Map<String, String> found = new TreeMap<>();
    for (SocketPlan.Move move : plan.moves()) {
      assertThat(carriers.remove(move.symbol())).containsExactlyInAnyOrder(move.from(), move.to());
      found.put(move.symbol(), move.to());
    }
    carriers.forEach(
        (symbol, sockets) -> {
          assertThat(sockets).as(symbol).hasSize(1);
          found.put(symbol, sockets.iterator().next());
        });
    return found;
  }

  /** Who moved did so because its socket is being emptied, or holds fewer than before. */
  private void checkMoved(Map<String, String> now, boolean shed) {
    Set<String> left = new HashSet<>();
    now.forEach(
        (symbol, home) -> {
          String before = homes.getOrDefault(symbol, home);
          if (!before.equals(home)) {
            left.add(before);
          }
        });
    if (!shed) {
      assertThat(left).hasSizeLessThanOrEqualTo(1);
      left.forEach(socket -> assertThat(now.values()).doesNotContain(socket));
    }
  }

  private void checkSizes(Map<String, String> now) {
    Set<String> moving = new HashSet<>();
    plan.moves().forEach(move -> moving.add(move.symbol()));
    Map<String, Integer> next = new HashMap<>();
    Map<Market, List<String>> sockets = new HashMap<>();
    plan.shares()
        .forEach(
            (id, share) -> {
              int topics = TOPICS.getOrDefault(share.market(), 0);
              SocketFill fill = fills.getOrDefault(share.market(), new SocketFill(1, 1));
              long settled = share.symbols().stream().filter(s -> id.equals(now.get(s))).count();
              assertThat(settled * topics).isLessThanOrEqualTo(fill.chunk());
              int load = share.symbols().size() * topics;
              assertThat(load)
                  .isLessThanOrEqualTo(Math.max(fill.limit(), loads.getOrDefault(id, 0)));
              next.put(id, load);
              sockets.computeIfAbsent(share.market(), any -> new ArrayList<>()).add(id);
            });
    loads = next;
    sockets.forEach(
        (market, ids) -> {
          if (moving.stream().noneMatch(watched(market)::contains)) {
            assertThat(ids).hasSizeLessThanOrEqualTo(fewest(market) + 1);
          }
        });
  }

  /** How many sockets would do. */
  int fewest(Market market) {
    int symbols =
        fills.getOrDefault(market, new SocketFill(1, 1)).chunk() / TOPICS.getOrDefault(market, 1);
    return (watched(market).size() + symbols - 1) / symbols;
  }
}
