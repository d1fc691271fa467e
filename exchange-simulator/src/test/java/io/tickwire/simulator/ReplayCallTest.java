package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /sim/run} with a recorded file: what is played, when it stops, what is refused. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ReplayCallTest {

  private static final Path RECORDINGS = Path.of("src/test/resources/recordings");
  private static final Instant NOW = Instant.parse("2030-01-02T03:04:05.000000006Z");
  private static final long NOW_NS = 1_893_553_445_000_000_006L;

  private static SimulatorRig rig(Path folder) {
    return new SimulatorRig(SimulatorConfig.quiet().withReplayDir(folder), new MovableClock(NOW));
  }

  /** Recordings with a fault each. */
  @TempDir private static Path broken;

  private final SimulatorRig rig = rig(RECORDINGS);
  private SimulatorRig brokenRig = rig;

  @BeforeAll
  void writeBrokenRecordings() throws IOException {
    String good = "{\"symbol\":\"KCS-USDT\",\"price\":\"10\",\"time\":1729843222000}\n";
    write("text.jsonl", good + good + "not json\n");
    write("list.jsonl", good + "[]\n");
    write("half.jsonl", good + "{\"symbol\":\"KCS-USDT\"");
    write("price.jsonl", good + "\n{\"symbol\":\"KCS-USDT\",\"price\":\"0\"}\n");
    write("grid.jsonl", good + "{\"symbol\":\"KCS-USDT\",\"price\":\"10.00001\"}\n");
    write("symbol.jsonl", good + "{\"symbol\":\"NO-SUCH\",\"price\":\"1\"}\n");
    write("spotmark.jsonl", good + "{\"symbol\":\"KCS-USDT\",\"mark_price\":\"1\"}\n");
    write("empty.jsonl", "\n");
    Files.write(broken.resolve("bytes.jsonl"), new byte[] {'{', (byte) 0xff, (byte) 0xfe, '}'});
    Files.createDirectory(broken.resolve("folder"));
    Files.createSymbolicLink(
        broken.resolve("link.jsonl"), RECORDINGS.resolve("crash.jsonl").toAbsolutePath());
    brokenRig = rig(broken);
  }

  private static void write(String name, String lines) throws IOException {
    Files.writeString(broken.resolve(name), lines);
  }

  @AfterAll
  void stop() throws IOException {
    Files.delete(broken.resolve("link.jsonl"));
    rig.close();
    brokenRig.close();
  }

  @Test
  void recordedTradesArriveInOrderStampedWithNow_whenReplayed() {
    WireClient spot = rig.spot();
    WireClient futures = rig.futures();
    spot.subscribe("/market/match:BTC-USDT");
    futures.subscribe("/contractMarket/execution:XBTUSDTM");
    futures.subscribe("/contract/instrument:XBTUSDTM");

    JsonNode started = rig.sim("run", "{\"mode\":\"replay\",\"file\":\"crash.jsonl\"}");
    assertThat(started.path("mode").asText()).isEqualTo("replay");
    assertThat(started.path("replay").path("file").asText()).isEqualTo("crash.jsonl");
    assertThat(started.path("replay").path("lines").asInt()).isEqualTo(5);

    List<String> prices = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      JsonNode data = spot.take("message").path("data");
      prices.add(data.path("price").asText());
      assertThat(data.path("time").asLong()).isEqualTo(NOW_NS);
    }
    assertThat(prices).containsExactly("60000.1", "59500", "59000.2");
    JsonNode execution = futures.take("message").path("data");
    assertThat(execution.path("size").asInt()).isEqualTo(3);
    assertThat(execution.path("ts").asLong()).isEqualTo(NOW_NS);
    JsonNode marks = futures.take("message").path("data");
    assertThat(marks.path("markPrice").decimalValue()).isEqualByComparingTo("59990.25");
    assertThat(marks.path("indexPrice").decimalValue()).isEqualByComparingTo("59989.5");
    assertThat(futures.takeUntilPong()).isEmpty();
  }

  @Test
  void modeIsPausedAndAllIsPlayed_whenTheFileIsOver() {
    try (SimulatorRig own = rig(RECORDINGS)) {
      WireClient client = own.spot();
      client.subscribe("/market/match:ETH-USDT");
      own.sim("run", "{\"mode\":\"replay\",\"file\":\"untimed.jsonl\",\"trades_per_second\":5000}");
      for (int i = 0; i < 3; i++) {
        client.take("message");
      }
      assertThat(own.simGet("run"))
          .isEqualTo(
              SimulatorRig.json(
                  """
                  {"mode":"paused","seed":1,"trades_per_second":5000,
                   "replay":{"file":"untimed.jsonl","lines":3,"played":3}}
                  """));
    }
  }

  @Test
  void replayTellsHowFarItIsAndCanBeEnded_whenALineIsADayAhead() {
    try (SimulatorRig own = rig(RECORDINGS)) {
      WireClient client = own.spot();
      client.subscribe("/market/match:LTC-USDT");
      own.sim("run", "{\"mode\":\"replay\",\"file\":\"slow.jsonl\"}");
      assertThat(client.take("message").path("data").path("price").asText()).isEqualTo("80");

      assertThat(own.sim("run", "{}").path("replay").path("played").asInt()).isEqualTo(1);
      assertThat(own.simGet("run").path("mode").asText()).isEqualTo("replay");
      assertRefused(own, "{\"trades_per_second\":5}", "bad_request", "mode");
      assertThat(own.sim("run", "{\"mode\":\"paused\"}").path("mode").asText()).isEqualTo("paused");
      assertThat(own.simGet("run").path("replay").path("played").asInt()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "untimed.jsonl,bad_request,trades_per_second",
    "absent.jsonl,unknown_file,absent.jsonl",
    "../recordings/crash.jsonl,bad_request,plain file name",
    "..,bad_request,plain file name",
    "a..b,bad_request,plain file name",
    "/etc/hostname,bad_request,plain file name",
    "crash.jsonl%00,bad_request,plain file name"
  })
  void fileIsRefused_whenItIsNotARecordingThere(String file, String code, String words) {
    assertRefused(rig, replay(file), code, words);
  }

  @ParameterizedTest
  @CsvSource({
    "text.jsonl,bad_recording,line 3: is not a JSON object",
    "list.jsonl,bad_recording,line 2: is not a JSON object",
    "half.jsonl,bad_recording,line 2: is not a JSON object",
    "price.jsonl,bad_request,line 3: price",
    "grid.jsonl,bad_request,line 2: price: must be a multiple of",
    "symbol.jsonl,unknown_symbol,line 2: symbol",
    "spotmark.jsonl,bad_request,line 2: symbol: must be a contract",
    "empty.jsonl,bad_recording,no lines",
    "bytes.jsonl,bad_recording,not readable text",
    "folder,unknown_file,folder",
    "link.jsonl,unknown_file,link.jsonl"
  })
  void nothingIsPrinted_whenARecordingIsBroken(String file, String code, String words) {
    WireClient client = brokenRig.spot();
    client.subscribe("/market/match:KCS-USDT");
    assertRefused(brokenRig, replay(file), code, words);
    assertThat(brokenRig.simGet("run").path("mode").asText()).isEqualTo("paused");
    assertThat(brokenRig.simGet("run").has("replay")).isFalse();
    assertThat(client.takeUntilPong()).isEmpty();
  }

  private static String replay(String file) {
    return "{\"mode\":\"replay\",\"file\":\"" + file + "\"}";
  }

  private static void assertRefused(SimulatorRig rig, String body, String code, String words) {
    HttpResponse<Buffer> answer = rig.post(rig.simulator.spotPort(), "/sim/run", body);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.getHeader("content-type")).isEqualTo("application/problem+json");
    JsonNode problem = SimulatorRig.json(answer.bodyAsString());
    assertThat(problem.path("code").asText()).isEqualTo(code);
    assertThat(problem.path("detail").asText()).contains(words).endsWith(".");
  }
}
