package io.tickwire.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.ConfigException;
import io.tickwire.common.config.Settings;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.rules.accounting.FundingTimes;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RulesConfigTest {
  @Test
  void hasDefaults_whenNothingIsSet() {
    assertThat(RulesConfig.from(Settings.of(Map.of()), "me"))
        .isEqualTo(
            new RulesConfig(
                "me",
                2,
                Map.of("USDT", 10_000_000_000_000L, "XBT", 1_000_000_000L),
                200,
                Duration.ofSeconds(5),
                Duration.ofSeconds(2),
                Duration.ofSeconds(30),
                Duration.ofSeconds(15),
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                Duration.ofHours(1),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                new FundingTimes(new FundingSchedule(28_800_000, 14_400_000), false)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "rules.replicas | 0",
        "rules.replicas | two",
        "rules.max-triggers | -1",
        "rules.paper-balances | USDT",
        "rules.paper-balances | USDT:1,XBT",
        "rules.paper-balances | USDT:-1",
        "rules.paper-balances | USDT:0.000000001",
        "rules.paper-balances | USDT:99999999999",
        "rules.claim-after | 1ms",
        "rules.price-wait | 1m",
        "rules.sweep | soon",
        "rules.demand-ttl | 0s",
        "rules.catch-up | 0s",
        "rules.events-kept | 1s",
        "rules.funding-every | often",
        "rules.funding-offset | 8h"
      })
  void refuses_whatCannotBe(String key, String value) {
    assertThatThrownBy(() -> RulesConfig.from(Settings.of(Map.of(key, value)), "me"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining(key);
  }
}
