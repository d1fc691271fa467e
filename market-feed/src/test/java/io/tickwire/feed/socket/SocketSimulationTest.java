package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.feed.sim.SimulatedSession;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random faults and random demand against one socket, hours of simulated time a seed. Whatever
 * happens, covered and interrupted alternate, the exchange's limits are kept, and a trade of a
 * covered topic arrives or the topic is interrupted; when the faults end, everything is covered.
 */
final class SocketSimulationTest {
  private static final String ERROR =
      "{\"id\":\"$id\",\"type\":\"error\",\"code\":%d,\"data\":\"%s\"}";
  private static final List<String> REFUSALS =
      List.of(
          ERROR.formatted(500, "system error"),
          ERROR.formatted(404, "topic does not exist"),
          ERROR.formatted(777, "something new"),
          ERROR.formatted(509, "exceed max permits per second"),
          ERROR.formatted(509, "exceed max subscription count limitation of 7 per time"),
          ERROR.formatted(509, "exceed max subscription count limitation of 30 per session"),
          ERROR.formatted(401, "token is expired"));

  /** A dead connection is found out within a ping's interval and the time for its answer. */
  private static final long FOUND_OUT_MS = 30_000;

  private static final Set<String> ALL =
      IntStream.range(0, 20).mapToObj(i -> "S" + i).collect(Collectors.toSet());

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  private static final class Storm {
    final Random random;
    final SocketRig rig;

    Storm(long seed) {
      random = new Random(seed);
      rig =
          new SocketRig(
              seed,
              Map.of(
                  "feed.socket.rotate-after-min", "1m",
                  "feed.socket.rotate-after-max", "4m",
                  "feed.subscribe.max-symbols", Integer.toString(1 + random.nextInt(100))));
    }

    void demand() {
      Set<String> wanted =
          ALL.stream().filter(symbol -> random.nextInt(4) > 0).collect(Collectors.toSet());
      rig.desire(wanted.toArray(String[]::new));
    }

    void strike() {
      List<SimulatedSession> open = rig.exchange.sessions();
      SimulatedSession victim = open.isEmpty() ? null : open.get(random.nextInt(open.size()));
      int kind = random.nextInt(12);
      if (kind <= 2 && victim != null) {
        hit(kind, victim);
      } else {
        switch (kind) {
          case 3 -> rig.exchange.refusesConnects = random.nextBoolean();
          case 4 -> rig.exchange.refusesTokens = random.nextBoolean();
          case 5 -> rig.exchange.acks = random.nextBoolean();
          case 6 -> rig.exchange.pongs = random.nextInt(3) > 0;
          case 7 -> rig.exchange.welcomes = random.nextInt(3) > 0;
          case 8 -> rig.exchange.nextRefusal = REFUSALS.get(random.nextInt(REFUSALS.size()));
          case 9 -> rig.exchange.silentTopics.add("/market/ticker:S" + random.nextInt(20));
          default -> demand();
        }
      }
    }

    private void hit(int kind, SimulatedSession victim) {
      switch (kind) {
        case 0 -> victim.cut();
        case 1 -> victim.hangUp();
        default -> victim.freeze();
      }
    }

    void end() {
      rig.exchange.refusesConnects = false;
      rig.exchange.refusesTokens = false;
      rig.exchange.acks = true;
      rig.exchange.pongs = true;
      rig.exchange.welcomes = true;
      rig.exchange.nextRefusal = null;
      rig.exchange.silentTopics.clear();
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void keepsItsWord_whateverHappens(long seed) {
    Storm storm = new Storm(seed);
    SocketRig rig = storm.rig;
    rig.timers.every(100, () -> rig.trade("S" + storm.random.nextInt(20)));
    storm.demand();

    while (rig.timers.nowMs() < Duration.ofHours(3).toMillis()) {
      rig.pass(Duration.ofMillis(1 + storm.random.nextInt(60_000)));
      storm.strike();
      if (storm.random.nextInt(3) == 0) {
        rig.pass(Duration.ofMillis(storm.random.nextInt(60_000)));
        storm.end();
        rig.pass(Duration.ofMillis(storm.random.nextInt(600_000)));
      }
      assertThat(rig.ledger.overdue(rig.timers.nowMs() - FOUND_OUT_MS)).isEmpty();
      assertThat(rig.ledger.broken).isEmpty();
    }
    storm.end();
    storm.demand();
    // The longest anything waits is a shelved topic.
    rig.pass(Duration.ofMinutes(12));

    assertThat(rig.ledger.overdue(rig.timers.nowMs() - 1_000)).isEmpty();
    assertThat(rig.ledger.broken).isEmpty();
    assertThat(rig.exchange.complaints).isEmpty();
    assertThat(rig.socket.status().acknowledged()).isEqualTo(rig.socket.topics());
    assertThat(rig.ledger.covered()).hasSize(rig.socket.topics());
    assertThat(rig.ledger.ticks).isPositive();
  }
}
