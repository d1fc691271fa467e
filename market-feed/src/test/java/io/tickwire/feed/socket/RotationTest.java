package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.feed.sim.SimulatedSession;
import io.tickwire.feed.venue.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A connection makes room for a younger one and nothing is missed, in simulated time. */
final class RotationTest {
  private static final Map<String, String> SOON =
      Map.of("feed.socket.rotate-after-min", "30m", "feed.socket.rotate-after-max", "60m");

  private static final Set<String> SILENT =
      Set.of("/market/match:BTC-USDT", "/market/ticker:BTC-USDT");

  private SocketRig rig = new SocketRig(7, SOON);
  private final List<String> uncovered = new ArrayList<>();
  private boolean watching;
  private boolean silentFromOverlap;

  RotationTest() {
    rig.timers.afterEach(this::watch);
  }

  private void watch() {
    if (silentFromOverlap && rig.exchange.sessions().size() == 2) {
      rig.exchange.silentTopics.addAll(SILENT);
    }
    for (Topic topic : rig.ledger.covered()) {
      if (watching && !rig.exchange.isSubscribed(rig.venue.text(topic))) {
        uncovered.add("at " + rig.timers.nowMs() + " ms: " + topic);
      }
    }
  }

  private void atItsOwnPace() {
    rig = new SocketRig(7, Map.of());
    rig.timers.afterEach(this::watch);
  }

  private void carrying(String... symbols) {
    rig.desire(symbols);
    rig.tradeEvery(500, Set.of(symbols));
    rig.pass(2);
    watching = true;
  }

  /** Up to the moment when the second connection stands. */
  private void awaitOverlap() {
    while (rig.exchange.sessions().size() < 2) {
      assertThat(rig.timers.nowMs()).isLessThan(24 * 3_600_000);
      rig.pass(Duration.ofSeconds(1));
    }
  }

  @AfterEach
  void neverUncovered() {
    assertThat(uncovered).isEmpty();
    assertThat(rig.ledger.broken).isEmpty();
    assertThat(rig.exchange.complaints).isEmpty();
  }

  @Test
  void replacesConnection_betweenTwentyAndTwentyThreeHours() {
    atItsOwnPace();
    carrying("BTC-USDT", "ETH-USDT");
    SimulatedSession first = rig.session();

    awaitOverlap();
    assertThat(rig.timers.nowMs()).isBetween(20 * 3_600_000L, 23 * 3_600_000L + 5_000);
    assertThat(rig.socket.status().successor()).isNotNull();
    rig.pass(25);

    assertThat(rig.session()).isNotSameAs(first);
    assertThat(rig.ledger.events).noneMatch(event -> event.startsWith("interrupted"));
    assertThat(rig.ledger.losses).isEmpty();
    assertThat(rig.ledger.overdue(rig.timers.nowMs() - 1_000)).isEmpty();
    assertThat(rig.socket.status().ageMs()).isLessThan(30_000);
  }

  @Test
  void rotatesAgainAndAgain_overAMonth() {
    atItsOwnPace();
    rig.desire("BTC-USDT");
    rig.tradeEvery(20_000, Set.of("BTC-USDT"));
    rig.pass(2);
    watching = true;

    rig.pass(Duration.ofDays(30));

    assertThat(rig.exchange.connectsMs).hasSizeBetween(30, 37);
    assertThat(rig.ledger.losses).isEmpty();
    assertThat(rig.ledger.covered()).hasSize(2);
  }

  @Test
  void handsOver_whenAllSymbolsAreSilent() {
    carrying("BTC-USDT");
    silentFromOverlap = true;
    awaitOverlap();

    rig.pass(25);
    assertThat(rig.exchange.sessions()).hasSize(2);
    rig.pass(10);

    assertThat(rig.exchange.sessions()).hasSize(1);
    assertThat(rig.ledger.losses).isEmpty();
  }

