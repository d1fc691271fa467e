package io.tickwire.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What of a server's settings decides whether it keeps what it answered.
 *
 * @param evictionPolicy {@code maxmemory-policy}; empty when the server does not tell
 * @param appendOnly whether it writes a log at all
 * @param appendFsync when the log is on disk; empty when the server does not tell
 */
record ServerSettings(String evictionPolicy, boolean appendOnly, String appendFsync) {
  private static final String KEEPS_ALL = "noeviction";

  /** Fails when a server does not answer; one that hides a setting is given the doubt. */
  static Future<List<ServerSettings>> ask(RedisLink redis) {
    Request info = Request.cmd(Command.INFO);
    Request fsync = Request.cmd(Command.CONFIG).arg("GET").arg("appendfsync");
    return redis
        .askAll(info)
        .compose(
            texts ->
                // Hosted servers refuse CONFIG.
                redis
                    .askAll(fsync)
                    .map(values -> values.stream().map(ServerSettings::value).toList())
                    .recover(
                        failure ->
                            failure instanceof Response
                                ? Future.succeededFuture(texts.stream().map(text -> "").toList())
                                : Future.failedFuture(failure))
                    .map(values -> all(texts, values)));
  }

  private static List<ServerSettings> all(List<Response> texts, List<String> fsyncs) {
    return IntStream.range(0, texts.size())
        .mapToObj(i -> parse(texts.get(i).toString(), fsyncs.get(i)))
        .toList();
  }

  /** Under RESP3 a map, before it a list. */
  private static String value(@Nullable Response pairs) {
    if (pairs == null || pairs.size() == 0) {
      return "";
    }
    Response value =
        pairs.getKeys().contains("appendfsync") ? pairs.get("appendfsync") : pairs.get(1);
    return value == null ? "" : value.toString();
  }

  /**
   * @param info the answer of {@code INFO}
   */
  static ServerSettings parse(String info, String appendFsync) {
    return new ServerSettings(
        line(info, "maxmemory_policy:"), line(info, "aof_enabled:").equals("1"), appendFsync);
  }

  private static String line(String info, String name) {
    return info.lines()
        .filter(line -> line.startsWith(name))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElse("");
  }

  /** Drops keys to make room: positions would vanish. */
  boolean evicts() {
    return !evictionPolicy.isEmpty() && !evictionPolicy.equals(KEEPS_ALL);
  }

  /** A crash of it or its machine may take what was answered. */
  boolean mayForget() {
    return !appendOnly || (!appendFsync.isEmpty() && !appendFsync.equals("always"));
  }
}
