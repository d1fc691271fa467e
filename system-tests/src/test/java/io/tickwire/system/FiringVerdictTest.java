package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The judge finds what it is there to find. */
class FiringVerdictTest {
  private static final long SECOND_NS = 1_000_000_000L;
  private static final String LONG =
      "{\"position\":{\"id\":\"pos_1\",\"user\":\"u\",\"symbol\":\"BTC-USDT\",\"side\":\"long\","
          + "\"stop_loss\":\"95\",\"take_profit\":\"105\"},\"armed_at_ns\":1000000000}";

  private final MarketTape tape = new MarketTape();

  @BeforeEach
  void print() {
    // The first comes before the rule is armed.
    long sequence = 1;
    for (String price : List.of("90", "101", "100", "95", "94", "106")) {
      tape.add("BTC-USDT", new MarketTape.Print(sequence, new BigDecimal(price), at(sequence)));
      sequence++;
    }
  }

  private static long at(long sequence) {
    return sequence == 1 ? SECOND_NS - 1 : sequence * SECOND_NS;
  }

  private static ArmedRule rule(String document) {
    try {
      return ArmedRule.of(Api.JSON.readTree(document));
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ObjectNode execution(String kind, long sequence, String fill) {
    ObjectNode execution = Api.JSON.createObjectNode().put("kind", kind).put("fill_price", fill);
    execution.putObject("tick").put("sequence", sequence).put("exchange_time_ns", at(sequence));
    return execution;
  }

  private List<String> findings(ArmedRule rule, JsonNode... executions) {
    return FiringVerdict.of(List.of(rule), tape, Map.of("pos_1", List.of(executions)), false)
        .findings();
  }

  @Test
  void nothingIsFound_whenItFiresOnItsTrade() {
    assertThat(findings(rule(LONG), execution("stop_loss", 4, "95"))).isEmpty();
  }

  @Test
  void itIsMissing_whenItDoesNotFire() {
    assertThat(FiringVerdict.of(List.of(rule(LONG)), tape, Map.of(), false).findings())
        .singleElement()
        .asString()
        .startsWith("missing")
        .contains("sequence=4");
  }

  @Test
  void itIsFoundTwice_whenItFiresAgain() {
    JsonNode once = execution("stop_loss", 4, "95");
    assertThat(findings(rule(LONG), once, once)).singleElement().asString().startsWith("twice");
  }

  @Test
  void anExecutionIsUncalledFor_whenNoTradeReachesTheRuleOrNobodyKnowsIt() {
    String far = LONG.replace("\"95\"", "\"50\"").replace("\"105\"", "\"150\"");
    assertThat(findings(rule(far), execution("stop_loss", 4, "95")))
        .singleElement()
        .asString()
        .startsWith("uncalled for");
    assertThat(
            FiringVerdict.of(
                    List.of(),
                    tape,
                    Map.of("pos_2", List.<JsonNode>of(execution("stop_loss", 4, "95"))),
                    false)
                .findings())
        .singleElement()
        .asString()
        .startsWith("uncalled for");
  }

  @Test
  void anExecutionIsWrong_whenItsTradeKindOrFillIs() {
    assertWrong("too early", execution("stop_loss", 1, "90"));
    assertWrong("on a trade that does not reach it", execution("stop_loss", 3, "100"));
    assertWrong("another kind", execution("take_profit", 4, "95"));
    assertWrong("another fill", execution("stop_loss", 4, "94.9"));
    assertWrong("on no trade", execution("stop_loss", 9, "95"));
  }

  private void assertWrong(String how, JsonNode execution) {
    assertThat(findings(rule(LONG), execution))
        .singleElement()
        .asString()
        .startsWith("wrong " + how);
  }

  @Test
  void itIsLate_whenItFiresOnALaterTradeThanTheFirst() {
    for (JsonNode later :
        List.of(execution("stop_loss", 5, "94"), execution("take_profit", 6, "106"))) {
      FiringVerdict verdict =
          FiringVerdict.of(List.of(rule(LONG)), tape, Map.of("pos_1", List.of(later)), false);
      assertThat(verdict.late()).hasSize(1);
      assertThat(verdict.findings()).isEmpty();
    }
  }

  @Test
  void aCandleFillsAtTheThresholdOrBeyond() {
    JsonNode good = execution("stop_loss", 9, "95").put("recovered", true);
    assertThat(findings(rule(LONG), good)).isEmpty();
    assertWrong("no such fill", execution("stop_loss", 9, "96").put("recovered", true));
    ObjectNode early = execution("stop_loss", 9, "95").put("recovered", true);
    early.putObject("tick").put("sequence", 9).put("exchange_time_ns", at(2) - 61 * SECOND_NS);
    assertWrong("a candle too early", early);
  }

  @Test
  void aTapeWithAHoleIsRefused() {
    MarketTape.Print afterHole = new MarketTape.Print(8, BigDecimal.ONE, at(8));
    assertThatThrownBy(() -> tape.add("BTC-USDT", afterHole))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("hole");
  }
}
