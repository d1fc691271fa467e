package io.tickwire.feed.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.market.Market;
import java.util.Collection;
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

final class SocketPlanTest {
  private static final int STEPS = 400;

  /** 250 of 300 topics: 125 and 150 symbols on spot. */
  private final SocketPlan plan = new SocketPlan(new SocketFill(250, 300), PlanChecks.TOPICS);

  static LongStream seeds() {
    return LongStream.range(0, 25);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void holdsWhatItPromises_whateverHappens(long seed) {
    Random random = new Random(seed);
    PlanChecks checks = new PlanChecks(new SocketFill(31, 37));
    for (int step = 0; step < STEPS; step++) {
      Market market = random.nextBoolean() ? Market.SPOT : Market.FUTURES;
      List<SocketPlan.Move> moves = checks.plan.moves();
      if (random.nextInt(200) == 0) {
        checks.lower(market, 20 + random.nextInt(20));
      } else if (!moves.isEmpty() && random.nextInt(3) > 0) {
        checks.settle(moves.get(random.nextInt(moves.size())));
      } else {
        change(random, market, checks.watched(market));
        checks.assign(market);
      }
    }
  }

  /** One symbol mostly, many now and then. */
  private static void change(Random random, Market market, Set<String> symbols) {
    int many = random.nextInt(10) == 0 ? random.nextInt(100) : 1;
    boolean add = random.nextBoolean();
    for (int i = 0; i < many; i++) {
      String symbol = market.wireName() + random.nextInt(150);
      if (add) {
        symbols.add(symbol);
      } else {
        symbols.remove(symbol);
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void usesOneSocketMoreThanNeededAtMost_whenAllMovesAreOver(long seed) {
    Random random = new Random(seed);
    PlanChecks checks = new PlanChecks(new SocketFill(31, 37));
    for (int i = 0; i < 150; i++) {
      checks.watched(Market.SPOT).add("S" + i);
    }
    checks.assign(Market.SPOT);
    while (!checks.watched(Market.SPOT).isEmpty()) {
      checks.watched(Market.SPOT).removeIf(symbol -> random.nextInt(4) == 0);
      checks.assign(Market.SPOT);
      while (!checks.plan.moves().isEmpty()) {
        checks.settle(checks.plan.moves().get(0));
      }
      assertThat(checks.plan.shares().size())
          .isBetween(checks.fewest(Market.SPOT), checks.fewest(Market.SPOT) + 1);
    }
    assertThat(checks.plan.shares()).isEmpty();
  }

  private static Set<String> symbols(int from, int to) {
    return new HashSet<>(IntStream.range(from, to).mapToObj(i -> "S" + i).toList());
  }

  private Set<String> carriedBy(String socket) {
    SocketPlan.Share share = plan.shares().get(socket);
    return share == null ? Set.of() : share.symbols();
  }

  private int on(String socket) {
    return carriedBy(socket).size();
  }

  private void settleAll() {
    Collection<SocketPlan.Move> moves = plan.moves();
    moves.forEach(move -> plan.settled(move.symbol()));
  }

  @Test
  void opensNoMoreSocketsThanNeeded_whenAllSymbolsComeAtOnce() {
    plan.assign(Market.SPOT, symbols(0, 992));

    assertThat(plan.shares()).hasSize(8);
  }

  @Test
  void fillsTheLeastLoadedSocket_whenSeveralHaveRoom() {
    plan.assign(Market.SPOT, symbols(0, 250));
    Set<String> left = symbols(0, 250);
    left.removeAll(List.copyOf(carriedBy("spot-2")).subList(0, 30));
    plan.assign(Market.SPOT, left);

    left.add("NEW");
    plan.assign(Market.SPOT, left);

    assertThat(on("spot-1")).isEqualTo(125);
    assertThat(on("spot-2")).isEqualTo(96);
  }

  @Test
  void keepsSymbolOnBothSockets_untilTheNewOneHasIt() {
    plan.assign(Market.SPOT, symbols(0, 126));
    Set<String> alone = Set.copyOf(carriedBy("spot-2"));
    Set<String> left = symbols(0, 80);
    left.addAll(alone);
    plan.assign(Market.SPOT, left);

    String moving = alone.iterator().next();
    assertThat(plan.moves()).containsExactly(new SocketPlan.Move(moving, "spot-2", "spot-1"));
    assertThat(carriedBy("spot-1")).contains(moving);
    assertThat(carriedBy("spot-2")).containsExactly(moving);

    assertThat(plan.settled(moving)).isTrue();

    assertThat(plan.shares()).containsOnlyKeys("spot-1");
    assertThat(plan.settled(moving)).isFalse();
  }

  @Test
  void neitherOpensNorMergesAgain_whenASymbolComesAndGoes() {
    plan.assign(Market.SPOT, symbols(0, 126));
    for (int i = 0; i < 100; i++) {
      plan.assign(Market.SPOT, symbols(0, 125 - i % 20));
      settleAll();
      plan.assign(Market.SPOT, symbols(0, 126));
      assertThat(plan.shares()).containsOnlyKeys("spot-1", "spot-2");
    }
  }

  @Test
  void hasRoomForAFifthOfAChunk_afterAMerge() {
    plan.assign(Market.SPOT, symbols(0, 126));
    plan.assign(Market.SPOT, symbols(26, 126));
    settleAll();
    assertThat(plan.shares()).hasSize(1);

    plan.assign(Market.SPOT, symbols(26, 151));

    assertThat(plan.shares()).hasSize(1);
  }

  @Test
  void movesWhatCameLast_whenTheExchangeTakesFewer() {
    plan.assign(Market.SPOT, symbols(0, 100));
    plan.assign(Market.SPOT, symbols(0, 110));

    assertThat(plan.lowerLimit(Market.SPOT, 200)).isTrue();

    assertThat(plan.moves())
        .extracting(SocketPlan.Move::symbol)
        .containsExactlyInAnyOrderElementsOf(symbols(100, 110));
    assertThat(on("spot-2")).isEqualTo(10);
    assertThat(on("spot-1")).isEqualTo(110);
    settleAll();
    assertThat(on("spot-1")).isEqualTo(100);
  }

  @Test
  void keepsItsLimit_whenTheExchangeNamesAHigherOneOrNone() {
    plan.assign(Market.SPOT, symbols(0, 125));

    assertThat(plan.lowerLimit(Market.SPOT, 400)).isFalse();
    assertThat(plan.lowerLimit(Market.SPOT, 0)).isFalse();

    assertThat(plan.moves()).isEmpty();
  }

  @Test
  void lowersTheLimitOfThatMarketOnly() {
    plan.assign(Market.FUTURES, symbols(0, 83));

    plan.lowerLimit(Market.SPOT, 100);

    assertThat(plan.shares()).containsOnlyKeys("futures-1");
  }

  @Test
  void refusesSockets_thatHoldNoSymbol() {
    assertThatThrownBy(() -> new SocketPlan(new SocketFill(2, 2), PlanChecks.TOPICS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("topicsPerSocket=2");
  }

  @Test
  void refusesChunk_aboveTheLimit() {
    assertThatThrownBy(() -> new SocketFill(301, 300))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("chunk=301");
  }

  @Test
  void refusesMarket_ofWhichNoTopicsAreKnown() {
    SocketPlan spotOnly = new SocketPlan(new SocketFill(250, 300), Map.of(Market.SPOT, 2));

    assertThatThrownBy(() -> spotOnly.assign(Market.FUTURES, Set.of("XBTUSDTM")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("market=futures");
  }
}
