package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.feed.sim.SimulatedSession;
import io.tickwire.feed.venue.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One socket against an exchange that misbehaves, in simulated time. */
final class ExchangeSocketTest {
  private static final Set<String> BTC = Set.of("BTC-USDT");

  private SocketRig rig = new SocketRig(1, Map.of());

  private void carrying(String... symbols) {
    rig.desire(symbols);
    rig.tradeEvery(500, Set.of(symbols));
    rig.pass(2);
    assertThat(rig.ledger.covered()).containsExactlyInAnyOrderElementsOf(rig.topics(symbols));
  }

  @AfterEach
  void keepsItsWord() {
    assertThat(rig.ledger.broken).isEmpty();
    assertThat(rig.exchange.complaints).isEmpty();
  }

  @Test
  void doesNotConnect_whileNothingIsDesired() {
    rig.pass(3_600);

    assertThat(rig.exchange.connectsMs).isEmpty();
    assertThat(rig.socket.status().state()).isEqualTo(SocketState.IDLE);
  }

  @Test
  void coversTopics_whenDesired() {
    carrying("BTC-USDT", "ETH-USDT");

    SocketStatus status = rig.socket.status();
    assertThat(status)
        .extracting(
            SocketStatus::state,
            SocketStatus::successor,
            SocketStatus::topics,
            SocketStatus::acknowledged,
            SocketStatus::attempts)
        .containsExactly(SocketState.LIVE, null, 4, 4, 1L);
    assertThat(status.messages()).isPositive();
    assertThat(status.lastDataMs()).isBetween(0L, 1_000L);
    assertThat(status.ageMs()).isBetween(1_000L, 2_000L);
  }

  @Test
  void staysConnectedForHours_whenAllIsWell() {
    carrying("BTC-USDT");

    rig.pass(Duration.ofHours(19));

    assertThat(rig.ledger.losses).isEmpty();
    assertThat(rig.exchange.connectsMs).hasSize(1);
    assertThat(rig.sent("ping")).isBetween(3_790L, 3_800L);
  }

  @Test
  void interruptsAndCoversAgain_whenCut() {
    carrying("BTC-USDT");

    rig.session().cut();
    rig.pass(1);
    assertThat(rig.ledger.covered()).isEmpty();
    rig.pass(5);

    assertThat(rig.ledger.covered()).hasSize(2);
    assertThat(rig.ledger.losses).containsExactly(LossReason.CUT);
  }

  @Test
  void comesBack_whenHalfOpen() {
    carrying("BTC-USDT");

    rig.session().freeze();
    rig.pass(18 + 10 + 5);

    assertThat(rig.ledger.losses).containsExactly(LossReason.NO_PONG);
    assertThat(rig.ledger.covered()).hasSize(2);
  }

  @Test
  void comesBack_whenPongsComeAndTicksDoNot() {
    carrying("BTC-USDT");

    rig.exchange.silentTopics.addAll(rig.session().topics());
    rig.pass(65);

    assertThat(rig.ledger.losses).containsExactly(LossReason.NO_DATA);
  }

  @Test
  void becomesPatient_whenSilenceGoesOn() {
    rig.desire("BTC-USDT");

    rig.pass(Duration.ofHours(2));

    // 1, 2, 4, 8, then every 10 minutes, and strict again after an hour would be 2 more.
    assertThat(rig.ledger.losses).hasSizeBetween(10, 16).containsOnly(LossReason.NO_DATA);
  }

  @Test
  void subscribesAnew_whenOneTopicStaysSilent() {
    rig.exchange.silentTopics.add("/market/ticker:ETH-USDT");
    rig.desire("BTC-USDT", "ETH-USDT");
    rig.tradeEvery(500, Set.of("BTC-USDT", "ETH-USDT"));

    rig.pass(65);
    assertThat(rig.ledger.silent).containsExactly(rig.topics("ETH-USDT").get(1));
    assertThat(rig.sent("unsubscribe")).isEqualTo(1);
    assertThat(rig.ledger.covered()).hasSize(4);
    assertThat(rig.ledger.events).contains("interrupted 1");

    rig.exchange.silentTopics.clear();
    rig.pass(600);
    assertThat(rig.ledger.silent).hasSize(1);
  }

