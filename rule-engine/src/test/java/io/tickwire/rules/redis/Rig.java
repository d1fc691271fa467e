package io.tickwire.rules.redis;

import static io.tickwire.testsupport.TestContext.await;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.config.Settings;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.Side;
import io.tickwire.common.redis.EventLog;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.telemetry.Telemetry;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.Wire;
import io.tickwire.rules.RulesService;
import io.tickwire.rules.store.RuleStore;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One engine on whatever Redis it is given, with a link beside it to look at what is stored. */
final class Rig implements AutoCloseable {
  private static final long FEED_ID = 1;
  private static final int MOST_REPEATS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Map<String, String> SETTINGS =
      Map.of(
          "redis.command-timeout", "1s",
          "rules.claim-after", "1s",
          "rules.sweep", "1s",
          "rules.price-wait", "4s");

  final RedisLink redis;
  private final Vertx vertx = Vertx.vertx();
  private final Telemetry telemetry = Telemetry.create();
  private final Partitions partitions = new Partitions(Partitions.DEFAULT_COUNT);
  private final RulesService service;
  private final Map<Integer, TickFrameBuilder> frames = new HashMap<>();
  private long sequence = 1_000;

  Rig(String redisUri, String... symbols) {
    Wire.register(vertx.eventBus());
    Settings settings = Settings.of(SETTINGS).with(Map.of("redis.uri", redisUri));
    RedisLink own = RedisLink.create(vertx, RedisConfig.from(settings), telemetry.metrics());
    redis = RedisLink.create(vertx, new RedisConfig(redisUri, Duration.ofSeconds(10), 4));
    await(own.watch());
    for (String symbol : symbols) {
      await(
          redis.send(
              Request.cmd(Command.HSET)
                  .arg(Keys.INSTRUMENTS)
                  .arg(symbol)
                  .arg(Json.write(linear(symbol)))));
    }
    service =
        start(
            new ServiceContext(
                vertx,
                new LocalMembers("engine-a"),
                partitions,
                own,
                telemetry,
                settings,
                Clock.systemUTC()));
    eventually("ready", () -> telemetry.health().isReady());
  }

  private RulesService start(ServiceContext context) {
    Promise<RulesService> started = Promise.promise();
    vertx.runOnContext(
        ignored -> {
          try {
            RulesService.start(context).onComplete(started);
          } catch (RuntimeException e) {
            started.fail(e);
          }
        });
    return await(started.future());
  }

  private static Instrument linear(String symbol) {
    return new Instrument(
        symbol,
        Market.FUTURES,
        "XBT",
        "USDT",
        "USDT",
        false,
        new BigDecimal("0.1"),
        BigDecimal.ONE,
        new BigDecimal("0.001"),
        new BigDecimal("0.0006"),
        new BigDecimal("0.004"),
        new BigDecimal("0.0006"),
        new BigDecimal("100"));
  }

  int partition(String symbol) {
    return partitions.of(symbol);
  }

  /** One trade, price in tenths. */
  void trade(String symbol, long tenths) {
    sequence++;
    TickFrameBuilder frame =
        frames.computeIfAbsent(partition(symbol), number -> new TickFrameBuilder(number, FEED_ID));
    frame.add(
        Tick.trade(
            symbol,
            sequence,
            sequence * 1_000_000,
            System.currentTimeMillis() * 1_000_000,
            1,
            tenths,
            0,
            1));
    vertx.eventBus().publish(Addresses.ticks(partition(symbol)), frame.build(1), Wire.TICKS);
  }

  Future<RuleReply> sending(String user, String symbol, String stop) {
    return sending(Ids.next(Ids.POSITION, System.currentTimeMillis()), user, symbol, stop);
  }

  private Future<RuleReply> sending(String id, String user, String symbol, String stop) {
    return vertx
        .eventBus()
        .<RuleReply>request(
            Addresses.COMMANDS,
            new RuleCommand.OpenPosition(
                id,
                user,
                symbol,
                Side.LONG,
                BigDecimal.ONE,
                BigDecimal.TEN,
                ExitPrice.at(new BigDecimal(stop)),
                null,
                List.of(),
                null,
                null,
                null,
                false,
                null),
            Wire.COMMAND)
        .map(reply -> reply.body());
  }

  /**
   * A long of one lot at 60,000, which is traded until the engine has heard it; its id. Sent again
   * as a client does when the outcome is not known: on a busy machine Redis may be late.
   */
  String open(String user, String symbol, String stop) {
    String id = Ids.next(Ids.POSITION, System.currentTimeMillis());
    RuleReply reply = answered(id, user, symbol, stop);
    for (int again = 0; again < MOST_REPEATS && isUnknown(reply); again++) {
      reply = answered(id, user, symbol, stop);
    }
    if (reply instanceof RuleReply.Done done) {
      return done.body().path("id").asText();
    }
    throw new AssertionError("not opened: " + reply);
  }

  private RuleReply answered(String id, String user, String symbol, String stop) {
    Future<RuleReply> answer = sending(id, user, symbol, stop);
    eventually(
        "answered",
        () -> {
          trade(symbol, 600_000);
          return answer.isComplete();
        });
    return await(answer);
  }

  private static boolean isUnknown(RuleReply reply) {
    return reply instanceof RuleReply.Refused refused && refused.code() == ErrorCode.UNAVAILABLE;
  }

  /** A look at one server alone. */
  RedisLink link(String uri) {
    return RedisLink.create(vertx, new RedisConfig(uri, Duration.ofSeconds(10), 1));
  }

  Response ask(Command command, Object... arguments) {
    return await(redis.send(Request.cmd(command, arguments)));
  }

  List<StreamEntry> entries(String stream) {
    return StreamEntry.list(stream, ask(Command.XRANGE, stream, "-", "+"));
  }

  /** Ids that were decided to close, in the order Redis has them. */
  List<String> closing(int partition) {
    return entries(RuleStore.transitionsKey(partition)).stream()
        .filter(entry -> entry.field("what").equals("closing"))
        .map(entry -> entry.field("id"))
        .toList();
  }

  /** Ids whose close is in the ledger, once for each entry of its profit. */
  List<String> booked(String user) {
    return entries(Keys.user(user, "ledger")).stream()
        .filter(entry -> entry.field("kind").equals("gross"))
        .map(entry -> entry.field("position"))
        .toList();
  }

  /** Types of events of a user, in order. */
  List<String> told(String user) {
    return entries(Keys.EVENTS).stream()
        .map(EventLog::event)
        .filter(event -> event.channel().equals("user:" + user))
        .map(event -> event.type())
        .toList();
  }

  double gauge(String name) {
    return telemetry.metrics().get(name).gauge().value();
  }

  double count(String name) {
    return telemetry.metrics().get(name).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /**
   * Hits that got their answer. One whose first answer was lost may find itself booked and gone
   * when it asks again, and counts as lost.
   */
  double outcomes() {
    return count("rules_fired_total") + count("rules_commit_lost_total");
  }

  boolean isReady() {
    return telemetry.health().isReady();
  }

  /** For what other processes and contexts do. */
  static void eventually(String what, BooleanSupplier holds) {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("did not happen: " + what);
      }
      LockSupport.parkNanos(10_000_000);
    }
  }

  @Override
  public void close() {
    await(service.stop());
    redis.close();
    await(vertx.close());
  }
}
