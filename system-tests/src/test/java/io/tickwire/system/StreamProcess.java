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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@link StreamConsumer} in a process of its own, that can be frozen. It answers each line with a
 * report and ends when there will be no more lines, so also when the test dies.
 */
final class StreamProcess implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StreamProcess.class);
  private static final String ANSWER = "report: ";
  private static final long END_WITHIN_S = 20;
  private static final long ANSWER_WITHIN_S = 40;

  private final Process process;
  private final BufferedReader lines;

  private StreamProcess(Process process) {
    this.process = process;
    this.lines = process.inputReader(StandardCharsets.UTF_8);
  }

  /** It listens when it has answered for the first time. */
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
    return new StreamProcess(builder.redirectError(ProcessBuilder.Redirect.INHERIT).start());
  }

  /** Name, node name, host, port, members, symbols. */
  public static void main(String[] arguments) {
    try {
      answerLines(arguments);
      System.exit(0);
    } catch (IOException | RuntimeException | AssertionError e) {
      // Its other threads would keep the process.
      log.error("consumer failed", e);
      System.exit(1);
    }
  }

  private static void answerLines(String[] arguments) throws IOException {
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

  /** What it has had so far; not to be asked while it is frozen. */
  StreamReport report() {
    try {
      process.getOutputStream().write('\n');
      process.getOutputStream().flush();
      return CompletableFuture.supplyAsync(this::answer).get(ANSWER_WITHIN_S, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (IOException | ExecutionException | TimeoutException e) {
      // The reader would wait for ever.
      process.destroyForcibly();
      throw new AssertionError("no report", e);
    }
  }

  private StreamReport answer() {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(ANSWER)) {
          return Api.JSON.readValue(line.substring(ANSWER.length()), StreamReport.class);
        }
        log.info("consumer says {}", line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new IllegalStateException("the consumer has ended");
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
  public void close() {
    try {
      thaw();
      process.getOutputStream().close();
      if (!process.waitFor(END_WITHIN_S, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    } catch (IOException e) {
      process.destroyForcibly();
      throw new UncheckedIOException(e);
    }
  }
}
