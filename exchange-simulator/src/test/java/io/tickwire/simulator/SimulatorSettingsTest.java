package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.simulator.server.EndpointConfig;
import io.tickwire.simulator.server.RunConfig;
import io.tickwire.simulator.server.RunMode;
import io.tickwire.simulator.session.SessionLimits;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulatorSettingsTest {

  @Test
  void defaultsAreTheDocumentedOnes_whenNothingIsSet() {
    assertThat(SimulatorSettings.read(Map.of("PATH", "/bin", "TICKWIRE_REDIS", "x")))
        .isEqualTo(
            new SimulatorConfig(
                "127.0.0.1",
                8090,
                8091,
                new RunConfig(RunMode.RANDOM_WALK, 1, 50),
                new EndpointConfig(
                    null, Duration.ofSeconds(18), Duration.ofSeconds(10), Duration.ofHours(24)),
                new SessionLimits(
                    300,
                    100,
                    100,
                    16 * 1024 * 1024,
                    Duration.ofSeconds(60),
                    50,
                    30,
                    Duration.ofHours(24)),
                1_000,
                700,
                null,
                null));
  }

  @Test
  void everyVariableIsTaken_whenSet() {
    SimulatorConfig config =
        SimulatorSettings.read(
            Map.ofEntries(
                Map.entry("TICKWIRE_SIM_HOST", "0.0.0.0"),
                Map.entry("TICKWIRE_SIM_PUBLIC_HOST", "simulator"),
                Map.entry("TICKWIRE_SIM_SPOT_PORT", "1"),
                Map.entry("TICKWIRE_SIM_FUTURES_PORT", "2"),
                Map.entry("TICKWIRE_SIM_MODE", "paused"),
                Map.entry("TICKWIRE_SIM_SEED", "-3"),
                Map.entry("TICKWIRE_SIM_TRADES_PER_SECOND", "4"),
                Map.entry("TICKWIRE_SIM_MAX_TOPICS", "5"),
                Map.entry("TICKWIRE_SIM_MAX_CONNECTIONS", "6"),
                Map.entry("TICKWIRE_SIM_CONNECTS_PER_MINUTE", "7"),
                Map.entry("TICKWIRE_SIM_CONNECTION_LIFE_S", "8"),
                Map.entry("TICKWIRE_SIM_TOKEN_LIFE_S", "9"),
                Map.entry("TICKWIRE_SIM_SPOT_SYMBOLS", "10"),
                Map.entry("TICKWIRE_SIM_FUTURES_SYMBOLS", "11"),
                Map.entry("TICKWIRE_SIM_REPLAY_DIR", "src"),
                Map.entry("TICKWIRE_SIM_TAPE_FILE", "src/tape.jsonl")));
    assertThat(config.host()).isEqualTo("0.0.0.0");
    assertThat(config.endpoint().publicHost()).isEqualTo("simulator");
    assertThat(config.spotPort()).isEqualTo(1);
    assertThat(config.futuresPort()).isEqualTo(2);
    assertThat(config.run()).isEqualTo(new RunConfig(RunMode.PAUSED, -3, 4));
    assertThat(config.limits().maxTopicsPerSession()).isEqualTo(5);
    assertThat(config.limits().maxSessions()).isEqualTo(6);
    assertThat(config.limits().maxConnectsPerMinute()).isEqualTo(7);
    assertThat(config.limits().connectionLife()).isEqualTo(Duration.ofSeconds(8));
    assertThat(config.endpoint().tokenLife()).isEqualTo(Duration.ofSeconds(9));
    assertThat(config.spotSymbols()).isEqualTo(10);
    assertThat(config.futuresSymbols()).isEqualTo(11);
    assertThat(config.replayDir()).isEqualTo(Path.of("src"));
    assertThat(config.tapeFile()).isEqualTo(Path.of("src/tape.jsonl").toAbsolutePath());
  }

  @ParameterizedTest
  @CsvSource({
    "TICKWIRE_SIM_SPOT_PORT,70000",
    "TICKWIRE_SIM_FUTURES_PORT,-1",
    "TICKWIRE_SIM_SPOT_PORT,http",
    "TICKWIRE_SIM_MODE,replay",
    "TICKWIRE_SIM_SEED,1.5",
    "TICKWIRE_SIM_SPOT_SYMBOLS,1001",
    "TICKWIRE_SIM_FUTURES_SYMBOLS,0",
    "TICKWIRE_SIM_TOKEN_LIFE_S,0",
    "TICKWIRE_SIM_CONNECTION_LIFE_S,-1",
    "TICKWIRE_SIM_TRADES_PER_SECOND,0",
    "TICKWIRE_SIM_MAX_TOPICS,0",
    "TICKWIRE_SIM_REPLAY_DIR,no/such/folder",
    "TICKWIRE_SIM_TAPE_FILE,no/such/folder/tape.jsonl",
    "TICKWIRE_SIM_TAPE_FILE,src",
    "TICKWIRE_SIM_SPEED,1"
  })
  void startIsRefusedNamingTheVariable_whenItIsImpossible(String name, String value) {
    assertThatThrownBy(() -> SimulatorSettings.read(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name)
        .hasMessageEndingWith(".");
  }

  @Test
  void configIsRefused_whenItIsNonsense() {
    SimulatorConfig config = SimulatorConfig.defaults();
    SessionLimits limits = SessionLimits.defaults();
    assertThatThrownBy(() -> config.withPorts(9_000, 9_000)).hasMessageContaining("9000");
    assertThatThrownBy(() -> config.withPorts(-1, 0)).hasMessageContaining("spotPort=-1");
    assertThatThrownBy(() -> limits.withMaxTopics(0, 1))
        .hasMessageContaining("maxTopicsPerSession");
    assertThatThrownBy(() -> limits.withIdleTimeout(Duration.ZERO))
        .hasMessageContaining("idleTimeout");
    assertThatThrownBy(() -> limits.withMaxQueuedBytes(1)).hasMessageContaining("maxQueuedBytes");
    assertThatThrownBy(() -> EndpointConfig.defaults().withPublicHost("ws://x/"))
        .hasMessageContaining("ws://x/");
  }
}