  @Test
  void leavesSilentTradesAlone() {
    rig.exchange.silentTopics.add("/market/match:BTC-USDT");
    rig.desire("BTC-USDT");
    rig.tradeEvery(500, BTC);

    rig.pass(600);

    assertThat(rig.ledger.silent).isEmpty();
  }

  @Test
  void asksAgain_whenAcksAreMissing() {
    rig.exchange.acks = false;
    rig.desire("BTC-USDT");
    rig.tradeEvery(500, BTC);

    rig.pass(20);
    assertThat(rig.sent("subscribe")).isEqualTo(6);
    assertThat(rig.ledger.covered()).isEmpty();

    rig.exchange.acks = true;
    rig.pass(20);
    assertThat(rig.ledger.covered()).hasSize(2);
    assertThat(rig.ledger.losses).isEmpty();
  }

  @Test
  void comesBack_whenAcksStayMissing() {
    rig.exchange.acks = false;
    rig.desire("BTC-USDT");

    rig.pass(150);

    assertThat(rig.ledger.losses).contains(LossReason.NO_ACK);
  }

  @Test
  void backsOff_whenThereIsNoToken() {
    rig.exchange.refusesTokens = true;
    rig.desire("BTC-USDT");

    rig.pass(600);
    assertThat(rig.ledger.losses).hasSizeBetween(13, 20).containsOnly(LossReason.NO_TOKEN);

    rig.exchange.refusesTokens = false;
    rig.pass(75);
    assertThat(rig.ledger.covered()).hasSize(2);
  }

  @Test
  void connectsNoFasterThanAllowed_whenManySocketsAreCut() {
    List<Ledger> ledgers = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      Ledger ledger = new Ledger();
      ledgers.add(ledger);
      List<Topic> topics = rig.topics("S" + i);
      ledger.desire(topics);
      rig.socket("spot-" + (i + 2), ledger).desire(topics);
      rig.tradeEvery(500, Set.of("S" + i));
    }
    rig.pass(200);
    assertThat(rig.exchange.connectsMs).hasSize(60);

    rig.exchange.sessions().forEach(SimulatedSession::cut);
    rig.pass(200);

    assertThat(ledgers).allMatch(ledger -> ledger.covered().size() == 2);
    assertThat(rig.exchange.connectsMs).hasSize(120);
  }

  @Test
  void staysWithinItsMessages_whenBatchesAreTiny() {
    rig = new SocketRig(2, Map.of("feed.subscribe.max-symbols", "1"));
    String[] symbols = IntStream.range(0, 125).mapToObj(i -> "S" + i).toArray(String[]::new);
    rig.desire(symbols);
    rig.tradeEvery(500, Set.of(symbols));

    rig.pass(5);
    assertThat(rig.sent("subscribe")).isEqualTo(90);
    rig.pass(30);

    assertThat(rig.ledger.covered()).hasSize(250);
  }

  @Test
  void saysNothing_ofTopicsNoLongerDesired() {
    carrying("BTC-USDT", "ETH-USDT");

    rig.desire("BTC-USDT");
    rig.session().cut();
    rig.pass(10);

    assertThat(rig.ledger.covered()).hasSize(2);
    assertThat(rig.ledger.events).contains("interrupted 2");
  }

  @Test
  void coversAtOnce_whenDesiredAgainBeforeItHasLeft() {
    carrying("BTC-USDT", "ETH-USDT");

    rig.desire("BTC-USDT");
    rig.pass(1);
    rig.desire("BTC-USDT", "ETH-USDT");
    rig.pass(1);

    assertThat(rig.ledger.covered()).hasSize(4);
    assertThat(rig.ledger.losses).isEmpty();
  }

  @Test
  void hangsUp_whenNothingIsDesiredForAMinute() {
    carrying("BTC-USDT");

    rig.desire();
    rig.pass(59);
    assertThat(rig.exchange.sessions()).hasSize(1);
    rig.pass(2);

    assertThat(rig.exchange.sessions()).isEmpty();
    assertThat(rig.socket.state()).isEqualTo(SocketState.IDLE);
    carrying("BTC-USDT");
  }

  @Test
  void isGone_whenClosed() {
    carrying("BTC-USDT");

    rig.ledger.desire(List.of());
    rig.socket.close();
    rig.pass(600);

    assertThat(rig.exchange.sessions()).isEmpty();
    assertThat(rig.exchange.connectsMs).hasSize(1);
    assertThat(rig.socket.state()).isEqualTo(SocketState.CLOSED);
  }
}
