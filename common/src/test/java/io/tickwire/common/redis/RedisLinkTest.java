package io.tickwire.common.redis;

import static io.tickwire.common.redis.RedisFixture.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.tickwire.common.config.Settings;
import io.tickwire.common.wire.Event;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisLinkTest {
  private static final Event EVENT =
      new Event("alert", "user:alice", 1, TextNode.valueOf("up"), null);

  @TempDir Path folder;
  private RedisFixture redis;
  private RedisLink link;

  @BeforeEach
  void start() {
    redis = new RedisFixture(folder);
    link = redis.link();
  }

  @AfterEach
  void stop() {
    redis.close();
  }

  @Test
  void manyCommandsAtOnceAllSucceed_whenConnectionsAreFew() {
    List<Future<Response>> all =
        IntStream.range(0, 2_000)
            .mapToObj(i -> link.send(Request.cmd(Command.INCR).arg("n")))
            .toList();
    await(Future.all(all));
    assertThat(await(link.send(Request.cmd(Command.GET).arg("n"))).toInteger()).isEqualTo(2_000);
  }

  @Test
  void runsTheScript_whenRedisForgotIt() {
    EventLog log = new EventLog(link, Duration.ofHours(1));
    String first = await(log.append(EVENT, "one"));
    await(link.send(Request.cmd(Command.SCRIPT).arg("FLUSH")));
    String second = await(log.append(EVENT, "two"));
    assertThat(second).isGreaterThan(first);
  }

  @Test
  void keepsOneEvent_whenTheKeyIsUsedTwice() {
    EventLog log = new EventLog(link, Duration.ofHours(1));
    String first = await(log.append(EVENT, "exe_1:closed"));
    assertThat(await(log.append(EVENT, "exe_1:closed"))).isEqualTo(first);
    assertThat(await(link.send(Request.cmd(Command.XLEN).arg(Keys.EVENTS))).toInteger())
        .isEqualTo(1);
    assertThat(await(StreamTail.newest(link, Keys.EVENTS))).isEqualTo(first);
  }

  @Test
  void recovers_whenTheServerWasKilled() {
    await(link.send(Request.cmd(Command.SET).arg("k").arg("v")));
    redis.kill();
    assertThat(await(link.isAnswering())).isFalse();
    redis.restart();
    assertThat(await(untilAnswering())).isTrue();
    assertThat(await(link.send(Request.cmd(Command.GET).arg("k")))).hasToString("v");
  }

  /** Each probe is bounded by the link's own time limit. */
  private Future<Boolean> untilAnswering() {
    return link.isAnswering().compose(yes -> yes ? Future.succeededFuture(true) : untilAnswering());
  }

  @Test
  void keepsAForeignTagOut_whenAUserNameHoldsBraces() {
    assertThat(Keys.user("a}:x{b", "account")).isEqualTo("tickwire:{u:a%7D%3Ax%7Bb}:account");
    assertThat(Keys.user("alice@x.io", "ledger")).isEqualTo("tickwire:{u:alice@x.io}:ledger");
  }

  @Test
  void doesNotShowThePassword_whenTheAddressIsImpossible() {
    Settings settings = Settings.of(Map.of("redis.uri", "http://:secret@host"));
    assertThatThrownBy(() -> RedisConfig.from(settings))
        .hasMessageContaining("TICKWIRE_REDIS_URI")
        .hasMessageNotContaining("secret");
  }
}
