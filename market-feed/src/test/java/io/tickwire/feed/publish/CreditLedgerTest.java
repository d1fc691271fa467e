package io.tickwire.feed.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.TickCredit;
import io.tickwire.common.wire.TickListening;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class CreditLedgerTest {
  private final CreditLedger ledger = new CreditLedger(1_000);
  private long sequence;

  @BeforeEach
  void listen() {
    ledger.onListening(new TickListening("slow", Set.of(0, 1)), 0);
    ledger.onListening(new TickListening("quick", Set.of(0)), 0);
  }

  private int frame(int partition, int bytes) {
    return ledger.onFrame(partition, ++sequence, bytes);
  }

  private void credit(String consumer, long upTo, long nowMs) {
    ledger.onCredit(new TickCredit(consumer, Map.of(0, upTo)), nowMs);
  }

  @Test
  void cuts_overTheWindow() {
    frame(0, 500);
    credit("quick", 1, 1);
    frame(0, 500);
    assertThat(ledger.isAnyCut()).isFalse();
    frame(0, 1);
    assertThat(ledger.cut()).isEqualTo(1);
    assertThat(ledger.healthy(0)).containsExactly("quick");
  }

  @Test
  void countsAllPartitionsTogether() {
    ledger.onFrame(0, 1, 600);
    credit("quick", 1, 1);
    ledger.onFrame(1, 1, 600);
    assertThat(ledger.healthy(1)).isEmpty();
    assertThat(ledger.healthy(0)).containsExactly("quick");
  }

  @Test
  void countsNothing_thatIsWithheld() {
    frame(0, 1_001);
    credit("quick", 1, 1);
    assertThat(frame(0, 900)).isEqualTo(1);
    assertThat(ledger.all().iterator().next().bytesInFlight()).isEqualTo(1_001);
  }

  @Test
  void isHealthyAgain_underHalfOfTheWindow() {
    frame(0, 400);
    frame(0, 200);
    frame(0, 300);
    credit("quick", 3, 1);
    frame(0, 200);
    credit("quick", 4, 1);
    assertThat(ledger.cut()).isEqualTo(1);
    frame(0, 50);
    assertThat(ledger.onCredit(new TickCredit("slow", Map.of(0, 1L)), 2)).isEmpty();
    assertThat(ledger.cut()).isEqualTo(1);
    assertThat(ledger.onCredit(new TickCredit("slow", Map.of(0, 3L)), 2)).containsExactly(0);
    assertThat(ledger.cut()).isZero();
    assertThat(ledger.healthy(0)).containsExactly("slow", "quick");
  }

  @Test
  void forgets_whoSaysNothing() {
    credit("quick", 0, 5_000);
    ledger.expire(60_001);
    assertThat(ledger.consumers()).isEqualTo(1);
    ledger.expire(65_001);
    assertThat(ledger.consumers()).isZero();
  }

  @Test
  void forgetsTheCut_thoughTheyStillListen() {
    frame(0, 1_001);
    credit("quick", 1, 50_000);
    ledger.onListening(new TickListening("slow", Set.of(0)), 50_000);
    ledger.expire(60_001);
    assertThat(ledger.isAnyCut()).isFalse();
    assertThat(ledger.healthy(0)).containsExactly("quick");
  }

  @Test
  void forgetsAtOnce_whoLeaves() {
    frame(0, 1_001);
    ledger.onListening(new TickListening("slow", Set.of()), 1);
    ledger.onListening(new TickListening("quick", Set.of()), 1);
    assertThat(ledger.isAnyCut()).isFalse();
    assertThat(ledger.consumers()).isZero();
  }

  @Test
  void owesNothing_forAPartitionThatWasLeft() {
    ledger.onFrame(1, 1, 900);
    ledger.onListening(new TickListening("slow", Set.of(0)), 1);
    frame(0, 200);
    assertThat(ledger.isAnyCut()).isFalse();
    assertThat(ledger.healthy(1)).isEmpty();
  }

  @Test
  void knows_whoOnlyAcknowledges() {
    credit("other", 5, 1);
    assertThat(ledger.healthy(0)).containsExactly("slow", "quick", "other");
  }

  @Test
  void keepsCount_overManyFrames() {
    for (int i = 0; i < 1_000; i++) {
      frame(0, 20);
      if (i % 20 == 19) {
        credit("quick", sequence, 1);
        credit("slow", sequence - 10, 1);
      }
    }
    assertThat(ledger.isAnyCut()).isFalse();
  }
}
