package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.market.Side;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.testsupport.FreePort;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The audit on what engines really wrote, and after somebody else wrote to it. */
class AuditCommandTest extends EngineTest {
  private static final String STATE = "tickwire:{p" + Feed.partition(Engine.LIN) + "}:state";
  private static final String TRANSITIONS =
      "tickwire:{p" + Feed.partition(Engine.LIN) + "}:transitions";
  private static final String ACCOUNT = "tickwire:{u:alice}:account";
  private static final String LEDGER = "tickwire:{u:alice}:ledger";
  private static final String BOOKED = "tickwire:{u:alice}:booked";
  private static final String POSITIONS = "tickwire:{u:alice}:positions";

  /** What a day leaves behind. */
  private record Day(Engine engine, Position stopped) {}

  private static List<String> findings(Audited audited) {
    List<String> findings = new ArrayList<>();
    audited
        .json()
        .get("findings")
        .forEach(
            finding ->
                findings.add(
                    finding.get("check").asText()
                        + " "
                        + finding.get("key").asText()
                        + " "
                        + finding.get("found").asText()
                        + " "
                        + finding.get("expected").asText()));
    return findings;
  }

  private static Audited audit() {
    return Audited.run("--json", "--redis-uri", REDIS.uri());
  }

  private Response redis(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return await(redis.send(request));
  }

  private static void ended(Engine engine, String user, Trigger trigger, TriggerStatus status) {
    Engine.eventually(
        status + " " + trigger.id(), () -> engine.trigger(user, trigger.id()).status() == status);
  }

  /**
   * Two users: stops, targets, a user's close, a loss beyond the margin, spot, an opening by a
   * trigger, a rejected one, an alert, a cancel; some stay open.
   */
  private Day tradeADay() {
    Engine engine =
        start(new LocalMembers("engine-a"), Map.of("rules.paper-balances", "USDT:7000"));
    feed.trade(Engine.LIN, "60000.0");
    feed.trade(Engine.SPOT, "2000.00");
    Position stopped = engine.opened(Engine.open("alice", Side.LONG, "100", "59000", "62000"));
    Position swept = engine.opened(Engine.open("bob", Side.LONG, "100", "56000", null));
    Position sold = engine.opened(Engine.open("bob", Side.SHORT, "37", "65000", "58500"));
    engine.opened(Engine.open("alice", Side.SHORT, "10", null, null));
    Position spot =
        engine.opened(
            Engine.open("alice", Engine.SPOT, Side.LONG, "0.5", "1", "1900", "2500", null));
    Trigger opens = engine.created(Engine.openAbove("bob", "61000", "20"));
    Trigger beyond = engine.created(Engine.openAbove("bob", "61000", "1200"));
    Trigger alert = engine.created(Engine.alert("alice", Condition.BELOW, "59500"));
    Trigger taken = engine.created(Engine.alert("alice", Condition.ABOVE, "90000"));
    engine.created(Engine.alert("bob", Condition.ABOVE, "95000"));
    Engine.done(engine.send(new RuleCommand.CancelTrigger(taken.id(), "alice")));
    engine.armed(11);

    feed.trade(Engine.SPOT, "1875.51");
    feed.trade(Engine.LIN, "61000.0");
    ended(engine, "bob", opens, TriggerStatus.EXECUTED);
    ended(engine, "bob", beyond, TriggerStatus.REJECTED);
    ended(engine, "alice", taken, TriggerStatus.CANCELLED);
    feed.trade(Engine.LIN, "58999.7");
    ended(engine, "alice", alert, TriggerStatus.EXECUTED);
    feed.trade(Engine.LIN, "50000.0");
    List.of(stopped, spot).forEach(position -> engine.closed("alice", position.id()));
    List.of(swept, sold).forEach(position -> engine.closed("bob", position.id()));
    Position mine = engine.opened(Engine.open("alice", Side.LONG, "3", null, null));
    Engine.done(engine.send(new RuleCommand.ClosePosition(mine.id(), "alice", null)));
    engine.closed("alice", mine.id());
    return new Day(engine, stopped);
  }

  @Test
  void agrees_afterADayOfTrading() {
    tradeADay();

    Audited run = audit();

    assertThat(findings(run)).isEmpty();
    assertThat(run.exit()).isZero();
    JsonNode report = run.json();
    assertThat(report.get("agrees").asBoolean()).isTrue();
    assertThat(report.get("accounts").asInt()).isEqualTo(2);
    assertThat(report.get("positions").asInt()).isEqualTo(7);
    assertThat(report.get("closed").asInt()).isEqualTo(5);
    assertThat(report.get("triggers").asInt()).isEqualTo(5);
    // Two of paper money, one an opening, two a close, one for what the house paid.
    assertThat(report.get("entries").asInt()).isEqualTo(2 + 7 + 2 * 5 + 1);
    assertThat(report.get("sums").get(0).get("start").asText()).isEqualTo("14000");
    assertThat(report.get("sums").get(0).get("difference").asText()).isEqualTo("0");
    assertThat(report.get("not_recomputed").asInt()).isZero();
  }

