package io.tickwire.common.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Every message that crosses a process boundary has a sample here and survives its codec. */
class JsonRecordsTest {
  private static final BigDecimal PRICE = new BigDecimal("59000.0");

  private static final List<RuleCommand> COMMANDS =
      List.of(
          new RuleCommand.OpenPosition(
              "pos_1",
              "alice",
              "XBTUSDTM",
              Side.LONG,
              BigDecimal.TEN,
              null,
              ExitPrice.at(PRICE),
              ExitPrice.percent(BigDecimal.TEN),
              List.of(new RuleCommand.ExitTarget(ExitPrice.at(PRICE), BigDecimal.ONE)),
              new TrailingStop(100, null, new TrailingStop.Activation(Condition.ABOVE, PRICE)),
              PriceSource.LAST,
              50,
              false,
              "c-1"),
          new RuleCommand.EditPosition(
              "pos_1",
              "alice",
              Map.of("stop_loss", TextNode.valueOf("58500"), "take_profit", NullNode.instance),
              3L),
          new RuleCommand.ClosePosition("pos_1", "alice", null),
          new RuleCommand.CreateTrigger(
              "trg_1",
              "alice",
              "BTC-USDT",
              Condition.ABOVE,
              PRICE,
              null,
              new TriggerAction(null, new TriggerAction.Alert("up")),
              1_795_222_080_000L,
              new Repeat(60, 10),
              "pair",
              true,
              null),
          new RuleCommand.CancelTrigger("trg_1", "alice"));

  private static final List<RuleQuery> QUERIES =
      List.of(
          new RuleQuery.ListPositions("alice", PositionStatus.OPEN, null, null, 100),
          new RuleQuery.GetPosition("alice", "pos_1"),
          new RuleQuery.ListTriggers("alice", TriggerStatus.ARMED, "BTC-USDT", "trg_9", 10),
          new RuleQuery.GetTrigger("alice", "trg_1"),
          new RuleQuery.ListExecutions("alice", null, 1),
          new RuleQuery.GetExecution("alice", "exe_1"),
          new RuleQuery.GetAccount("alice"));

  private static final List<RuleReply> REPLIES =
      List.of(
          RuleReply.Done.of(new Account(List.of())),
          RuleReply.Refused.field(ErrorCode.INVALID, "stop_loss", "must be below the price"));

  private static final Execution EXECUTION =
      new Execution(
          "exe_1",
          "alice",
          ExecutionKind.STOP_LOSS,
          "pos_1",
          null,
          "XBTUSDTM",
          PRICE,
          Condition.CROSSES_UP,
          PRICE,
          BigDecimal.TEN,
          new Execution.Evidence("kucoin", "XBTUSDTM", PriceSource.LAST, 7, PRICE, 1_000_000_001L),
          1,
          2,
          3,
          false,
          false,
          "rules-0",
          List.of());

  @Test
  void everyMessageHasASample() {
    assertThat(types(COMMANDS))
        .containsExactlyInAnyOrder(RuleCommand.class.getPermittedSubclasses());
    assertThat(types(QUERIES)).containsExactlyInAnyOrder(RuleQuery.class.getPermittedSubclasses());
    assertThat(types(REPLIES)).containsExactlyInAnyOrder(RuleReply.class.getPermittedSubclasses());
  }

  @Test
  void survivesItsCodec_whateverTheMessage() {
    COMMANDS.forEach(message -> assertRoundTrip(RuleCommand.class, message));
    QUERIES.forEach(message -> assertRoundTrip(RuleQuery.class, message));
    REPLIES.forEach(message -> assertRoundTrip(RuleReply.class, message));
    assertRoundTrip(Demand.class, new Demand("gateway-1", Set.of("BTC-USDT"), 15_000));
    assertRoundTrip(
        Demand.class, new Demand("rules-1", Set.of("BTC-USDT"), 15_000, Set.of("BTC-USDT")));
    assertRoundTrip(
        FeedProgress.class,
        new FeedProgress("feed-a", Map.of("BTC-USDT", List.of(7L, 1_000_000_001L))));
    assertRoundTrip(TickCredit.class, new TickCredit("rules-1/rules", Map.of(7, 1L << 40)));
    assertRoundTrip(TickListening.class, new TickListening("rules-1/rules", Set.of(7, 12)));
    assertRoundTrip(ReplayRequest.class, new ReplayRequest(7, 1, 1L << 40));
    assertRoundTrip(HighsLowsQuery.class, new HighsLowsQuery("BTC-USDT", 1_795_219_200_123L));
    assertRoundTrip(
        HighsLows.class,
        new HighsLows("BTC-USDT", new HighsLows.Range(1, PRICE, PRICE, true), null));
    assertRoundTrip(
        HistoryQuery.class,
        new HistoryQuery("BTC-USDT", TickKind.TRADE, 7, 1_000_000_001L, 0, true));
    assertRoundTrip(CommittedTransition.class, new CommittedTransition(17, EXECUTION));
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new ReplayRequest(7, 5, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("impossible replay");
    assertThatThrownBy(() -> new TickCredit("", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TickListening("", Set.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HighsLowsQuery("", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void speaksTheContract_whenWritten() {
    assertThat(Json.write(EXECUTION))
        .contains("\"kind\":\"stop_loss\"")
        .contains("\"threshold\":\"59000.0\"")
        .contains("\"exchange_time_ns\":1000000001")
        .contains("\"committed_us\":3")
        .doesNotContain("trigger_id");
  }

  @Test
  void refusesProgress_whenItIsNotTwoNumbers() {
    assertThatThrownBy(() -> new FeedProgress("feed-a", Map.of("BTC-USDT", List.of(7L))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("BTC-USDT");
  }

  private static <T> void assertRoundTrip(Class<T> type, T message) {
    JsonRecordCodec<T> codec = new JsonRecordCodec<>(type);
    Buffer wire = Buffer.buffer("xyz");
    codec.encodeToWire(wire, message);
    assertThat(codec.decodeFromWire(3, wire)).isEqualTo(message);
  }

  private static List<Class<?>> types(List<?> samples) {
    return samples.stream().<Class<?>>map(Object::getClass).toList();
  }
}
