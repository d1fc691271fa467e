package io.tickwire.common.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.impl.types.ErrorType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedisTroubleTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "LOADING Redis is loading the dataset in memory|LOADING",
        "MOVED 3999 127.0.0.1:6381|MOVED",
        "ASK 3999 127.0.0.1:6381|ASK",
        "CLUSTERDOWN Hash slot not served|CLUSTERDOWN",
        "NOSCRIPT No matching script.|NOSCRIPT",
        "BUSYGROUP Consumer Group name already exists|GROUP",
        "NOPERM this user has no permissions|DENIED",
        "ERR max number of clients reached|OVERLOAD",
        "ERR [0] WRONGTYPE Operation against a key|WRONGTYPE",
        "CONNECTION_CLOSED|CONNECTION",
        "ERR value is not an integer|ERROR",
        "WRONGTYPE Operation against a key script: f00, on @user_script:14.|WRONGTYPE",
        "ERR Error running script (call to f_1): @user_script:14: WRONGTYPE Operation|WRONGTYPE",
        "ERR Error running script (call to f_1): @user_script: 14: -OOM command|OOM",
        "ERR Error running script (call to f_1): @user_script:3: attempt to index|ERROR",
      })
  void isToldByTheAnswer(String message, RedisTrouble trouble) {
    assertThat(RedisTrouble.of(ErrorType.create(message))).isEqualTo(trouble);
  }

  @Test
  void isPermanent_onlyWhenAskingAgainCannotHelp() {
    assertThat(RedisTrouble.values())
        .filteredOn(RedisTrouble::isPermanent)
        .containsExactly(RedisTrouble.WRONGTYPE, RedisTrouble.ERROR);
    assertThat(RedisTrouble.of(new RedisTimeoutException("get", 50, true)))
        .isEqualTo(RedisTrouble.TIMEOUT);
    assertThat(RedisTrouble.of(new java.net.ConnectException("refused")))
        .isEqualTo(RedisTrouble.CONNECTION);
    assertThat(RedisTrouble.of(new IllegalArgumentException("not an outcome")))
        .isEqualTo(RedisTrouble.ERROR);
  }
}
