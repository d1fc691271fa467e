package io.tickwire.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HashSlotTest {
  /** As a Redis server answers {@code CLUSTER KEYSLOT}. */
  @ParameterizedTest
  @CsvSource({"123456789,12739", "foo,12182", "hello,866", "'',0", "x{foo}y,12182", "{}foo,9500"})
  void isTheServersSlot(String key, int slot) {
    assertThat(HashSlot.of(key)).isEqualTo(slot);
  }

  @Test
  void isOne_forAllKeysOfAPartitionAndOfAUser() {
    assertThat(HashSlot.of(Keys.partition(7, "state")))
        .isEqualTo(HashSlot.of(Keys.partition(7, "changes")))
        .isNotEqualTo(HashSlot.of(Keys.partition(8, "changes")));
    assertThat(HashSlot.of(Keys.user("é}{", "ledger")))
        .isEqualTo(HashSlot.of(Keys.user("é}{", "account")));
    assertThat(HashSlot.of(Keys.EVENTS)).isEqualTo(HashSlot.of(Keys.eventKey("exe_1:closed")));
    assertThat(HashSlot.of(Keys.EVENTS))
        .isEqualTo(HashSlot.of(Keys.publishedKey("ab")))
        .isEqualTo(HashSlot.of(Keys.publishingKey("cd")));
    assertThat(HashSlot.of(Keys.API_KEYS)).isEqualTo(HashSlot.of(Keys.API_KEY_CHANGES));
    assertThat(HashSlot.of(Keys.POLL_LEASE)).isEqualTo(HashSlot.of(Keys.POLL_SINCE));
  }
}
