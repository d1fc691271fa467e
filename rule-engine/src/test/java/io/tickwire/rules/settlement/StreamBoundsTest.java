package io.tickwire.rules.settlement;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What Redis really answers about a consumer group. */
class StreamBoundsTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private final Vertx vertx = Vertx.vertx();
  private final RedisLink redis =
      RedisLink.create(vertx, new RedisConfig(REDIS.uri(), Duration.ofSeconds(3), 1));

  @BeforeEach
  void threeEntriesOfWhichTwoAreHandedOut() {
    send(Request.cmd(Command.FLUSHALL));
    for (String id : new String[] {"10-0", "20-0", "30-0"}) {
      send(Request.cmd(Command.XADD).arg("s").arg(id).arg("a").arg("b"));
    }
    send(Request.cmd(Command.XGROUP).arg("CREATE").arg("s").arg("accounting").arg("0"));
    send(
        Request.cmd(Command.XREADGROUP)
            .arg("GROUP")
            .arg("accounting")
            .arg("c")
            .arg("COUNT")
            .arg(2)
            .arg("STREAMS")
            .arg("s")
            .arg(">"));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private Response send(Request request) {
    return await(redis.send(request));
  }

  private String bound(String oldest) {
    Response groups = send(Request.cmd(Command.XINFO).arg("GROUPS").arg("s"));
    @Nullable String pending =
        StreamBounds.firstPending(send(Request.cmd(Command.XPENDING).arg("s").arg("accounting")));
    return StreamBounds.lowest(oldest, StreamBounds.lastDelivered(groups, "accounting"), pending);
  }

  @Test
  void isTheFirstPendingEntry() {
    assertThat(bound("99-0")).isEqualTo("10-0");
  }

  @Test
  void isTheLastDeliveredEntry_whenNothingIsPending() {
    send(Request.cmd(Command.XACK).arg("s").arg("accounting").arg("10-0").arg("20-0"));

    assertThat(bound("99-0")).isEqualTo("20-0");
  }

  @Test
  void isTheTimeKept_whenAllOfThatIsRead() {
    send(Request.cmd(Command.XACK).arg("s").arg("accounting").arg("10-0").arg("20-0"));

    assertThat(bound("15-0")).isEqualTo("15-0");
    assertThat(bound("9-7")).isEqualTo("9-7");
  }

  @Test
  void keepsEverything_whenTheGroupIsUnknown() {
    Response groups = send(Request.cmd(Command.XINFO).arg("GROUPS").arg("s"));

    assertThat(StreamBounds.lastDelivered(groups, "another")).isEqualTo("0-0");
  }
}