  @Test
  void followsDesireOnBoth_duringTheOverlap() {
    carrying("BTC-USDT", "ETH-USDT");
    rig.tradeEvery(500, Set.of("SOL-USDT"));
    awaitOverlap();

    rig.desire("BTC-USDT", "SOL-USDT");
    rig.pass(2);
    assertThat(rig.exchange.sessions())
        .hasSize(2)
        .allMatch(session -> session.topics().contains("/market/match:SOL-USDT"))
        .noneMatch(session -> session.topics().contains("/market/match:ETH-USDT"));
    rig.pass(25);

    assertThat(rig.session().topics()).hasSize(4);
    assertThat(rig.ledger.covered()).hasSize(4);
  }

  @Test
  void keepsTheOlder_whenTheYoungerFails() {
    carrying("BTC-USDT");
    SimulatedSession first = rig.session();
    awaitOverlap();

    for (int failure = 0; failure < 5; failure++) {
      List<SimulatedSession> open = rig.exchange.sessions();
      open.get(open.size() - 1).cut();
      awaitOverlap();
      assertThat(rig.exchange.sessions().get(0)).isSameAs(first);
    }
    rig.pass(25);

    assertThat(rig.session()).isNotSameAs(first);
    assertThat(rig.ledger.losses).hasSize(5);
    assertThat(rig.ledger.events).noneMatch(event -> event.startsWith("interrupted"));
  }

  @Test
  void keepsTheOlder_whenTheYoungerCannotConnect() {
    carrying("BTC-USDT");
    rig.pass(Duration.ofMinutes(29));
    rig.exchange.refusesConnects = true;
    rig.pass(Duration.ofMinutes(40));

    assertThat(rig.exchange.sessions()).hasSize(1);
    assertThat(rig.ledger.losses).containsOnly(LossReason.NOT_CONNECTED).isNotEmpty();
    assertThat(rig.ledger.covered()).hasSize(2);

    rig.exchange.refusesConnects = false;
    rig.pass(120);
    assertThat(rig.socket.status().ageMs()).isLessThan(120_000);
  }

  @Test
  void takesOver_whenTheOlderDiesDuringTheOverlap() {
    carrying("BTC-USDT");
    silentFromOverlap = true;
    awaitOverlap();
    rig.pass(25);

    rig.exchange.sessions().get(0).cut();
    rig.pass(1);

    assertThat(rig.socket.status().successor()).isNull();
    assertThat(rig.socket.state()).isEqualTo(SocketState.LIVE);
    assertThat(rig.exchange.connectsMs).hasSize(2);
    assertThat(rig.ledger.losses).containsExactly(LossReason.CUT);
    assertThat(rig.ledger.events).noneMatch(event -> event.startsWith("interrupted"));
  }

  @Test
  void interrupts_whenTheOlderWasHalfOpenBeforeTheYoungerCarried() {
    carrying("BTC-USDT");
    rig.pass(Duration.ofMinutes(29));
    rig.exchange.acks = false;
    awaitOverlap();

    rig.exchange.sessions().get(0).freeze();
    rig.pass(5);
    rig.exchange.acks = true;
    rig.pass(40);

    assertThat(rig.ledger.losses).containsExactly(LossReason.NO_PONG);
    assertThat(rig.ledger.events).contains("interrupted 2");
    assertThat(rig.ledger.covered()).hasSize(2);
    assertThat(rig.ledger.overdue(rig.timers.nowMs() - 1_000)).isEmpty();
  }

  @Test
  void interruptsAndRecovers_whenTheOlderDiesBeforeTheYoungerCarries() {
    carrying("BTC-USDT");
    rig.pass(Duration.ofMinutes(29));
    rig.exchange.acks = false;
    awaitOverlap();

    watching = false;
    rig.exchange.sessions().get(0).cut();
    rig.pass(1);
    assertThat(rig.ledger.covered()).isEmpty();
    rig.exchange.acks = true;
    rig.pass(20);

    assertThat(rig.ledger.covered()).hasSize(2);
    assertThat(rig.exchange.connectsMs).hasSize(2);
  }
}
