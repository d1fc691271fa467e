package io.tickwire.redis.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * What a server on a port says about itself; all of it is answered while data is still being read.
 *
 * @param dir the folder it works in
 */
record ServerAnswers(
    int port, long pid, String dir, String appendOnly, String appendFsync, boolean clusterNode) {

  static ServerAnswers ask(int port) throws IOException {
    try (RespConnection connection = RespConnection.open(port)) {
      return new ServerAnswers(
          port,
          processId(connection.ask("INFO", "server")),
          setting(connection, "dir"),
          setting(connection, "appendonly"),
          setting(connection, "appendfsync"),
          isClusterNode(connection));
    }
  }

  /** False while it reads its data; an {@link IOException} when nobody listens. */
  static boolean isReady(int port) throws IOException {
    try (RespConnection connection = RespConnection.open(port)) {
      return connection.ask("PING").equals(List.of("PONG"));
    } catch (RespConnection.ErrorReply e) {
      return false;
    }
  }

  private static long processId(List<String> info) throws IOException {
    return info.stream()
        .flatMap(String::lines)
        .filter(line -> line.matches("process_id:\\d{1,18}"))
        .mapToLong(line -> Long.parseLong(line.substring("process_id:".length())))
        .findFirst()
        .orElseThrow(() -> new IOException("INFO names no process_id"));
  }

  private static boolean isClusterNode(RespConnection connection) throws IOException {
    return connection.ask("INFO", "cluster").stream()
        .anyMatch(text -> text.contains("cluster_enabled:1"));
  }

  private static String setting(RespConnection connection, String name) throws IOException {
    List<String> pair = connection.ask("CONFIG", "GET", name);
    if (pair.size() != 2) {
      throw new IOException("no setting " + name);
    }
    return pair.get(1);
  }

  boolean worksIn(Path folder) {
    try {
      return Files.isSameFile(Path.of(dir), folder);
    } catch (IOException | InvalidPathException e) {
      return false;
    }
  }

  boolean serves(EmbeddedRedisConfig config) {
    return (config.port() == 0 || config.port() == port)
        && appendOnly.equals(config.persistence().appendOnly())
        && appendFsync.equals(config.persistence().appendFsync())
        && clusterNode == config.clusterNode();
  }
}
