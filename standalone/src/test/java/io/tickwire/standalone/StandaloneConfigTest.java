package io.tickwire.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.config.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class StandaloneConfigTest {
  @Test
  void liftsTheLimitsOfUsersAndAddresses_thatAreNotSet() {
    Settings settings = Settings.of(Map.of("push.admission.max-per-user", "3"));
    assertThat(StandaloneConfig.from(settings, Exchange.SIMULATOR).limits())
        .containsOnlyKeys(
            "push.admission.max-per-address",
            "push.admission.max-messages-per-address",
            "push.admission.max-messages-per-user",
            "push.admission.max-subscriptions-per-address",
            "push.admission.max-subscriptions-per-user")
        .allSatisfy((key, value) -> assertThat(value).isEqualTo("0"));
  }
}
