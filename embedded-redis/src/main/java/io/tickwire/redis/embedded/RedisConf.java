package io.tickwire.redis.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;

/**
 * The server's configuration file: what is written before a start, and the port read back when
 * looking for a survivor.
 */
final class RedisConf {
  private static final String PORT = "port ";

  /** A node that is gone is noticed within the time; without replicas the others go on. */
  private static final String CLUSTER =
      """
      cluster-enabled yes
      cluster-config-file nodes.conf
      cluster-node-timeout 2000
      cluster-require-full-coverage no
      """;

  private RedisConf() {}

  static String render(DataDirectory directory, int port, EmbeddedRedisConfig config) {
    Persistence persistence = config.persistence();
    String conf =
        String.join(
            "\n",
            "# Written at every start; edits are lost.",
            "bind 127.0.0.1",
            "protected-mode yes",
            PORT + port,
            "daemonize no",
            "dir " + quoted(directory.folder()),
            "pidfile " + quoted(directory.pidFile()),
            "logfile " + quoted(directory.logFile()),
            "maxmemory-policy noeviction",
            "appendonly " + persistence.appendOnly(),
            "appendfsync " + persistence.appendFsync(),
            // The append-only file holds everything; a snapshot would be a second truth.
            "save \"\"",
            "");
    return config.clusterNode() ? conf + CLUSTER : conf;
  }

  static String quoted(Path path) {
    return '"' + path.toString().replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** The port of the last start in this folder, if there was one. */
  static OptionalInt lastPort(Path confFile) {
    try {
      return port(Files.readAllLines(confFile, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return OptionalInt.empty();
    }
  }

  private static OptionalInt port(List<String> lines) {
    return lines.stream()
        .filter(line -> line.matches(PORT + "\\d{1,5}"))
        .mapToInt(line -> Integer.parseInt(line.substring(PORT.length())))
        .filter(port -> port > 0 && port <= 65_535)
        .findFirst();
  }
}
