package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.Side;
import io.tickwire.common.redis.EventLog;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.wire.Account;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A running engine and what tests do to it: ticks in, commands in, Redis looked at. */
final class Engine {
  static final String LIN = "XBTUSDTM";
  static final String SPOT = "ETH-USDT";

  /** Settings that let tests see soon what takes seconds. */
  static final Map<String, String> QUICK =
      Map.of(
          "rules.claim-after", "1s",
          "rules.sweep", "1s",
          "rules.price-wait", "300ms",
          "rules.yield", "0s",
          "rules.checkpoint", "200ms",
          "rules.catch-up", "200ms");

  /** Settings under which what hangs is found at once. */
  static final Map<String, String> IMPATIENT =
      Map.of("rules.claim-after", "200ms", "rules.sweep", "200ms");

  private static final Duration PATIENCE = Duration.ofSeconds(15);

  final ServiceContext context;
  final RulesService service;

  private Engine(ServiceContext context, RulesService service) {
    this.context = context;
    this.service = service;
  }

  /** Runs when it is ready. */
  static Engine start(ServiceContext context) {
    Engine engine = startUnready(context);
    engine.awaitReady();
    return engine;
  }

  static Engine startUnready(ServiceContext context) {
    CompletableFuture<RulesService> started = new CompletableFuture<>();
    context
        .vertx()
        .runOnContext(
            ignored -> {
              try {
                RulesService.start(context)
                    .onComplete(started::complete, started::completeExceptionally);
              } catch (RuntimeException e) {
                started.completeExceptionally(e);
              }
            });
    return new Engine(context, started.join());
  }

  void awaitReady() {
    eventually("ready", () -> context.telemetry().health().isReady());
  }

  void stop() {
    await(service.stop());
  }

  static void storeInstruments(RedisLink redis) {
    Request request = Request.cmd(Command.HSET).arg(Keys.INSTRUMENTS);
    for (Instrument instrument : List.of(linear(), spot())) {
      request.arg(instrument.symbol()).arg(Json.write(instrument));
    }
    await(redis.send(request));
  }

  static Instrument linear() {
    return linear(null);
  }

  static Instrument linear(@Nullable FundingSchedule funding) {
    return new Instrument(
        LIN,
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
        new BigDecimal("100"),
        funding);
  }

  static Instrument spot() {
    return new Instrument(
        SPOT,
        Market.SPOT,
        "ETH",
        "USDT",
        "USDT",
        false,
        new BigDecimal("0.01"),
        new BigDecimal("0.0001"),
        BigDecimal.ONE,
        new BigDecimal("0.001"),
        BigDecimal.ZERO,
        BigDecimal.ZERO,
        BigDecimal.ONE);
  }

  /** A link for looking at Redis beside the engine's own. */
  static RedisLink link(Vertx vertx, String uri) {
    return RedisLink.create(vertx, new RedisConfig(uri, Duration.ofSeconds(3), 4));
  }

  // Commands.

  static String newId(String prefix) {
    return Ids.next(prefix, System.currentTimeMillis());
  }

  /** At 10×, the price being known. */
  static RuleCommand.OpenPosition open(
      String user, Side side, String quantity, @Nullable String stop, @Nullable String target) {
    return open(user, LIN, side, quantity, "10", stop, target, null);
  }

  static RuleCommand.OpenPosition open(
      String user,
      String symbol,
      Side side,
      String quantity,
      String leverage,
      @Nullable String stop,
      @Nullable String target,
      @Nullable String clientId) {
    return new RuleCommand.OpenPosition(
        newId(Ids.POSITION),
        user,
        symbol,
        side,
        new BigDecimal(quantity),
        new BigDecimal(leverage),
        stop == null ? null : ExitPrice.at(new BigDecimal(stop)),
        target == null ? null : ExitPrice.at(new BigDecimal(target)),
        List.of(),
        null,
        null,
        null,
        false,
        clientId);
  }

  static RuleCommand.CreateTrigger openAbove(String user, String price, String quantity) {
    return trigger(
        user,
        Condition.ABOVE,
        price,
        new TriggerAction(
            new TriggerAction.Open(
                Side.LONG, new BigDecimal(quantity), new BigDecimal("10"), null, null),
            null));
  }

  static RuleCommand.CreateTrigger alert(String user, Condition condition, String price) {
    return trigger(
        user, condition, price, new TriggerAction(null, new TriggerAction.Alert("look")));
  }

  static RuleCommand.CreateTrigger trigger(
      String user, Condition condition, String price, TriggerAction action) {
    return new RuleCommand.CreateTrigger(
        newId(Ids.TRIGGER),
        user,
        LIN,
        condition,
        new BigDecimal(price),
        null,
        action,
        null,
        null,
        null,
        false,
        null);
  }

  Future<RuleReply> sending(RuleCommand command) {
    return context
        .vertx()
        .eventBus()
        .<RuleReply>request(Addresses.COMMANDS, command, Wire.COMMAND)
        .map(reply -> reply.body());
  }

