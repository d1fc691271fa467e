package io.tickwire.push.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AdmissionTest {
  private static final long NOW_MS = 1_700_000_000_000L;

  private final Admission admission =
      new Admission(
          config(
              Map.of(
                  "push.admission.max-per-address", "2",
                  "push.admission.max-per-user", "1",
                  "push.admission.max-failures", "3",
                  "push.admission.max-refused-messages", "5",
                  "push.admission.ban", "30s")));

  private static AdmissionConfig config(Map<String, String> settings) {
    return AdmissionConfig.from(Settings.of(settings), 0, 0);
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
  void bansAnAddress_afterTooManyFailures() {
    for (int i = 0; i < 3; i++) {
      admission.failed("1.1.1.1", NOW_MS);
    }
    assertThat(admission.bannedForMs("1.1.1.1", NOW_MS)).isZero();
    admission.failed("1.1.1.1", NOW_MS);
    assertThat(admission.bannedForMs("1.1.1.1", NOW_MS + 10_000)).isEqualTo(20_000);
    assertThat(admission.bannedForMs("2.2.2.2", NOW_MS)).isZero();
    assertThat(admission.userBannedForMs("1.1.1.1", NOW_MS)).isZero();
  }

  @Test
  void bansAnAddress_thatSendsOn_withoutSayingWhoItIs() {
    for (int i = 0; i < 5; i++) {
      assertThat(admission.flooded("1.1.1.1", NOW_MS)).isFalse();
    }
    assertThat(admission.flooded("1.1.1.1", NOW_MS)).isTrue();
    assertThat(admission.bannedForMs("1.1.1.1", NOW_MS)).isEqualTo(30_000);
  }

  @Test
  void bansAUser_whoSendsOn_andNobodyOfThatAddress() {
    for (int i = 0; i < 5; i++) {
      assertThat(admission.floodedBy("1.1.1.1", NOW_MS)).isFalse();
    }
    assertThat(admission.floodedBy("1.1.1.1", NOW_MS)).isTrue();
    assertThat(admission.userBannedForMs("1.1.1.1", NOW_MS)).isEqualTo(30_000);
    assertThat(admission.bannedForMs("1.1.1.1", NOW_MS)).isZero();
  }

  @Test
  void setsNoLimits_whenTheyAreZero() {
    Admission open =
        new Admission(
            config(
                Map.of(
                    "push.admission.max-per-address", "0",
                    "push.admission.max-per-user", "0",
                    "push.admission.max-failures", "0",
                    "push.admission.max-refused-messages", "0")));
    for (int i = 0; i < 2_000; i++) {
      assertThat(open.enter("1.1.1.1") && open.enterAs("alice")).isTrue();
      open.failed("1.1.1.1", NOW_MS);
      assertThat(open.flooded("1.1.1.1", NOW_MS) || open.floodedBy("alice", NOW_MS)).isFalse();
    }
    assertThat(open.bannedForMs("1.1.1.1", NOW_MS)).isZero();
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
  void limitsUsersAddressesAndAll_unlessItIsToldOtherwise() {
    assertThat(AdmissionConfig.from(Settings.of(Map.of()), 100, 1_000))
        .isEqualTo(
            new AdmissionConfig(
                List.of(),
                1_000,
                100,
                new BanRules(100, 10_000, 60_000),
                new BanRules(1_000, 0, 60_000),
                new Shares(500, 2_000, 20_000),
                new Shares(10_000, 100_000, 500_000),
                0));
  }

  @Test
  void readsEachLimit_fromItsSetting() {
    Map<String, String> settings = new HashMap<>();
    List<String> keys =
        List.of(
            "max-per-address",
            "max-per-user",
            "max-failures",
            "max-failures-of-all",
            "max-refused-messages",
            "max-messages-per-user",
            "max-messages-per-address",
            "max-messages",
            "max-subscriptions-per-user",
            "max-subscriptions-per-address",
            "max-subscriptions",
            "trusted-proxies");
    keys.forEach(
        key -> settings.put("push.admission." + key, Integer.toString(keys.indexOf(key) + 1)));
    assertThat(AdmissionConfig.from(Settings.of(settings), 100, 1_000))
        .isEqualTo(
            new AdmissionConfig(
                List.of(),
                1,
                2,
                new BanRules(3, 4, 60_000),
                new BanRules(5, 0, 60_000),
                new Shares(6, 7, 8),
                new Shares(9, 10, 11),
                12));
  }

  @ParameterizedTest
  @CsvSource({
    "push.admission.origins, app.example.com",
    "push.admission.origins, https://app.example.com/path",
    "push.admission.ban, 10ms",
    "push.admission.max-per-address, -1",
    "push.admission.max-per-user, x",
    "push.admission.max-failures, -1",
    "push.admission.max-failures-of-all, -1",
    "push.admission.max-refused-messages, -1",
    "push.admission.max-messages, -1",
    "push.admission.max-messages-per-user, -1",
    "push.admission.max-subscriptions, -1",
    "push.admission.max-subscriptions-per-address, -1",
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
