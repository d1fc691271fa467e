package io.tickwire.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A process that runs a module's runnable jar with an environment of its own. */
final class ServiceJar implements AutoCloseable {
  private static final Path ROOT =
      Path.of(System.getProperty("tickwire.root", "..")).toAbsolutePath().normalize();

  /** For a gateway whose clients are all at one address, and a few users. */
  static final Map<String, String> WITHOUT_SHARED_LIMITS =
      Map.of(
          "TICKWIRE_PUSH_ADMISSION_MAX_PER_ADDRESS", "0",
          "TICKWIRE_PUSH_ADMISSION_MAX_PER_USER", "0",
          "TICKWIRE_PUSH_ADMISSION_MAX_MESSAGES_PER_ADDRESS", "0",
          "TICKWIRE_PUSH_ADMISSION_MAX_MESSAGES_PER_USER", "0",
          "TICKWIRE_PUSH_ADMISSION_MAX_SUBSCRIPTIONS_PER_USER", "0");

  private final String name;
  private final Process process;
  private final Path log;

  private ServiceJar(String name, Process process, Path log) {
    this.name = name;
    this.process = process;
    this.log = log;
  }

  /**
   * @param module for example {@code rule-engine}
   * @param environment replaces every {@code TICKWIRE_} variable of the test's own
   */
  static ServiceJar start(
      String module, String name, Path logs, Map<String, String> environment, String... arguments)
      throws IOException {
    Path log = logs.resolve(name + ".log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:+UseSerialGC", "-jar", jar(module).toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().keySet().removeIf(key -> key.startsWith("TICKWIRE_"));
    builder.environment().putAll(environment);
    return new ServiceJar(name, builder.start(), log);
  }

  private static Path jar(String module) {
    String version = System.getProperty("tickwire.version", "0.1.0-SNAPSHOT");
    Path jar =
        ROOT.resolve(module)
            .resolve("target")
            .resolve("tickwire-" + module + "-" + version + "-runnable.jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException("run mvn verify from the root, this jar is missing: " + jar);
    }
    return jar;
  }

  /** As {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    awaitExit();
  }

  /** As {@code kill} does; returns the exit code. */
  int terminate() {
    process.destroy();
    awaitExit();
    return process.exitValue();
  }

  int awaitExit() {
    try {
      if (!process.waitFor(40, TimeUnit.SECONDS)) {
        throw new AssertionError(name + " does not end");
      }
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Tells it to stop, without waiting. */
  void signal() {
    process.destroy();
  }

  /** In good order, so that an embedded Redis goes with it; by force when that takes too long. */
  @Override
  public void close() {
    try {
      signal();
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        kill();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
