package io.tickwire.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** A server known by its process id only, since it may be the child of a JVM that is gone. */
record ServerProcess(long pid) {
  boolean isAlive() {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false) && !isZombie();
  }

  /**
   * Whether this is a Redis that works in the folder, told from outside: for a server that does not
   * answer. Redis changes into its data folder, which Linux shows; elsewhere the name of the
   * program must do.
   */
  boolean looksLikeRedisIn(Path folder) {
    if (!isAlive()) {
      return false;
    }
    try {
      return Files.isSameFile(Path.of("/proc", Long.toString(pid), "cwd").toRealPath(), folder)
          && isRedisProgram().orElse(true);
    } catch (IOException | RuntimeException e) {
      return isRedisProgram().orElse(false);
    }
  }

  private Optional<Boolean> isRedisProgram() {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().command())
        .map(command -> command.toLowerCase(Locale.ROOT))
        .map(command -> command.contains("redis") || command.contains("valkey"));
  }

  /** Asks the server to save and end (SIGTERM), and kills it when it has not within the time. */
  void stop(Duration timeout) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    if (!Deadline.after(timeout).await(() -> !isAlive())) {
      kill(timeout);
    }
  }

  /** Takes the processor from it (SIGSTOP) or gives it back (SIGCONT), connections left open. */
  void freeze(boolean frozen) {
    try {
      Process kill =
          new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (kill.waitFor() != 0) {
        throw new EmbeddedRedisException("the Redis server with pid " + pid + " is gone");
      }
    } catch (IOException e) {
      throw new EmbeddedRedisException("cannot signal the Redis server with pid " + pid, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedRedisException("interrupted while signalling the Redis server", e);
    }
  }

  /** Ends the server at once (SIGKILL): what it has not written is lost. */
  void kill(Duration timeout) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    if (!Deadline.after(timeout).await(() -> !isAlive())) {
      throw new EmbeddedRedisException(
          "the Redis server with pid " + pid + " does not end even when killed");
    }
  }

  /**
   * An orphan whose new parent never collects it, as in a container without an init, has ended all
   * the same.
   */
  private boolean isZombie() {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    try {
      String line = Files.readString(stat, StandardCharsets.ISO_8859_1);
      return line.startsWith(" Z", line.lastIndexOf(')') + 1);
    } catch (IOException e) {
      return false;
    }
  }
}
