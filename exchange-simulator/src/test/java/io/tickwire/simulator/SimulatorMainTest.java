package io.tickwire.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The simulator as a process of its own. */
@Timeout(60)
final class SimulatorMainTest {

  private static final Map<String, String> ANY_PORTS =
      Map.of("TICKWIRE_SIM_SPOT_PORT", "0", "TICKWIRE_SIM_FUTURES_PORT", "0");

  @Test
  void processSaysWhichPortAndExits_whenItIsInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      String port = Integer.toString(taken.getLocalPort());
      Process process =
          start(
              Map.of(
                  "TICKWIRE_SIM_HOST", "0.0.0.0",
                  "TICKWIRE_SIM_SPOT_PORT", "0",
                  "TICKWIRE_SIM_FUTURES_PORT", port));
      assertThat(errors(process)).contains("0.0.0.0 port " + port).contains("already in use");
      assertThat(exitCode(process)).isEqualTo(1);
    }
  }

  @Test
  void processNamesTheVariableAndExits_whenItIsUnknown() throws Exception {
    Process process = start(Map.of("TICKWIRE_SIM_COLOUR", "red"));
    assertThat(errors(process)).isEqualTo("There is no setting TICKWIRE_SIM_COLOUR.\n");
    assertThat(exitCode(process)).isEqualTo(1);
  }

  @Test
  void processStopsCleanly_whenTerminated() throws Exception {
    Process process = start(ANY_PORTS);
    try (BufferedReader log =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      awaitLine(log, "simulator started");
      // The handle's destroy leaves the streams open.
      process.toHandle().destroy();
      awaitLine(log, "simulator stopped");
    }
    assertThat(exitCode(process)).isEqualTo(128 + 15);
  }

  private static void awaitLine(BufferedReader log, String words) throws IOException {
    for (String line = log.readLine(); line != null; line = log.readLine()) {
      if (line.contains(words)) {
        return;
      }
    }
    throw new AssertionError("never logged: " + words);
  }

  private static String errors(Process process) throws IOException {
    try (InputStream errors = process.getErrorStream()) {
      return new String(errors.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static int exitCode(Process process) throws InterruptedException {
    if (!process.waitFor(20, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running");
    }
    return process.exitValue();
  }

  private static Process start(Map<String, String> environment) throws IOException {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    ProcessBuilder builder =
        new ProcessBuilder(
            java,
            "-Xmx128m",
            "-cp",
            System.getProperty("java.class.path"),
            SimulatorMain.class.getName());
    builder.environment().keySet().removeIf(name -> name.startsWith("TICKWIRE_"));
    builder.environment().putAll(environment);
    return builder.start();
  }
}
