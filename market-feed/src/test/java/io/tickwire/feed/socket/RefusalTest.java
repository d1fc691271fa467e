package io.tickwire.feed.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a socket does about each reaction to an error frame, in simulated time. */
final class RefusalTest {
  private static final String ANSWER = "{\"id\":\"$id\",\"type\":\"error\",\"code\":%s}";

  private final SocketRig rig = new SocketRig(1, Map.of());

  private static String answer(int code, String text) {
    return ANSWER.replace("%s", code + ",\"data\":\"" + text + "\"");
  }

  private static String[] symbols(int count) {
    return IntStream.range(0, count).mapToObj(i -> "S" + i).toArray(String[]::new);
  }

  private void desire(int symbols) {
    rig.desire(symbols(symbols));
    rig.tradeEvery(500, Set.of(symbols(symbols)));
  }

  @AfterEach
  void keepsItsWord() {
    assertThat(rig.ledger.broken).isEmpty();
    assertThat(rig.exchange.complaints).isEmpty();
  }

  @Test
  void asksAgainAfterAMoment_whenToRetry() {
    rig.exchange.nextRefusal = answer(500, "system error");
    desire(1);

    rig.pass(1);
    assertThat(rig.ledger.covered()).hasSize(1);
    rig.pass(3);

    assertThat(rig.ledger.covered()).hasSize(2);
    assertThat(rig.ledger.losses).isEmpty();
  }

  @Test
  void saysNothingButPings_whenToSlowDown() {
    rig.exchange.nextRefusal = answer(509, "exceed max permits per second");
    desire(1);
    rig.pass(1);
    long before = rig.sent("subscribe");

    rig.desire("S0", "S1");
    rig.pass(8);
    assertThat(rig.sent("subscribe")).isEqualTo(before);
    rig.pass(4);

    assertThat(rig.ledger.covered()).hasSize(4);
  }

  @Test
  void shelvesOnlyTheUnknownSymbol_ofAHundred() {
    rig.exchange.unknownSymbols.add("S42");
    desire(100);

    rig.pass(60);

    assertThat(rig.ledger.covered()).hasSize(198);
    long asked = rig.sent("subscribe");
    rig.pass(500);
    assertThat(rig.sent("subscribe")).isEqualTo(asked);

    rig.exchange.unknownSymbols.clear();
    rig.pass(100);
    assertThat(rig.ledger.covered()).hasSize(200);
  }

  @Test
  void reportsTheLimitAndFillsUpToIt_whenTheSocketIsFull() {
    rig.exchange.topicsPerSession = 120;
    desire(100);

    rig.pass(70);
    assertThat(rig.ledger.limits).containsExactly(120);
    assertThat(rig.ledger.covered()).hasSize(120);

    rig.desire(symbols(60));
    rig.pass(5);
    assertThat(rig.ledger.covered()).hasSize(120);
    assertThat(rig.ledger.covered()).containsExactlyInAnyOrderElementsOf(rig.topics(symbols(60)));
  }

  @Test
  void carriesTheRest_whenTheListenerTakesTopicsAwayAtOnce() {
    rig.exchange.topicsPerSession = 120;
    rig.ledger.onLimit = () -> rig.desire(symbols(60));
    desire(100);

    rig.pass(5);

    assertThat(rig.ledger.limits).containsExactly(120);
    assertThat(rig.ledger.covered()).containsExactlyInAnyOrderElementsOf(rig.topics(symbols(60)));
  }

  @Test
  void sendsSmallerBatches_whenOneWasTooLarge() {
    rig.exchange.symbolsPerRequest = 30;
    desire(100);

    rig.pass(5);

    assertThat(rig.ledger.covered()).hasSize(200);
    assertThat(rig.sent("subscribe")).isEqualTo(2 + 4 + 4);
  }

  @Test
  void comesBackWithANewToken_whenRefusedAtTheDoor() {
    rig.exchange.refusal = answer(401, "token is expired");
    desire(1);
    rig.pass(10);
    assertThat(rig.ledger.losses).hasSizeBetween(3, 5).containsOnly(LossReason.REFUSED);

    rig.exchange.refusal = null;
    rig.pass(30);

    assertThat(rig.ledger.covered()).hasSize(2);
  }

  @Test
  void comesBackLate_whenTheExchangeHasTooManyOfUs() {
    rig.exchange.refusal = answer(503, "service busy");
    desire(1);

    rig.pass(45);
    assertThat(rig.exchange.connectsMs).hasSize(1);
    rig.pass(30);

    assertThat(rig.exchange.connectsMs).hasSize(2);
  }

  @Test
  void leavesIt_whenTheErrorIsUnknown() {
    rig.exchange.nextRefusal = answer(777, "something new");
    desire(1);

    rig.pass(50);
    assertThat(rig.ledger.covered()).hasSize(1);
    rig.pass(20);

    assertThat(rig.ledger.covered()).hasSize(2);
    assertThat(rig.ledger.losses).isEmpty();
  }
}
