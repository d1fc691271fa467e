package io.tickwire.push.ingest;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.Json;
import io.tickwire.push.fanout.FanoutConfig;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.protocol.Offset;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is made of the entries of the event log. */
final class EventTailTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private final Vertx vertx = Vertx.vertx();
  private final RedisLink redis =
      RedisLink.create(vertx, new RedisConfig(REDIS.uri(), Duration.ofSeconds(2), 4));
  private final BlockingQueue<Publication> live = new LinkedBlockingQueue<>();
  private final AtomicLong nowNs = new AtomicLong();
  private final EventTail tail =
      new EventTail(
          vertx, redis, new FanoutConfig(100, 2_000, 0, 10, 10_000), nowNs::get, new Live());

  /** Keeps what came after the start. */
  private final class Live implements EventTail.Listener {
    @Override
    public void onHistory(List<Publication> events, Offset offset) {}

    @Override
    public void onEvents(List<Publication> events, Offset offset) {
      live.addAll(events);
    }
  }

  @AfterEach
  void close() {
    await(tail.stop());
    redis.close();
    await(vertx.close());
  }

  private Publication follow(String offset) throws InterruptedException {
    Event event = new Event("alert", "alerts", 1, Json.tree(Map.of()), null);
    await(
        redis.send(
            Request.cmd(Command.XADD)
                .arg(Keys.EVENTS)
                .arg(offset)
                .arg("event")
                .arg(Json.write(event))));
    Publication read = live.poll(10, TimeUnit.SECONDS);
    assertThat(read).isNotNull();
    return read;
  }

  @Test
  void knowsWhenTheLogTookAnEvent_butNeverLaterThanNow() throws InterruptedException {
    await(tail.start());
    nowNs.set(9_000_000_000L);
    assertThat(follow("5000-0").createdNs()).isEqualTo(5_000_000_000L);
    nowNs.set(5_500_000_000L);
    assertThat(follow("6000-0").createdNs()).isEqualTo(5_500_000_000L);
  }
}
