package io.tickwire.common.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands of all modules, as an upgrade of the client could move their keys. */
class RequestKeysTest {
  private static final int SLOT = HashSlot.of("k");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "get k",
        "set k v",
        "incr k",
        "del k",
        "exists k",
        "hget k f",
        "hset k f v",
        "hdel k f",
        "hlen k",
        "hexists k f",
        "hgetall k",
        "hmget k f",
        "hscan k 0 COUNT 10",
        "zcard k",
        "zscore k m",
        "zcount k 1 2",
        "zrevrank k m",
        "zrevrange k 0 9",
        "xadd k * f v",
        "xlen k",
        "xrange k - +",
        "xrevrange k + - COUNT 1",
        "xtrim k MINID ~ 0",
        "xack k g 1-0",
        "xpending k g",
        "xautoclaim k g c 100 0",
        "xread COUNT 1 BLOCK 5 STREAMS k 0",
        "xreadgroup GROUP g c COUNT 1 STREAMS k >",
        "xgroup CREATE k g 0 MKSTREAM",
        "xinfo GROUPS k",
        "evalsha abc 2 k {k}:other 1",
        "eval source 1 k 1",
      })
  void isTheSlotOfTheKey(String command) {
    assertThat(RequestKeys.slot(request(command))).isEqualTo(SLOT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "time", "info", "scan 0 MATCH *", "config GET x", "script FLUSH"})
  void isAny_withoutAKey(String command) {
    assertThat(RequestKeys.slot(request(command))).isEqualTo(RequestKeys.ANY);
  }

  @Test
  void isRefused_whenTheKeysAreInSeveralSlots() {
    assertThatThrownBy(() -> RequestKeys.slot(request("exists a b")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("must share a hash tag: command=exists");
  }

  private static Request request(String text) {
    String[] words = text.split(" ", -1);
    Request request = Request.cmd(Command.create(words[0]));
    for (int i = 1; i < words.length; i++) {
      request.arg(words[i]);
    }
    return request;
  }
}
