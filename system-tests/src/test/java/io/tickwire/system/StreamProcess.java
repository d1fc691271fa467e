package io.tickwire.system;

import io.tickwire.common.cluster.ClusterConfig;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A {@link StreamConsumer} in a process of its own, that can be frozen. It answers each line with a
 * report and ends when there will be no more lines, so also when the test dies.
 */
final class StreamProcess implements AutoCloseable {
  private static final String ANSWER = "report: ";
  private static final long END_WITHIN_S = 20;

  private final Process process;
  private final BufferedReader lines;

  private StreamProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Returns when it listens. */
  static StreamProcess start(ClusterConfig config, Set<String> symbols) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx192m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            StreamProcess.class.getName(),
            config.name(),
            config.nodeName(),
            config.host(),
            Integer.toString(config.port()),
            String.join(",", config.members()),
            String.join(",", symbols));
    StreamProcess started =
        new StreamProcess(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
    try {
      started.report();
      return started;
    } catch (IOException | UncheckedIOException | AssertionError e) {
      started.process.destroyForcibly();
      throw e;
    }
  }

  /** Name, node name, host, port, members, symbols. */
  public static void main(String[] arguments) throws IOException {
    ClusterConfig config =
        new ClusterConfig(
            arguments[0],
            arguments[1],
            arguments[2],
            Integer.parseInt(arguments[3]),
            0,
            List.of(arguments[4].split(",", -1)),
            null,
            true);
    try (StreamConsumer consumer =
            StreamConsumer.join(config, Set.of(arguments[5].split(",", -1)));
        BufferedReader asked =
            new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      while (asked.readLine() != null) {
        System.out.println(ANSWER + Api.JSON.writeValueAsString(consumer.report()));
      }
    }
  }

  /** What it has had so far; waits while it is frozen. */
  StreamReport report() throws IOException {
    process.getOutputStream().write('\n');
    process.getOutputStream().flush();
    StringBuilder seen = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith(ANSWER)) {
        return Api.JSON.readValue(line.substring(ANSWER.length()), StreamReport.class);
      }
      seen.append(line).append('\n');
    }
    throw new AssertionError("the consumer ended:\n" + seen);
  }

  /** Stops it where it is, without a word to anybody. */
  void freeze() throws IOException {
    signal("-STOP");
  }

  void thaw() throws IOException {
    signal("-CONT");
  }

  private void signal(String signal) throws IOException {
    Process kill = new ProcessBuilder("kill", signal, Long.toString(process.pid())).start();
    try {
      if (!kill.waitFor(END_WITHIN_S, TimeUnit.SECONDS) || kill.exitValue() != 0) {
        throw new AssertionError("kill " + signal + " failed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    thaw();
    process.getOutputStream().close();
    try {
      if (!process.waitFor(END_WITHIN_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
