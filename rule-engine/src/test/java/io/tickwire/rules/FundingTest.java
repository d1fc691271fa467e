package io.tickwire.rules;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Funding from the rate that the feed tells to the ledger. */
class FundingTest extends EngineTest {
  private static final long MINUTE_MS = 60_000;

  private Engine engine;
  private long boundaryMs;

  @BeforeEach
  void startEngine() {
    engine =
        start(
            new LocalMembers("engine-a"),
            Map.of("rules.funding-every", "60s", "rules.funding-offset", "0s"));
    feed.trade(Engine.LIN, "60000.0");
    boundaryMs = (System.currentTimeMillis() / MINUTE_MS + 2) * MINUTE_MS;
  }

  private List<StreamEntry> payments() {
    return engine.entries("tickwire:{u:alice}:ledger").stream()
        .filter(entry -> entry.field("kind").equals("funding"))
        .toList();
  }

  private void settled(int payments) {
    Engine.eventually("payments " + payments, () -> payments().size() == payments);
  }

  @Test
  void takesItFromTheLongAndGivesItToTheShort() {
    Position bought = engine.opened(Order.buy("100").command());
    Position sold = engine.opened(Order.sell("50").command());
    engine.armed(0);
    feed.mark(Engine.LIN, "61000.5");

    feed.funding(Engine.LIN, boundaryMs, "0.0001");
    settled(2);

    assertThat(engine.position("alice", bought.id()).funding()).isEqualByComparingTo("-0.610005");
    assertThat(engine.position("alice", sold.id()).funding()).isEqualByComparingTo("0.3050025");
    assertThat(payments().get(0).field("key")).endsWith(":funding:" + boundaryMs);
    // Beside two fees: 3.6 and 1.8.
    assertThat(engine.usdt("alice").balance()).isEqualByComparingTo("99994.2949975");
    assertThat(engine.usdt("alice").usedMargin()).isEqualByComparingTo("900");
    assertThat(engine.usdt("alice").available()).isEqualByComparingTo("99094.2949975");
  }

  @Test
  void settlesOnce_whateverIsToldAndByWhomever() {
    Engine other =
        start(
            new LocalMembers("engine-b"),
            Map.of("rules.funding-every", "60s", "rules.funding-offset", "0s"));
    Position position = engine.opened(Order.buy("100").command());
    engine.armed(0);
    other.armed(0);
    feed.mark(Engine.LIN, "60000.0");

    feed.funding(Engine.LIN, boundaryMs, "0.0001");
    feed.funding(Engine.LIN, boundaryMs, "0.0001");
    feed.funding(Engine.LIN, boundaryMs + 1_000, "0.0009");
    feed.funding(Engine.LIN, boundaryMs + MINUTE_MS, "-0.0002");
    settled(2);

    // Two engines share the work, so the settlements may be booked in either order.
    String key = position.id() + ":funding:";
    assertThat(
            payments().stream().map(entry -> entry.field("key") + " " + entry.field("amount_e8")))
        .containsExactlyInAnyOrder(
            key + boundaryMs + " -60000000", key + (boundaryMs + MINUTE_MS) + " 120000000");
    assertThat(engine.position("alice", position.id()).funding()).isEqualByComparingTo("0.6");
  }

  @Test
  void paysNothing_forWhatWasOpenedLaterOrClosedBefore() {
    Position closed = engine.opened(Order.buy("100").stop("59500").command());
    Position open = engine.opened(Order.buy("10").command());
    engine.armed(1);
    feed.mark(Engine.LIN, "60000.0");
    feed.funding(Engine.LIN, boundaryMs - 10 * MINUTE_MS, "0.0001");
    feed.trade(Engine.LIN, "59500.0");
    engine.closed("alice", closed.id());

    feed.funding(Engine.LIN, boundaryMs, "0.0001");
    settled(1);

    assertThat(payments().get(0).field("position")).isEqualTo(open.id());
  }

  @Test
  void isPartOfTheNet_whenThePositionCloses() {
    Position position = engine.opened(Order.buy("100").stop("59000").command());
    engine.armed(1);
    feed.mark(Engine.LIN, "60000.0");
    feed.funding(Engine.LIN, boundaryMs, "0.0001");
    settled(1);

    feed.trade(Engine.LIN, "59000.0");
    Position closed = engine.closed("alice", position.id());

    assertThat(closed.funding()).isEqualByComparingTo("-0.6");
    assertThat(closed.net()).isEqualByComparingTo("-107.74");
    assertThat(engine.usdt("alice").balance())
        .isEqualByComparingTo(new BigDecimal("100000").add(new BigDecimal("-107.74")));
  }

  @Test
  void isSettledWhenTheVenueSays_andNoSettingDoes() {
    stop(engine);
    long everyMs = 20 * MINUTE_MS;
    FundingSchedule schedule = new FundingSchedule(everyMs, MINUTE_MS);
    Instrument oftener = Engine.linear(schedule);
    await(
        redis.send(
            Request.cmd(Command.HSET)
                .arg(Keys.INSTRUMENTS)
                .arg(Engine.LIN)
                .arg(Json.write(oftener))));
    engine = start(new LocalMembers("engine-c"), Map.of());
    feed.trade(Engine.LIN, "60000.0");
    engine.opened(Order.buy("100").command());
    engine.armed(0);
    feed.mark(Engine.LIN, "60000.0");
    long thenMs = schedule.dueAtMs(System.currentTimeMillis() + everyMs);

    feed.funding(Engine.LIN, thenMs - 1, "0.0001");
    feed.funding(Engine.LIN, thenMs, "0.0001");
    settled(1);

    assertThat(payments().get(0).field("key")).endsWith(":funding:" + thenMs);
  }
}