  /** Parts by targets and by hand, one of them edited between; a liquidation beyond its margin. */
  @Test
  void agrees_whenPositionsWereClosedInParts() {
    Engine engine = start();
    feed.trade(Engine.LIN, "60000.0");
    feed.mark(Engine.LIN, "60000.0");
    Position inParts =
        engine.opened(
            Order.buy("7")
                .times("9")
                .stop("59000")
                .target("60001", "2")
                .target("60002", "3")
                .command());
    Position left = engine.opened(Order.sell("100").target("59000", "30").command());
    Position lost = engine.opened(Order.buy("1000").times("50").command());
    engine.armed(4);
    feed.trade(Engine.LIN, "60001.5");
    Engine.done(
        engine.send(new RuleCommand.ClosePosition(inParts.id(), "alice", new BigDecimal("1"))));
    Engine.done(
        engine.send(new RuleCommand.ClosePosition(left.id(), "alice", new BigDecimal("33"))));
    feed.trade(Engine.LIN, "58000.0");
    feed.mark(Engine.LIN, "58000.0");
    List.of(inParts, lost).forEach(position -> engine.closed("alice", position.id()));
    Engine.eventually(
        "both parts", () -> engine.position("alice", left.id()).openQuantity().intValue() == 37);
    Engine.eventually("nothing under way", () -> findings(audit()).isEmpty());

    Audited run = audit();

    assertThat(findings(run)).isEmpty();
    assertThat(run.exit()).isZero();
    assertThat(run.json().get("closed").asInt()).isEqualTo(2);
    assertThat(run.json().get("sums").get(0).get("difference").asText()).isEqualTo("0");
    redis(Command.HINCRBY, ACCOUNT, "USDT:used", "1");
    assertThat(findings(audit()))
        .filteredOn(finding -> finding.startsWith("used_margin "))
        .hasSize(1);
  }

