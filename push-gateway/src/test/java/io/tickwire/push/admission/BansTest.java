package io.tickwire.push.admission;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.testsupport.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BansTest {
  private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_700_000_000));
  private final Bans bans = new Bans(new BanRules(3, 0, 30_000));

  private void fault(String name, int times) {
    fault(bans, name, times);
  }

  private void fault(Bans of, String name, int times) {
    for (int i = 0; i < times; i++) {
      of.fault(name, clock.millis());
    }
  }

  private long bannedForMs(String name) {
    return bans.forMs(name, clock.millis());
  }

  @Test
  void bans_afterTooManyFaults_forAWhile() {
    fault("1.1.1.1", 3);
    assertThat(bannedForMs("1.1.1.1")).isZero();
    assertThat(bans.fault("1.1.1.1", clock.millis())).isTrue();
    assertThat(bannedForMs("1.1.1.1")).isEqualTo(30_000);
    assertThat(bannedForMs("2.2.2.2")).isZero();
    clock.advance(Duration.ofSeconds(30));
    assertThat(bannedForMs("1.1.1.1")).isZero();
    clock.advance(Duration.ofSeconds(30));
    assertThat(bans.fault("1.1.1.1", clock.millis())).isFalse();
  }

  @Test
  void saysThatItBans_asLongAsItDoes() {
    fault("1.1.1.1", 4);
    clock.advance(Duration.ofMillis(29_999));
    assertThat(bans.fault("1.1.1.1", clock.millis())).isTrue();
  }

  @Test
  void bansForTwiceAsLong_eachTime_upTo32Times() {
    for (int times : List.of(1, 2, 4, 8, 16, 32, 32, 32)) {
      fault("1.1.1.1", 4);
      assertThat(bannedForMs("1.1.1.1")).isEqualTo(times * 30_000L);
      clock.advance(Duration.ofSeconds(times * 30L));
    }
  }

  @Test
  void bansForNoLonger_whenMoreFaultsComeWhileItDoes() {
    fault("1.1.1.1", 40);
    assertThat(bannedForMs("1.1.1.1")).isEqualTo(30_000);
  }

  @Test
  void forgetsBans_afterTwiceTheLastOneWithoutAFault() {
    fault("1.1.1.1", 4);
    clock.advance(Duration.ofMillis(59_999));
    fault("2.2.2.2", 1);
    fault("1.1.1.1", 4);
    assertThat(bannedForMs("1.1.1.1")).isEqualTo(60_000);
    clock.advance(Duration.ofMillis(119_999));
    fault("2.2.2.2", 1);
    fault("1.1.1.1", 4);
    assertThat(bannedForMs("1.1.1.1")).isEqualTo(120_000);
    clock.advance(Duration.ofMinutes(4));
    fault("1.1.1.1", 4);
    assertThat(bannedForMs("1.1.1.1")).isEqualTo(30_000);
  }

  @Test
  void remembersNobody_whoseBansAreForgotten() {
    fault("1.1.1.1", 4);
    clock.advance(Duration.ofSeconds(60));
    fault("2.2.2.2", 1);
    assertThat(bans.remembered()).isEqualTo(1);
  }

  @Test
  void forgetsFaults_afterAMinute() {
    fault("1.1.1.1", 3);
    clock.advance(Duration.ofSeconds(60));
    fault("1.1.1.1", 3);
    assertThat(bannedForMs("1.1.1.1")).isZero();
    clock.advance(Duration.ofSeconds(60));
    fault("2.2.2.2", 1);
    assertThat(bans.remembered()).isEqualTo(1);
  }

  @Test
  void remembersNoMoreThanItsBound() {
    for (int i = 0; i < Bans.MOST_REMEMBERED + 500; i++) {
      fault("10." + i, 1);
    }
    assertThat(bans.remembered()).isEqualTo(Bans.MOST_REMEMBERED);
  }

  @Test
  void allowsATenth_whileFaultsOfAllAreTooMany() {
    Bans crowded = new Bans(new BanRules(20, 100, 30_000));
    for (int i = 0; i < 50; i++) {
      fault(crowded, "10.0.0." + i, 2);
    }
    fault(crowded, "1.1.1.1", 2);
    assertThat(crowded.forMs("1.1.1.1", clock.millis())).isZero();
    fault(crowded, "1.1.1.1", 1);
    assertThat(crowded.forMs("1.1.1.1", clock.millis())).isEqualTo(30_000);
    clock.advance(Duration.ofMinutes(1));
    fault(crowded, "1.1.1.1", 20);
    assertThat(crowded.forMs("1.1.1.1", clock.millis())).isZero();
  }

  @Test
  void allowsOne_howeverFewATenthIs() {
    Bans crowded = new Bans(new BanRules(5, 1, 30_000));
    fault(crowded, "2.2.2.2", 2);
    assertThat(crowded.fault("1.1.1.1", clock.millis())).isFalse();
    assertThat(crowded.fault("1.1.1.1", clock.millis())).isTrue();
  }

  @Test
  void bansNobody_whenThereIsNoLimit() {
    Bans none = new Bans(new BanRules(0, 100, 30_000));
    fault(none, "1.1.1.1", 1_000);
    assertThat(none.forMs("1.1.1.1", clock.millis())).isZero();
    assertThat(none.remembered()).isZero();
  }
}
