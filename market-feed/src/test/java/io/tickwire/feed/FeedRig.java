package io.tickwire.feed;

import io.micrometer.core.instrument.Counter;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import io.tickwire.common.wire.Wire;
import io.tickwire.testsupport.ManualMembers;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/** A feed with a bus, on which all it publishes is heard. Waits are bounded. */
final class FeedRig implements AutoCloseable {
  private static final long WAIT_S = 10;

  /** Impatient, so that a test does not wait for what is meant for the real exchange. */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "feed.reconnect.first", "20ms",
          "feed.reconnect.longest", "100ms",
          "feed.linger", "200ms",
          "feed.instruments.refresh", "200ms",
          "feed.subscribe.ack-timeout", "300ms",
          "feed.socket.connects-per-minute", "6000");

  final Vertx vertx = Vertx.vertx();
  final ManualMembers members = new ManualMembers("feed-a");
  final ServiceContext context;
  final FeedService feed;
  final AtomicInteger announcements = new AtomicInteger();
  final List<TickFrame> frames = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Tick> ticks = new LinkedBlockingQueue<>();

  FeedRig(String redisUri, int spotPort, int futuresPort, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(IMPATIENT);
    all.put("feed.spot-url", "http://127.0.0.1:" + spotPort);
    all.put("feed.futures-url", "http://127.0.0.1:" + futuresPort);
    all.putAll(settings);
    context = TestContext.of(vertx, redisUri, members, Clock.systemUTC(), all);
    for (int partition = 0; partition < Partitions.DEFAULT_COUNT; partition++) {
      vertx
          .eventBus()
          .<TickFrame>consumer(Addresses.ticks(partition), message -> take(message.body()));
    }
    vertx.eventBus().consumer(Addresses.INSTRUMENTS, ignored -> announcements.incrementAndGet());
    Promise<FeedService> started = Promise.promise();
    vertx.runOnContext(ignored -> FeedService.start(context).onComplete(started));
    feed = TestContext.await(started.future());
  }

  private void take(TickFrame frame) {
    frames.add(frame);
    TickCursor cursor = frame.cursor();
    while (cursor.next()) {
      ticks.add(cursor.tick());
    }
  }

  void awaitReady() {
    Eventually.hold("ready: " + conditions(), () -> context.telemetry().health().isReady());
  }

  Map<String, Boolean> conditions() {
    return context.telemetry().health().conditions();
  }

  void demand(String node, String... symbols) {
    vertx
        .eventBus()
        .publish(Addresses.DEMAND, new Demand(node, Set.of(symbols), 60_000), Wire.DEMAND);
  }

  /** The next tick of that symbol and kind; others are passed over. */
  Tick tick(String symbol, TickKind kind) {
    return tick(tick -> tick.symbol().equals(symbol) && tick.kind() == kind);
  }

  Tick tick(Predicate<Tick> wanted) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_S);
    try {
      while (true) {
        Tick tick = ticks.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (tick == null) {
          throw new AssertionError("no such tick within " + WAIT_S + " s");
        }
        if (wanted.test(tick)) {
          return tick;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  /** Ticks heard and not yet taken. */
  List<Tick> heard() {
    return List.copyOf(ticks);
  }

  /** All counters of that name with these tags together. */
  double counter(String name, String... tags) {
    return context.telemetry().metrics().get(name).tags(tags).counters().stream()
        .mapToDouble(Counter::count)
        .sum();
  }

  double gauge(String name, String... tags) {
    return context.telemetry().metrics().get(name).tags(tags).gauge().value();
  }

  void forgetInstruments() {
    TestContext.await(context.redis().send(Request.cmd(Command.DEL).arg(Keys.INSTRUMENTS)));
  }

  String storedInstrument(String symbol) {
    return String.valueOf(
        TestContext.await(
            context.redis().send(Request.cmd(Command.HGET).arg(Keys.INSTRUMENTS).arg(symbol))));
  }

  @Override
  public void close() {
    TestContext.await(feed.stop());
    context.redis().close();
    TestContext.await(vertx.close());
  }
}
