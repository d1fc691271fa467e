package io.tickwire.push.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import io.tickwire.testsupport.ManualClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdmissionTest {
  private final ManualClock clock = new ManualClock(Instant.ofEpochSecond(1_700_000_000));
  private final Admission admission =
      new Admission(new AdmissionConfig(List.of(), 2, 1, 3, 30_000, 0, 0, 0, 0));

  private void fail(String address, int times) {
    for (int i = 0; i < times; i++) {
      admission.failed(address, clock.millis());
    }
  }

  private long bannedForMs(String address) {
    return admission.bannedForMs(address, clock.millis());
  }

  @Test
  void refusesTheThirdConnection_ofAnAddress_untilOneLeaves() {
    assertThat(admission.enter("1.1.1.1")).isTrue();
    assertThat(admission.enter("1.1.1.1")).isTrue();
    assertThat(admission.enter("1.1.1.1")).isFalse();
    assertThat(admission.enter("2.2.2.2")).isTrue();
    admission.leave("1.1.1.1");
    assertThat(admission.enter("1.1.1.1")).isTrue();
  }

  @Test
  void refusesTheSecondConnection_ofAUser_untilTheFirstLeaves() {
    assertThat(admission.enterAs("alice")).isTrue();
    assertThat(admission.enterAs("alice")).isFalse();
    assertThat(admission.enterAs("bob")).isTrue();
    admission.leaveAs("alice");
    assertThat(admission.enterAs("alice")).isTrue();
  }

  @Test
  void bansAnAddress_afterTooManyFailures_forAWhile() {
    fail("1.1.1.1", 3);
    assertThat(bannedForMs("1.1.1.1")).isZero();
    fail("1.1.1.1", 1);
    assertThat(bannedForMs("1.1.1.1")).isEqualTo(30_000);
    assertThat(bannedForMs("2.2.2.2")).isZero();
    clock.advance(Duration.ofSeconds(30));
    assertThat(bannedForMs("1.1.1.1")).isZero();
  }

  @Test
  void bansForTwiceAsLong_eachTime_upTo32Times() {
    for (int times : List.of(1, 2, 4, 8, 16, 32, 32, 32)) {
      fail("1.1.1.1", 4);
      assertThat(bannedForMs("1.1.1.1")).isEqualTo(times * 30_000L);
      clock.advance(Duration.ofSeconds(times * 30L));
    }
  }

  @Test
  void bansForNoLonger_whenMoreFailuresComeWhileItDoes() {
    fail("1.1.1.1", 40);
    assertThat(bannedForMs("1.1.1.1")).isEqualTo(30_000);
  }

  @Test
  void forgetsBans_afterTwiceTheLastOneWithoutAFailure() {
    fail("1.1.1.1", 4);
    clock.advance(Duration.ofMillis(59_999));
    fail("2.2.2.2", 1);
    fail("1.1.1.1", 4);
    assertThat(bannedForMs("1.1.1.1")).isEqualTo(60_000);
    clock.advance(Duration.ofMillis(119_999));
    fail("2.2.2.2", 1);
    fail("1.1.1.1", 4);
    assertThat(bannedForMs("1.1.1.1")).isEqualTo(120_000);
    clock.advance(Duration.ofMinutes(4));
    fail("1.1.1.1", 4);
    assertThat(bannedForMs("1.1.1.1")).isEqualTo(30_000);
  }

  @Test
  void remembersNobody_whoseBansAreForgotten() {
    fail("1.1.1.1", 4);
    clock.advance(Duration.ofSeconds(60));
    fail("2.2.2.2", 1);
    assertThat(admission.remembered()).isEqualTo(1);
  }

  @Test
  void forgetsFailures_afterAMinute() {
    fail("1.1.1.1", 3);
    clock.advance(Duration.ofSeconds(60));
    fail("1.1.1.1", 3);
    assertThat(bannedForMs("1.1.1.1")).isZero();
    clock.advance(Duration.ofSeconds(60));
    fail("2.2.2.2", 1);
    assertThat(admission.remembered()).isEqualTo(1);
  }

  @Test
  void remembersNoMoreThanItsBound() {
    for (int i = 0; i < Admission.MOST_REMEMBERED + 500; i++) {
      fail("10." + i, 1);
    }
    assertThat(admission.remembered()).isEqualTo(Admission.MOST_REMEMBERED);
  }

  @Test
  void setsNoLimits_whenTheyAreZero() {
    Admission open = new Admission(new AdmissionConfig(List.of(), 0, 0, 0, 30_000, 0, 0, 0, 0));
    for (int i = 0; i < 1_000; i++) {
      assertThat(open.enter("1.1.1.1") && open.enterAs("alice")).isTrue();
      open.failed("1.1.1.1", clock.millis());
    }
    assertThat(open.bannedForMs("1.1.1.1", clock.millis())).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "1.2.3.4 | - | 0 | 1.2.3.4",
        "1.2.3.4 | 9.9.9.9 | 0 | 1.2.3.4",
        "1.2.3.4 | 9.9.9.9 | 1 | 9.9.9.9",
        "1.2.3.4 | 6.6.6.6, 9.9.9.9 | 1 | 9.9.9.9",
        "1.2.3.4 | 6.6.6.6, 9.9.9.9, 8.8.8.8 | 2 | 9.9.9.9",
        "1.2.3.4 | 9.9.9.9 | 3 | 9.9.9.9",
        "1.2.3.4 | unknown | 1 | 1.2.3.4",
        "1.2.3.4 | - | 1 | 1.2.3.4",
        "2001:db8::1 | - | 0 | 2001:db8:0:0::/64",
        "2001:0db8:0:0:ffff:1:2:3 | - | 0 | 2001:db8:0:0::/64",
        "fe80::1%eth0 | - | 0 | fe80:0:0:0::/64",
        "::1 | - | 0 | 0:0:0:0::/64",
        "::ffff:1.2.3.4 | - | 0 | 1.2.3.4",
      })
  void countsForTheClient_asFarAsItIsKnown(
      String peer, String forwardedFor, int proxies, String expected) {
    assertThat(ClientAddress.of(peer, forwardedFor, proxies)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "- | app.example.com | true",
        "https://app.example.com | app.example.com | true",
        "https://APP.example.com | app.example.com:443 | true",
        "http://127.0.0.1:8080 | 127.0.0.1:8080 | true",
        "http://[::1]:8080 | [::1]:8080 | true",
        "http://127.0.0.1:8081 | 127.0.0.1:8080 | false",
        "https://evil.com | app.example.com | false",
        "https://app.example.com.evil.com | app.example.com | false",
        "https://evil.com/app.example.com | app.example.com | false",
        "https://user@app.example.com | app.example.com | false",
        "null | app.example.com | false",
        "https://partner.example.com | app.example.com | true",
        "http://partner.example.com | app.example.com | false",
        "https://app.example.com | - | false",
      })
  void allowsPages_ofThisHostAndOfThoseThatAreSet(String origin, String host, boolean allowed) {
    assertThat(new Origins(List.of("https://Partner.example.com")).allow(origin, host))
        .isEqualTo(allowed);
  }

  @Test
  void allowsEveryPage_whenAllAre() {
    assertThat(new Origins(List.of("*")).allow("null", "x")).isTrue();
  }

  @Test
  void limitsUsersAndAddresses_unlessItIsToldOtherwise() {
    assertThat(AdmissionConfig.from(Settings.of(Map.of()), 100, 1_000))
        .isEqualTo(new AdmissionConfig(List.of(), 1_000, 100, 100, 60_000, 500, 2_000, 10_000, 0));
    Map<String, String> unlimited =
        Map.of(
            "push.admission.max-per-address", "0",
            "push.admission.max-per-user", "0",
            "push.admission.max-messages-per-user", "0",
            "push.admission.max-messages-per-address", "0",
            "push.admission.max-subscriptions-per-user", "0");
    assertThat(AdmissionConfig.from(Settings.of(unlimited), 100, 1_000))
        .isEqualTo(new AdmissionConfig(List.of(), 0, 0, 100, 60_000, 0, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "push.admission.origins, app.example.com",
    "push.admission.origins, https://app.example.com/path",
    "push.admission.ban, 10ms",
    "push.admission.max-per-address, -1",
    "push.admission.max-per-user, x",
    "push.admission.max-failures, -1",
    "push.admission.max-messages-per-user, -1",
    "push.admission.max-subscriptions-per-user, -1",
    "push.admission.max-messages-per-address, many",
    "push.admission.trusted-proxies, 17",
  })
  void stopsTheStart_whenASettingCannotBe(String key, String value) {
    assertThatThrownBy(() -> AdmissionConfig.from(Settings.of(Map.of(key, value)), 100, 1_000))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }
}
