package io.tickwire.push;

import static io.tickwire.push.GatewayRig.until;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.testsupport.ManualClock;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Over real sockets: twice as much is published as users may be sent, and one of them does not read
 * at all. The gateway goes by a clock that every step of the load moves: so a second has as many
 * events on a slow machine as on a fast one. {@code -Doverload.seconds=60} for longer.
 */
final class OverloadTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final Logger log = LoggerFactory.getLogger(OverloadTest.class);
  private static final long SECONDS = Long.getLong("overload.seconds", 5);
  private static final int PER_SECOND = 100;
  private static final Duration STEP = Duration.ofSeconds(1).dividedBy(2 * PER_SECOND);
  private static final int USERS = 10;
  private static final long QUEUE_BYTES = 262_144;
  private static final long HISTORY_BYTES = 16L << 20;
  private static final long HEAP_MARGIN = HISTORY_BYTES + (16L << 20);
  private static final String[] CHANNELS = {"alerts", "signals:entity:a", "signals:entity:b"};
  private static final String BALLAST = "x".repeat(400);
  private static final String LARGE = "x".repeat(20_000);

  private final ManualClock clock = new ManualClock(Instant.now());
  private final GatewayRig rig =
      GatewayRig.start(
          REDIS.uri(),
          "node",
          Map.of(
              "push.max-events-per-second", Integer.toString(PER_SECOND),
              "push.queue-bytes", Long.toString(QUEUE_BYTES),
              "push.history-bytes", Long.toString(HISTORY_BYTES)),
          clock);
  private final WebSocketClient sockets =
      rig.vertx()
          .createWebSocketClient(
              new WebSocketClientOptions()
                  .setMaxConnections(USERS * 2)
                  .setMaxMessageSize(1 << 24)
                  .setMaxFrameSize(1 << 22)
                  .setReceiveBufferSize(65_536));
  private final Map<String, Integer> published = new HashMap<>();
  private final List<Ledger> readers = new ArrayList<>();
  private long ticks;

  @BeforeEach
  void connect() {
    for (int i = 0; i < USERS; i++) {
      readers.add(join("user" + i, "alerts", "signals:*", "market:BTC-USDT", "user:me"));
    }
    // Shares what user0 may be sent.
    readers.add(join("user0", "alerts", "signals:*", "market:BTC-USDT", "user:me"));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  private Ledger join(String user, String... channels) {
    Ledger reader = new Ledger(sockets).connect(rig.port(), rig.token(user), channels);
    until(reader::isSubscribed);
    return reader;
  }

  private void publish(String channel, String ballast) {
    int number = published.merge(channel, 1, Integer::sum);
    rig.append("alert", channel, Map.of("n", number, "ballast", ballast));
  }

  private int published(String channel) {
    return published.getOrDefault(channel, 0);
  }

  /** Twice what a user may be sent, events and quotes in turn with nothing else in between. */
  private void overload(long steps, Runnable also) {
    long nextNs = System.nanoTime();
    for (long step = 0; step < steps; step++) {
      publish(CHANNELS[(int) (step % CHANNELS.length)], BALLAST);
      rig.publish(GatewayRig.trade("BTC-USDT", ++ticks, 600_000 + ticks));
      also.run();
      clock.advance(STEP);
      // Late steps are not made up for at once: a burst is something else than a load.
      nextNs = Math.max(nextNs + STEP.toNanos(), System.nanoTime() + STEP.toNanos() / 2);
      LockSupport.parkNanos(nextNs - System.nanoTime());
    }
  }

  /** Until the gateway has seen for each reader all that was published: while no time passes. */
  private void awaitTaken() {
    for (int user = 0; user < USERS; user++) {
      publish("user:user" + user, BALLAST);
    }
    for (int i = 0; i < readers.size(); i++) {
      Ledger reader = readers.get(i);
      String own = "user:user" + i % USERS;
      until(() -> reader.last(own) == published(own));
    }
  }

  /** Waits until it holds, while time passes. */
  private void eventually(BooleanSupplier condition) {
    until(
        () -> {
          clock.advance(STEP.multipliedBy(4));
          return condition.getAsBoolean();
        });
  }

  @Test
  void whatIsNotDeliveredIsTold_toTheLastEvent() {
    Footprint before = Footprint.now();
    long half = SECONDS * PER_SECOND;
    overload(half, () -> {});
    Footprint amid = Footprint.now();
    overload(half, () -> {});

    awaitTaken();
    awaitSettled();
    Footprint after = Footprint.now();
    log.info(
        "overloaded seconds={} published={} told={} missed={} before={} amid={} after={}",
        SECONDS,
        published,
        readers.stream().map(reader -> reader.told("alerts")).toList(),
        readers.stream().map(reader -> reader.missed("alerts")).toList(),
        before,
        amid,
        after);
    assertAllAccountedFor();
    assertThat(readers).allMatch(OverloadTest::hasMissed);
    assertThat(amid.heapBytes()).isLessThan(before.heapBytes() + HEAP_MARGIN);
    assertThat(after.heapBytes()).isLessThan(before.heapBytes() + HEAP_MARGIN);
    assertFreshEventsComeAtOnce();
  }

  private static boolean hasMissed(Ledger reader) {
    return List.of(CHANNELS).stream().anyMatch(channel -> reader.missed(channel) > 0);
  }

  private void awaitSettled() {
    try {
      eventually(() -> readers.stream().allMatch(this::isSettled) && quotesAreTold());
    } catch (AssertionError e) {
      throw new AssertionError("published " + published + ", told " + readers, e);
    }
  }

  /** Whether it was told of every event, be it the event itself or that it was dropped. */
  private boolean isSettled(Ledger reader) {
    return List.of(CHANNELS).stream()
        .allMatch(channel -> reader.told(channel) + reader.missed(channel) >= published(channel));
  }

  /** What is dropped of quotes is told up to a second later. */
  private boolean quotesAreTold() {
    return quotesMissed() >= rig.traffic().quotesDropped();
  }

  private long quotesMissed() {
    return readers.stream().mapToLong(reader -> reader.missed("market:BTC-USDT")).sum();
  }

  private void assertAllAccountedFor() {
    int missed = 0;
    for (Ledger reader : readers) {
      for (String channel : CHANNELS) {
        assertThat(reader.told(channel) + reader.missed(channel))
            .as("%s: told %d", channel, reader.told(channel))
            .isEqualTo(published(channel));
        missed += reader.missed(channel);
      }
      assertThat(reader.disorders()).isZero();
      assertThat(reader.complaint()).isNull();
      assertThat(reader.closeCode()).isEqualTo(-1);
    }
    assertThat(rig.traffic().eventsDropped()).isEqualTo(missed);
    assertThat(rig.traffic().quotesDropped()).isEqualTo(quotesMissed());
  }

  /** Nothing old comes before them, and nothing is dropped any more. */
  private void assertFreshEventsComeAtOnce() {
    List<Integer> toldBefore = readers.stream().map(reader -> reader.told("alerts")).toList();
    publish("alerts", BALLAST);
    for (int i = 0; i < readers.size(); i++) {
      Ledger reader = readers.get(i);
      eventually(() -> isSettled(reader));
      assertThat(reader.told("alerts")).isEqualTo(toldBefore.get(i) + 1);
    }
  }

  @Test
  void oneWhoDoesNotRead_isSentAwayAndToldWhetherAnythingIsMissing() {
    Ledger slow = join("slow", "user:me");
    publish("user:slow", BALLAST);
    until(() -> slow.told("user:slow") == 1);
    Footprint before = Footprint.now();
    slow.pause();
    overload(
        SECONDS * PER_SECOND,
        () -> {
          if (rig.traffic().droppedWithConnection() == 0) {
            publish("user:slow", LARGE);
            publish("user:slow", LARGE);
          } else {
            // Who does not read within five seconds why he is sent away is cut off.
            slow.resume();
          }
        });
    until(() -> rig.traffic().droppedWithConnection() > 0);
    slow.resume();
    assertThat(Footprint.now().heapBytes()).isLessThan(before.heapBytes() + HEAP_MARGIN);
    until(() -> slow.closeCode() == 4409);
    assertThat(slow.told("user:slow")).isLessThan(published("user:slow"));

    slow.connect(rig.port(), rig.token("slow"), "user:slow");
    until(slow::isSubscribed);
    publish("user:slow", BALLAST);
    until(() -> slow.last("user:slow") == published("user:slow"));
    // Nothing is lost in silence: what was missed has come, or it was said that it will not.
    assertThat(slow.told("user:slow") == published("user:slow")).isEqualTo(slow.isRecovered());
    awaitSettled();
    assertAllAccountedFor();
    assertThat(slow.missed("user:slow")).isZero();
    assertThat(slow.disorders()).isZero();
    assertThat(slow.complaint()).isNull();
    assertFreshEventsComeAtOnce();
  }
}
