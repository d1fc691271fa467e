package io.tickwire.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerVersionTest {
  @ParameterizedTest
  @CsvSource({
    "Redis server v=5.0.14 sha=0, false",
    "Redis server v=6.0.16 sha=0, false",
    "Redis server v=6.2.11 sha=0, true",
    "Redis server v=7.0.15 sha=0, true",
    "Valkey server v=8.0.1 sha=0, true",
  })
  void isEnough_fromSixTwoOn(String printed, boolean enough) {
    assertThat(ServerVersion.parse(printed)).map(ServerVersion::isEnough).contains(enough);
  }

  @Test
  void isUnknown_whenNoneIsPrinted() {
    assertThat(ServerVersion.parse("true (GNU coreutils) 9.1")).isEmpty();
    assertThat(ServerVersion.parse("")).isEmpty();
  }
}
