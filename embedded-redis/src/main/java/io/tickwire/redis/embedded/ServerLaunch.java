package io.tickwire.redis.embedded;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;

/** Starts a server on the files of a folder and waits until it serves. */
final class ServerLaunch {
  private static final int PORT_ATTEMPTS = 5;
  private static final int LOG_LINES_SHOWN = 12;

  /** Both a port and its bus are below what the system hands out to clients by itself. */
  private static final int LOWEST_WITH_BUS = 12_000;

  private static final int HIGHEST_WITH_BUS = 22_000;
  private static final String PORT_TAKEN = "Address already in use";

  private final DataDirectory directory;
  private final EmbeddedRedisConfig config;
  private final ServerExecutable executable;

  ServerLaunch(DataDirectory directory, EmbeddedRedisConfig config, ServerExecutable executable) {
    this.directory = directory;
    this.config = config;
    this.executable = executable;
  }

  ServerAnswers start() {
    Deadline deadline = Deadline.after(config.startTimeout());
    try {
      for (int attempt = 1; ; attempt++) {
        int port = config.port() == 0 ? freePort(config.clusterNode()) : config.port();
        Optional<ServerAnswers> started = startOn(port, deadline);
        if (started.isPresent()) {
          return started.get();
        }
        // A free port may be taken by someone else before the server binds it.
        if (config.port() != 0 || attempt == PORT_ATTEMPTS) {
          throw new EmbeddedRedisException(
              "the Redis server cannot listen on 127.0.0.1:"
                  + port
                  + " because another program does; choose another port or 0");
        }
      }
    } catch (IOException e) {
      throw new EmbeddedRedisException(
          "the Redis server cannot be started in " + directory.folder() + ": " + e, e);
    }
  }

  /** Empty when the port is taken. */
  private Optional<ServerAnswers> startOn(int port, Deadline deadline) throws IOException {
    Files.deleteIfExists(directory.pidFile());
    Files.writeString(directory.confFile(), RedisConf.render(directory, port, config));
    long logOffset = Files.exists(directory.logFile()) ? Files.size(directory.logFile()) : 0;
    Process process = launch();
    boolean serving = false;
    try {
      while (!deadline.isPast()) {
        // Asked before the port is: only a server that could bind it is still running, and no
        // stranger is mistaken for it.
        if (!process.isAlive()) {
          String log = log(logOffset);
          if (log.contains(PORT_TAKEN)) {
            return Optional.empty();
          }
          throw new EmbeddedRedisException(
              "the Redis server "
                  + executable.path()
                  + " ended with code "
                  + process.exitValue()
                  + " instead of starting:\n"
                  + tail(log));
        }
        Optional<ServerAnswers> ready = ready(port);
        if (ready.isPresent()) {
          serving = true;
          return ready;
        }
        Deadline.pause();
      }
      throw new EmbeddedRedisException(
          "the Redis server "
              + executable.path()
              + " did not answer within "
              + config.startTimeout().toMillis()
              + " ms:\n"
              + tail(log(logOffset)));
    } finally {
      if (!serving) {
        new ServerProcess(process.pid()).kill(config.stopTimeout());
      }
    }
  }

  private Optional<ServerAnswers> ready(int port) {
    try {
      return ServerAnswers.isReady(port)
          ? Optional.of(ServerAnswers.ask(port))
              .filter(server -> server.worksIn(directory.folder()))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    // Ctrl-C goes to every process of the terminal; in a session of its own the server outlives it
    // and is stopped last, by us.
    newSession().ifPresent(setsid -> command.add(setsid.toString()));
    command.add(executable.path().toString());
    command.add(directory.confFile().toString());
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.folder().toFile());
    // A file, not a pipe: a pipe would break under an orphan that prints.
    builder.redirectErrorStream(true).redirectOutput(directory.outputFile().toFile());
    builder.redirectInput(new File("/dev/null"));
    // Redis 7.2 and newer refuse to start under a locale that is not installed.
    builder.environment().put("LC_ALL", "C");
    return builder.start();
  }

  private static Optional<Path> newSession() {
    return Stream.of("/usr/bin/setsid", "/bin/setsid")
        .map(Path::of)
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int freePort(boolean withBus) throws IOException {
    while (withBus) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST_WITH_BUS, HIGHEST_WITH_BUS);
      if (isFree(port) && isFree(port + EmbeddedRedisConfig.BUS_ABOVE)) {
        return port;
      }
    }
    try (ServerSocket socket = new ServerSocket(0, 1, RespConnection.loopback())) {
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, RespConnection.loopback())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** What the server has said since this start. */
  private String log(long offset) throws IOException {
    String output =
        Files.exists(directory.outputFile())
            ? Files.readString(directory.outputFile(), StandardCharsets.ISO_8859_1)
            : "";
    if (!Files.exists(directory.logFile())) {
      return output;
    }
    byte[] log = Files.readAllBytes(directory.logFile());
    int from = (int) Math.min(offset, log.length);
    return output + new String(log, from, log.length - from, StandardCharsets.UTF_8);
  }

  private static String tail(String log) {
    List<String> lines = log.lines().filter(line -> !line.isBlank()).toList();
    return String.join(
        "\n", lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size()));
  }
}
