package io.tickwire.push.ingest;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
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
  private final BlockingQueue<Offset> passed = new LinkedBlockingQueue<>();
  private final AtomicLong nowNs = new AtomicLong();
  private final EventTail tail =
      new EventTail(
          vertx,
          redis,
          new FanoutConfig(100, 2_000, 0, 10, 10_000),
          new LoggedEvents(nowNs::get, new SimpleMeterRegistry()),
          new Live());

  /** Keeps what came. */
  private final class Live implements EventTail.Listener {
    @Override
    public void onHistory(List<Publication> events, Offset offset) {
      live.addAll(events);
      passed.add(offset);
    }

    @Override
    public void onEvents(List<Publication> events, Offset offset) {
      live.addAll(events);
      passed.add(offset);
    }
  }

  @AfterEach
  void close() {
    await(tail.stop());
    await(redis.send(Request.cmd(Command.DEL).arg(Keys.EVENTS)));
    redis.close();
    await(vertx.close());
  }

  private void add(String offset, String event) {
    Request entry = Request.cmd(Command.XADD).arg(Keys.EVENTS).arg(offset).arg("event").arg(event);
    await(redis.send(entry));
  }

  private Publication follow(String offset) throws InterruptedException {
    add(offset, Json.write(new Event("alert", "alerts", 1, Json.tree(Map.of()), null)));
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

  @Test
  void passes_whatIsNoEvent_atTheStartAndLater() throws InterruptedException {
    add("7000-0", "{\"channel\":\"alerts\"}");
    await(tail.start());
    assertThat(passed.poll(10, TimeUnit.SECONDS)).isEqualTo(new Offset(7_000, 0));
    add("8000-0", "null");
    assertThat(passed.poll(10, TimeUnit.SECONDS)).isEqualTo(new Offset(8_000, 0));
    assertThat(live).isEmpty();
  }
}
