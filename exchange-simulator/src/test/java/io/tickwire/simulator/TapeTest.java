package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of all that was printed: whole, in order, and good for a replay. */
final class TapeTest {
  @TempDir private Path folder;

  private SimulatorConfig config() {
    return SimulatorConfig.quiet().withTapeFile(folder.resolve("tape.jsonl"));
  }

  @Test
  void tradesAndMarksStandInTheirOrder_whenControlCallsPrintThem() throws IOException {
    try (SimulatorRig rig = new SimulatorRig(config())) {
      JsonNode printed =
          rig.sim(
              "trades", "[{\"symbol\":\"BTC-USDT\",\"price\":\"60000.1\",\"time\":1729843222000}]");
      rig.sim("marks", "[{\"symbol\":\"XBTUSDTM\",\"mark_price\":\"59990.25\"}]");

      assertThat(rig.simGet("tape").path("lines").asInt()).isEqualTo(2);
      List<JsonNode> lines = lines();
      assertThat(lines).hasSize(2);
      JsonNode trade = lines.get(0);
      assertThat(trade.path("sequence")).isEqualTo(printed.path("trades").path(0).path("sequence"));
      assertThat(trade.path("price").asText()).isEqualTo("60000.1");
      assertThat(trade.path("time").asLong()).isEqualTo(1_729_843_222_000_000_000L);
      assertThat(lines.get(1).path("symbol").asText()).isEqualTo("XBTUSDTM");
      assertThat(lines.get(1).path("mark_price").asText()).isEqualTo("59990.25");
    }
  }

  @Test
  void noSequenceIsMissing_whenTheMarketWalks() throws IOException {
    try (SimulatorRig rig = new SimulatorRig(config().withSymbols(3, 2))) {
      rig.sim("run", "{\"mode\":\"random_walk\",\"trades_per_second\":20000}");
      while (rig.simGet("tape").path("lines").asInt() < 5_000) {
        assertThat(rig.simGet("run").path("mode").asText()).isEqualTo("random_walk");
      }
      rig.sim("run", "{\"mode\":\"paused\"}");
      int counted = rig.simGet("tape").path("lines").asInt();

      Map<String, Long> newest = new HashMap<>();
      List<JsonNode> lines = lines();
      assertThat(lines).hasSize(counted);
      for (JsonNode line : lines) {
        if (line.has("sequence")) {
          long sequence = line.path("sequence").asLong();
          Long before = newest.put(line.path("symbol").asText(), sequence);
          assertThat(before == null || before + 1 == sequence).as(line.toString()).isTrue();
        }
      }
      assertThat(newest).hasSize(5);
    }
  }

  @Test
  void aTapeCanBeReplayed() {
    try (SimulatorRig rig = new SimulatorRig(config())) {
      rig.sim("trades", "[{\"symbol\":\"BTC-USDT\",\"price\":\"60000.1\"}]");
      rig.sim("marks", "[{\"symbol\":\"XBTUSDTM\",\"mark_price\":\"59990.25\"}]");
      rig.simGet("tape");
    }
    SimulatorConfig replaying = SimulatorConfig.quiet().withReplayDir(folder);
    try (SimulatorRig rig = new SimulatorRig(replaying)) {
      WireClient client = rig.spot();
      client.subscribe("/market/match:BTC-USDT");
      rig.sim("run", "{\"mode\":\"replay\",\"file\":\"tape.jsonl\"}");
      assertThat(client.take("message").path("data").path("price").asText()).isEqualTo("60000.1");
    }
  }

  @Test
  void askingForItIsRefused_whenNoneIsKept() {
    try (SimulatorRig rig = new SimulatorRig(SimulatorConfig.quiet())) {
      JsonNode problem = rig.simGet("tape");
      assertThat(problem.path("code").asText()).isEqualTo("no_tape");
      assertThat(problem.path("detail").asText()).contains("TICKWIRE_SIM_TAPE_FILE");
    }
  }

  @Test
  void startIsRefused_whenTheFileCannotBeWritten() {
    SimulatorConfig config = SimulatorConfig.quiet().withTapeFile(folder);
    assertThatThrownBy(() -> new SimulatorRig(config).close())
        .hasRootCauseInstanceOf(IOException.class)
        .hasStackTraceContaining("The tape cannot be written: " + folder);
  }

  private List<JsonNode> lines() throws IOException {
    return Files.readAllLines(folder.resolve("tape.jsonl")).stream()
        .map(SimulatorRig::json)
        .toList();
  }
}
