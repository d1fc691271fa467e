package io.tickwire.common.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void readsAKeyFromItsVariable() {
    Settings settings = Settings.load(Map.of("TICKWIRE_FEED_SOCKET_MAX_TOPICS", "250"));
    assertThat(settings.integer("feed.socket.max-topics", 300, 1, 400)).isEqualTo(250);
  }

  @Test
  void theEnvironmentWins_whenTheFileSaysOtherwise() throws IOException {
    Path file = Files.writeString(folder.resolve("t.yaml"), "push:\n  batch: 50ms\n  port: 9000\n");
    Settings settings =
        Settings.load(Map.of("TICKWIRE_CONFIG", file.toString(), "TICKWIRE_PUSH_PORT", "9001"));
    assertThat(settings.port("push.port", 8080)).isEqualTo(9001);
    assertThat(settings.duration("push.batch", Duration.ZERO)).isEqualTo(Duration.ofMillis(50));
    settings.refuseUnknown();
  }

  @Test
  void readsAListOfTheFileAsCommas() throws IOException {
    Path file = Files.writeString(folder.resolve("t.yaml"), "feed:\n  symbols: [A-B, C-D]\n");
    Settings settings = Settings.load(Map.of("TICKWIRE_CONFIG", file.toString()));
    assertThat(settings.text("feed.symbols", "")).isEqualTo("A-B,C-D");
  }

  @Test
  void stopsTheStart_whenNobodyKnowsASetting() throws IOException {
    Path file = Files.writeString(folder.resolve("t.yaml"), "push:\n  prot: 9000\n");
    Settings settings =
        Settings.load(Map.of("TICKWIRE_CONFIG", file.toString(), "TICKWIRE_PUSH_PROT", "1"));
    settings.port("push.port", 8080);
    assertThatThrownBy(settings::refuseUnknown)
        .isInstanceOf(ConfigException.class)
        .hasMessage("unknown setting: TICKWIRE_PUSH_PROT, push.prot");
  }

  @Test
  void letsTheSettingsOfOtherServicesBe() {
    Settings settings = Settings.load(Map.of("TICKWIRE_RULES_REPLICAS", "2"));
    settings.ignore("rules");
    settings.refuseUnknown();
    assertThat(settings.optionalText("rules.replicas")).isEqualTo("2");
  }

  @Test
  void noSettingIsAnothers_whenTheProcessRunsEveryService() {
    Settings settings =
        Settings.load(Map.of("TICKWIRE_RULES_REPLICSA", "2")).forEveryService().ignore("rules");
    assertThatThrownBy(settings::refuseUnknown).hasMessageContaining("TICKWIRE_RULES_REPLICSA");
  }

  @Test
  void namesTheSetting_whenItsValueIsImpossible() {
    Settings settings =
        Settings.load(Map.of("TICKWIRE_PUSH_PORT", "70000", "TICKWIRE_PUSH_BATCH", "soon"));
    assertThatThrownBy(() -> settings.port("push.port", 1))
        .hasMessage(
            "push.port (TICKWIRE_PUSH_PORT) must be a whole number from 0 to 65535, but is"
                + " \"70000\"");
    assertThatThrownBy(() -> settings.duration("push.batch", Duration.ZERO))
        .hasMessageContaining("TICKWIRE_PUSH_BATCH");
    assertThatThrownBy(() -> Settings.of(Map.of("a.b", "yes")).flag("a.b", true))
        .hasMessageContaining("true or false");
  }

  @Test
  void saysSo_whenTheFileCannotBeRead() {
    assertThatThrownBy(() -> Settings.load(Map.of("TICKWIRE_CONFIG", "/nowhere/t.yaml")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("TICKWIRE_CONFIG=/nowhere/t.yaml");
  }
}