  RuleReply send(RuleCommand command) {
    return await(sending(command));
  }

  Position opened(RuleCommand.OpenPosition command) {
    return Json.convert(done(send(command)), Position.class);
  }

  Trigger created(RuleCommand.CreateTrigger command) {
    return Json.convert(done(send(command)), Trigger.class);
  }

  RuleReply.Refused refused(RuleCommand command) {
    RuleReply reply = send(command);
    assertThat(reply).isInstanceOf(RuleReply.Refused.class);
    return (RuleReply.Refused) reply;
  }

  /** The object as it stands, that a refusal carries. */
  static JsonNode current(RuleReply.Refused refused) {
    JsonNode current = refused.current();
    if (current == null) {
      throw new AssertionError("tells nothing of what stands: " + refused);
    }
    return current;
  }

  static JsonNode done(RuleReply reply) {
    assertThat(reply).isInstanceOf(RuleReply.Done.class);
    return ((RuleReply.Done) reply).body();
  }

  // Queries.

  RuleReply ask(RuleQuery query) {
    return await(
            context.vertx().eventBus().<RuleReply>request(Addresses.QUERIES, query, Wire.QUERY))
        .body();
  }

  Position position(String user, String id) {
    return Json.convert(done(ask(new RuleQuery.GetPosition(user, id))), Position.class);
  }

  Trigger trigger(String user, String id) {
    return Json.convert(done(ask(new RuleQuery.GetTrigger(user, id))), Trigger.class);
  }

  Account.Balance usdt(String user) {
    Account account = Json.convert(done(ask(new RuleQuery.GetAccount(user))), Account.class);
    return account.balances().stream()
        .filter(balance -> balance.currency().equals("USDT"))
        .findFirst()
        .orElseThrow();
  }

  Position closed(String user, String id) {
    eventually("closed " + id, () -> position(user, id).status() == PositionStatus.CLOSED);
    return position(user, id);
  }

  Execution execution(String user, String id) {
    eventually(
        "on record " + id,
        () -> ask(new RuleQuery.GetExecution(user, id)) instanceof RuleReply.Done);
    return Json.convert(done(ask(new RuleQuery.GetExecution(user, id))), Execution.class);
  }

  /** Events of a user's channel so far, in order. */
  List<Event> events(String user) {
    List<Event> events = new ArrayList<>();
    for (StreamEntry entry : entries(Keys.EVENTS)) {
      Event event = EventLog.event(entry);
      if (event.channel().equals("user:" + user)) {
        events.add(event);
      }
    }
    return events;
  }

  List<String> eventTypes(String user) {
    return events(user).stream().map(Event::type).toList();
  }

  List<StreamEntry> entries(String stream) {
    return await(
        context
            .redis()
            .send(Request.cmd(Command.XRANGE).arg(stream).arg("-").arg("+"))
            .map(found -> StreamEntry.list(stream, found)));
  }

  /** Keys under any user's tag. */
  List<String> keysOfUsers() {
    return keys("tickwire:{u:*");
  }

  /** Keys that hold records of partitions; streams stay behind empty. */
  List<String> keysOfRecords() {
    List<String> keys = new ArrayList<>(keys("tickwire:{p*}:state"));
    keys.addAll(keys("tickwire:{p*}:doc"));
    keys.addAll(keys("tickwire:{p*}:intents"));
    return keys;
  }

  private List<String> keys(String pattern) {
    List<String> keys = new ArrayList<>();
    await(context.redis().send(Request.cmd(Command.KEYS).arg(pattern)))
        .forEach(key -> keys.add(key.toString()));
    return keys;
  }

  /** Waits until so many rules that users set are armed in this engine. */
  void armed(int rules) {
    // An engine that let its partitions go has none, whatever Redis holds.
    eventually(
        "armed " + rules,
        () ->
            gauge("rules_armed") - liquidations() == rules
                || (rules == 0 && gauge("rules_partitions") == 0 && gauge("rules_armed") == 0));
  }

  double gauge(String name) {
    return context.telemetry().metrics().get(name).gauge().value();
  }

  /** Every position that can be liquidated waits for that beside what its user set. */
  private long liquidations() {
    return keys("tickwire:{p*}:doc").stream()
        .flatMap(key -> values(key).stream())
        .filter(document -> document.contains("\"liquidation_price\":"))
        .count();
  }

  private List<String> values(String key) {
    List<String> values = new ArrayList<>();
    await(context.redis().send(Request.cmd(Command.HVALS).arg(key)))
        .forEach(value -> values.add(value.toString()));
    return values;
  }

  double counter(String name) {
    return context.telemetry().metrics().get(name).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  /** Looks again until it holds; for what another process or context does. */
  static void eventually(String what, BooleanSupplier holds) {
    long deadlineNs = System.nanoTime() + PATIENCE.toNanos();
    while (!holds.getAsBoolean()) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("did not happen: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }
}
