package io.tickwire.push;

import static io.tickwire.testsupport.TestContext.await;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.redis.EventLog;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.Wire;
import io.tickwire.push.auth.HmacTokens;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.fanout.PushMetrics;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** A gateway on a real Redis, with an engine and a feed that the test plays. */
public final class GatewayRig implements AutoCloseable {
  static final String SECRET = "0123456789abcdef0123456789abcdef";

  private final Vertx vertx;
  private final ServiceContext context;
  private final FakeEngine engine;
  private final GatewayService gateway;
  private final EventLog events;
  private final Map<Integer, TickFrameBuilder> frames = new TreeMap<>();

  private GatewayRig(
      Vertx vertx, ServiceContext context, FakeEngine engine, GatewayService gateway) {
    this.vertx = vertx;
    this.context = context;
    this.engine = engine;
    this.gateway = gateway;
    this.events = new EventLog(context.redis(), Duration.ofHours(1));
  }

  /**
   * @param settings laid over a free port, two event loops and a secret
   */
  public static GatewayRig start(String redisUri, Map<String, String> settings) {
    return start(redisUri, "node", settings);
  }

  /**
   * @param name of the member
   */
  public static GatewayRig start(String redisUri, String name, Map<String, String> settings) {
    return start(redisUri, name, settings, Clock.systemUTC());
  }

  public static GatewayRig start(
      String redisUri, String name, Map<String, String> settings, Clock clock) {
    Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
    Map<String, String> all = new TreeMap<>(settings);
    all.putIfAbsent("push.port", "0");
    all.putIfAbsent("push.event-loops", "2");
    all.putIfAbsent("push.demand-ttl", "900ms");
    all.putIfAbsent("push.drain", "200ms");
    all.putIfAbsent("auth.jwt-secret", SECRET);
    ServiceContext context = TestContext.of(vertx, redisUri, new LocalMembers(name), clock, all);
    for (String symbol : List.of("BTC-USDT", "ETH-USDT", "XBTUSDTM")) {
      await(
          context
              .redis()
              .send(
                  Request.cmd(Command.HSET)
                      .arg(Keys.INSTRUMENTS)
                      .arg(symbol)
                      .arg(Json.write(instrument(symbol)))));
    }
    FakeEngine engine = new FakeEngine(vertx);
    GatewayService gateway =
        await(
            Future.future(
                done ->
                    vertx.runOnContext(ignored -> GatewayService.start(context).onComplete(done))));
    context.settings().refuseUnknown();
    return new GatewayRig(vertx, context, engine, gateway);
  }

  static Instrument instrument(String symbol) {
    boolean futures = symbol.endsWith("M");
    return new Instrument(
        symbol,
        futures ? Market.FUTURES : Market.SPOT,
        symbol.substring(0, 3),
        "USDT",
        "USDT",
        false,
        new BigDecimal("0.1"),
        new BigDecimal(futures ? "1" : "0.0001"),
        new BigDecimal(futures ? "0.001" : "1"),
        new BigDecimal("0.0006"),
        new BigDecimal("0.004"),
        new BigDecimal("0.0006"),
        new BigDecimal(futures ? "100" : "1"));
  }

  public Vertx vertx() {
    return vertx;
  }

  public ServiceContext context() {
    return context;
  }

  public FakeEngine engine() {
    return engine;
  }

  public GatewayService gateway() {
    return gateway;
  }

  public int port() {
    return gateway.port();
  }

  /** What a counter has come to. */
  double count(String meter, String... tags) {
    return context.telemetry().metrics().get(meter).tags(tags).counter().count();
  }

  /** How many times a timer was told. */
  long timed(String timer) {
    return context.telemetry().metrics().get(timer).timer().count();
  }

  /** What the gateway counts. */
  PushMetrics.Traffic traffic() {
    return gateway.traffic();
  }

  /** A token of a backend, limited to these channels. */
  public String publisher(String user, String... channels) {
    long nowMs = context.clock().millis();
    return new HmacTokens(SECRET.getBytes(StandardCharsets.UTF_8))
        .issue(
            new Principal(user, Set.of(Scope.PUBLISH), List.of(channels), nowMs + 3_600_000),
            nowMs);
  }

  /** The events of a channel in the log, oldest first. */
  public List<Event> logged(String channel) {
    return await(
            context
                .redis()
                .send(Request.cmd(Command.XRANGE).arg(Keys.EVENTS).arg("-").arg("+"))
                .map(entries -> StreamEntry.list(Keys.EVENTS, entries)))
        .stream()
        .map(EventLog::event)
        .filter(event -> event.channel().equals(channel))
        .toList();
  }

  /** Waits until it holds. */
  public static void until(BooleanSupplier condition) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("it did not come to hold within 20 s");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  /** A token that is good for an hour. */
  public String token(String user, Scope... scopes) {
    return token(user, Duration.ofHours(1), scopes);
  }

  public String token(String user, Duration validFor, Scope... scopes) {
    Set<Scope> granted = scopes.length == 0 ? Set.of(Scope.PUSH, Scope.TRADE) : Set.of(scopes);
    long nowMs = context.clock().millis();
    return new HmacTokens(SECRET.getBytes(StandardCharsets.UTF_8))
        .issue(new Principal(user, granted, List.of(), nowMs + validFor.toMillis()), nowMs);
  }

  /** Appends to the event log, as an engine would. */
  public String append(String type, String channel, Object data) {
    return append(type, channel, data, Map.of());
  }

  public String append(String type, String channel, Object data, Map<String, ?> attributes) {
    Event event =
        new Event(
            type,
            channel,
            context.clock().millis(),
            Json.tree(data),
            attributes.isEmpty() ? null : Json.tree(attributes));
    return await(events.append(event, UUID.randomUUID().toString()));
  }

  /** Publishes ticks of one symbol, as a feed would. */
  public void publish(Tick... ticks) {
    int partition = new Partitions(Partitions.DEFAULT_COUNT).of(ticks[0].symbol());
    TickFrameBuilder builder =
        frames.computeIfAbsent(partition, number -> new TickFrameBuilder(number, 1));
    for (Tick tick : ticks) {
      builder.add(tick);
    }
    vertx
        .eventBus()
        .publish(Addresses.quotes(partition), builder.build(System.nanoTime()), Wire.TICKS);
  }

  /** A trade at a whole number of tenths. */
  public static Tick trade(String symbol, long sequence, long tenths) {
    long nowNs = System.currentTimeMillis() * 1_000_000;
    return Tick.trade(symbol, sequence, nowNs, nowNs, 1, tenths, 0, 1);
  }

  @Override
  public void close() {
    await(gateway.stop());
    context.redis().close();
    await(vertx.close());
  }
}