  @Test
  void printsOneLineAndTheVerdict_forAPerson() {
    tradeADay();
    redis(Command.HINCRBY, ACCOUNT, "USDT:balance", "100000000");

    Audited run = Audited.run("--redis-uri", REDIS.uri());

    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.out().lines().filter(line -> line.startsWith("WRONG balance ")))
        .singleElement()
        .asString()
        .contains(ACCOUNT + " USDT:balance  found ")
        .contains("  expected ");
    assertThat(run.out()).contains("accounts 2  entries 20").endsWith("do not agree.\n");
  }

  @Test
  void findsTheAccountAndTheSum_whenABalanceWasTampered() {
    tradeADay();
    redis(Command.HINCRBY, ACCOUNT, "USDT:balance", "1");

    Audited run = audit();

    assertThat(run.exit()).isEqualTo(1);
    assertThat(findings(run))
        .anyMatch(finding -> finding.startsWith("balance " + ACCOUNT + " USDT:balance "))
        .contains("sum all accounts USDT 14000.00000001 14000");
  }

  @Test
  void findsTheBalanceAndTheClose_whenALedgerEntryIsGone() {
    Day day = tradeADay();
    StreamEntry gone = ofStopped(day, "gross");
    redis(Command.XDEL, LEDGER, gone.id());

    Audited run = audit();

    assertThat(run.exit()).isEqualTo(1);
    assertThat(findings(run))
        .contains("close " + LEDGER + " " + day.stopped().id() + ":close 0 1")
        .anyMatch(finding -> finding.startsWith("balance " + ACCOUNT))
        .noneMatch(finding -> finding.startsWith("sum "));
  }

  @Test
  void findsTheCloseTwice_whenItIsInTheLedgerTwice() {
    Day day = tradeADay();
    for (String kind : List.of("gross", "close_fee")) {
      List<String> again = new ArrayList<>(List.of(LEDGER, "*"));
      ofStopped(day, kind)
          .fields()
          .forEach(
              (field, value) -> {
                again.add(field);
                again.add(value);
              });
      redis(Command.XADD, again.toArray(String[]::new));
    }

    Audited run = audit();

    assertThat(run.exit()).isEqualTo(1);
    assertThat(findings(run))
        .contains("close " + LEDGER + " " + day.stopped().id() + ":close 2 1")
        .anyMatch(finding -> finding.startsWith("balance " + ACCOUNT));
  }

  @Test
  void findsTheEntriesWithoutAPosition_whenItsDocumentIsGone() {
    Day day = tradeADay();
    redis(Command.HDEL, POSITIONS, day.stopped().id());

    assertThat(findings(audit()))
        .contains("position " + LEDGER + " " + day.stopped().id() + " -107.169982 no entries")
        .anyMatch(finding -> finding.startsWith("sum "));
  }

  @Test
  void findsTheBusinessKeyAndTheTransition_whenAKeyIsGone() {
    Day day = tradeADay();
    redis(Command.HDEL, BOOKED, day.stopped().id() + ":close");

    Audited run = Audited.run("--json", "--redis-uri", REDIS.uri(), "--closing-age", "0s");

    assertThat(findings(run))
        .anyMatch(finding -> finding.startsWith("booked " + BOOKED + " " + day.stopped().id()))
        .anyMatch(
            finding ->
                finding.startsWith("transition " + TRANSITIONS)
                    && finding.contains("closing " + day.stopped().id()));
  }

  @Test
  void findsTheRecord_whenOneStaysInClosing() {
    Day day = tradeADay();
    Map.Entry<String, String> open = openRecord();
    stop(day.engine());
    redis(Command.HSET, STATE, open.getKey(), "closing|2|exe_x|1000000|1|0");

    assertThat(findings(audit()))
        .anyMatch(finding -> finding.startsWith("closing " + STATE + " " + open.getKey()));
  }

  @Test
  void findsTheUnwatched_whenAPartitionLostARecord() {
    Day day = tradeADay();
    Map.Entry<String, String> open = openRecord();
    stop(day.engine());
    redis(Command.HDEL, STATE, open.getKey());

    Audited run = Audited.run("--json", "--redis-uri", REDIS.uri(), "--closing-age", "0s");

    assertThat(findings(run))
        .anyMatch(finding -> finding.startsWith("watched ") && finding.contains(open.getKey()));
  }

  @Test
  void agreesAllTheTime_whileTradingGoesOn() {
    Engine engine = start();
    feed.trade(Engine.LIN, "60000.0");
    for (int round = 0; round < 4; round++) {
      List<Future<?>> trading = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        trading.add(
            engine
                .sending(Engine.open("user" + i % 3, Side.LONG, "1", "55000", "65000"))
                .compose(
                    reply -> {
                      Position opened = Json.convert(Engine.done(reply), Position.class);
                      return engine.sending(
                          new RuleCommand.ClosePosition(opened.id(), opened.user(), null));
                    }));
      }
      Audited run = audit();
      assertThat(findings(run)).isEmpty();
      assertThat(run.exit()).isZero();
      await(Future.all(trading));
    }
    assertThat(audit().json().get("positions").asInt()).isEqualTo(240);
  }

  @Test
  void saysSoInOneSentence_whenRedisIsUnreachable() {
    Audited run = Audited.run("--redis-uri", "redis://127.0.0.1:" + FreePort.find());

    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines())
        .singleElement()
        .asString()
        .startsWith("tickwire audit: Redis could not be read: ");
  }

  @Test
  void refuses_whatItDoesNotUnderstand() {
    assertThat(Audited.run("--redis-uri", "http://127.0.0.1").exit()).isEqualTo(2);
    assertThat(Audited.run("--redis-uri", "http://127.0.0.1").err()).contains("redis://");
    assertThat(Audited.run("--closing-age", "soon", "--redis-uri", REDIS.uri()).exit())
        .isEqualTo(2);
    assertThat(Audited.run("--closing-age", "-PT1S", "--redis-uri", REDIS.uri()).err())
        .contains("--closing-age");
    assertThat(Audited.run("--unknown").exit()).isEqualTo(2);
  }

  @Test
  void agrees_whenThereIsNothing() {
    Audited run = audit();

    assertThat(run.exit()).isZero();
    assertThat(run.json().get("accounts").asInt()).isZero();
  }

  private StreamEntry ofStopped(Day day, String kind) {
    Response found = redis(Command.XRANGE, LEDGER, "-", "+");
    return StreamEntry.list(LEDGER, found).stream()
        .filter(entry -> entry.field("position").equals(day.stopped().id()))
        .filter(entry -> entry.field("kind").equals(kind))
        .findFirst()
        .orElseThrow();
  }

  /** A position that is open in its partition. */
  private Map.Entry<String, String> openRecord() {
    Response states = redis(Command.HGETALL, STATE);
    for (String id : states.getKeys()) {
      if (id.startsWith("pos_")) {
        return Map.entry(id, states.get(id).toString());
      }
    }
    throw new AssertionError("no open position");
  }
}
