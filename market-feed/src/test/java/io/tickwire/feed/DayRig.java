package io.tickwire.feed;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.config.Settings;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickKind;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.publish.FrameSink;
import io.tickwire.feed.publish.TickPublisher;
import io.tickwire.feed.recovery.PeerExtremes;
import io.tickwire.feed.rest.ExchangeRest;
import io.tickwire.feed.venue.kucoin.KucoinVenue;
import io.tickwire.feed.vertx.WebSocketTransport;
import io.tickwire.simulator.SimulatorConfig;
import io.tickwire.testsupport.ManualMembers;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A whole feed with the real WebSocket and REST clients at a real simulator, under a clock that is
 * moved. Everything of the feed is confined to its event loop; the methods are for the test's own
 * thread and wait, each up to a deadline.
 */
final class DayRig implements AutoCloseable {
  /** A Saturday in November 2026. */
  private static final long START_MS = 1_795_219_200_000L;

  final Simulation exchange;
  final MeterRegistry registry = new SimpleMeterRegistry();
  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final MovedTime time = new MovedTime(loop, START_MS);
  private final List<Tick> trades = new ArrayList<>();
  private final Feed feed;

  /** What lives on the event loop. */
  private record Feed(
      FeedCore core,
      WebSocketTransport sockets,
      WatchedTransport transport,
      ExchangeRest http,
      WatchedRest rest) {}

  DayRig(long seed, Set<String> symbols) {
    SimulatorConfig quiet = SimulatorConfig.quiet();
    // Its pace is real, and a day of pings takes seconds.
    this.exchange =
        new Simulation(
            quiet.withLimits(quiet.limits().withMaxMessagesPer10Seconds(0)), time.clock());
    this.feed = onLoop(() -> start(seed, symbols));
  }

  private Feed start(long seed, Set<String> symbols) {
    Settings settings =
        Settings.of(
            Map.of(
                "feed.symbols", String.join(",", symbols),
                "feed.spot-url", "http://127.0.0.1:" + exchange.spotPort(),
                "feed.futures-url", "http://127.0.0.1:" + exchange.futuresPort()));
    FeedConfig config = FeedConfig.from(settings);
    KucoinVenue venue = new KucoinVenue(new BigDecimal("0.001"));
    WebSocketTransport sockets = new WebSocketTransport(vertx);
    WatchedTransport transport = new WatchedTransport(sockets, time, time::resume);
    ExchangeRest http = new ExchangeRest(vertx, venue, config.rest(), time, registry);
    WatchedRest rest = new WatchedRest(http, time::resume);
    ManualMembers members = new ManualMembers("feed-a");
    members.set(Role.FEED, "feed-a");
    TickPublisher publisher =
        new TickPublisher(
            time,
            new Downstream(),
            new Partitions(Partitions.DEFAULT_COUNT),
            config.publish(),
            registry,
            1);
    FeedCore core =
        new FeedCore(
            new FeedEdges(
                time,
                transport,
                rest,
                venue,
                members,
                new Listed(symbols),
                publisher,
                symbol -> null,
                PeerExtremes.NOBODY,
                new Random(seed),
                registry,
                "day"),
            config);
    return new Feed(core, sockets, transport, http, rest);
  }

  private final class Downstream implements FrameSink {
    @Override
    public void publish(TickFrame frame) {
      TickCursor cursor = frame.cursor();
      while (cursor.next()) {
        if (cursor.kind() == TickKind.TRADE) {
          trades.add(cursor.tick());
        }
      }
    }

    @Override
    public void send(String consumer, TickFrame frame) {
      throw new AssertionError("nobody here takes credits");
    }

    @Override
    public void quotes(TickFrame frame) {}
  }

  private record Listed(Set<String> symbols) implements Listing {
    @Override
    public @Nullable Instrument find(String symbol) {
      return symbols.contains(symbol)
          ? new Instrument(
              symbol,
              symbol.contains("-") ? Market.SPOT : Market.FUTURES,
              symbol,
              "USDT",
              "USDT",
              false,
              new BigDecimal("0.1"),
              new BigDecimal("0.1"),
              BigDecimal.ONE,
              BigDecimal.ZERO,
              BigDecimal.ZERO,
              BigDecimal.ZERO,
              BigDecimal.ONE)
          : null;
    }

    @Override
    public boolean isComplete() {
      return true;
    }
  }

  private <T> T onLoop(Supplier<T> work) {
    Promise<T> done = Promise.promise();
    loop.runOnContext(
        ignored -> {
          try {
            done.complete(work.get());
          } catch (RuntimeException | AssertionError e) {
            done.fail(e);
          }
        });
    return TestContext.await(done.future());
  }

  /** Moves the clock, not further than to where a connection stands or ends. */
  void pass(Duration most) {
    int before = onLoop(() -> feed.transport.changes());
    TestContext.await(
        time.pass(
            most,
            () -> feed.transport.isCalm() && feed.rest.isCalm(),
            () -> feed.transport.changes() != before));
  }

  long nowMs() {
    return onLoop(time::nowMs);
  }

  /** As they stand now, the oldest first. */
  List<WatchedTransport.Seen> connections() {
    return onLoop(() -> feed.transport.seen());
  }

  /** Calls made to fill gaps. */
  int repairs() {
    return onLoop(
        () ->
            feed.rest.calls(VenueRest.Priority.REPAIR)
                + feed.rest.calls(VenueRest.Priority.REPAIR_ARMED));
  }

  /** All that came out, in order. */
  List<Tick> trades() {
    return onLoop(() -> List.copyOf(trades));
  }

  /** The sum over all tags. */
  double count(String counter) {
    return registry.find(counter).counters().stream().mapToDouble(Counter::count).sum();
  }

  FeedStats stats() {
    return onLoop(() -> feed.core.stats(0));
  }

  @Override
  public void close() {
    Future<Void> closed =
        onLoop(
            () -> {
              feed.core.stop();
              feed.http.close();
              return feed.sockets.close();
            });
    TestContext.await(closed);
    exchange.close();
    TestContext.await(vertx.close());
  }
}
