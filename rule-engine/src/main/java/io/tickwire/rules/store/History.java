package io.tickwire.rules.store;

import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A user's documents, the newest first. Documents of what is still live stand here as they were
 * created; the partition knows better. Any thread.
 */
public final class History {
  private final RedisLink redis;

  public History(RedisLink redis) {
    this.redis = redis;
  }

  /** Which documents. */
  public enum Kind {
    POSITIONS("positions"),
    TRIGGERS("triggers"),
    EXECUTIONS("executions");

    private final String keyName;

    Kind(String keyName) {
      this.keyName = keyName;
    }

    String keyName() {
      return keyName;
    }
  }

  /** One document of a user; empty when this user has none of that id. */
  public <T> Future<Optional<T>> find(String user, Kind kind, String id, Class<T> type) {
    String key = new UserKeys(user).documents(kind);
    return redis
        .send(Request.cmd(Command.HGET).arg(key).arg(id))
        .map(
            found ->
                found == null ? Optional.empty() : Optional.of(Json.read(found.toString(), type)));
  }

  /**
   * A page of documents.
   *
   * @param liveOnly only those that are not booked as ended
   * @param after id after which the page starts; an unknown one gives an empty page
   */
  public <T> Future<List<T>> page(
      String user, Kind kind, boolean liveOnly, @Nullable String after, int count, Class<T> type) {
    UserKeys keys = new UserKeys(user);
    String order = liveOnly ? keys.live(kind) : keys.byTime(kind);
    return firstRank(order, keys.byTime(kind), after)
        .compose(
            first ->
                first < 0
                    ? Future.succeededFuture(List.<String>of())
                    : ids(order, first, first + count - 1))
        .compose(ids -> documents(keys.documents(kind), ids, type));
  }

  private Future<Long> firstRank(String order, String byTime, @Nullable String after) {
    if (after == null) {
      return Future.succeededFuture(0L);
    }
    return redis
        .send(Request.cmd(Command.ZREVRANK).arg(order).arg(after))
        .compose(
            rank ->
                rank == null
                    ? rankOfEnded(order, byTime, after)
                    : Future.succeededFuture(rank.toLong() + 1));
  }

  /** The page before ended with one that is live no more: go on with what is not newer than it. */
  private Future<Long> rankOfEnded(String order, String byTime, String after) {
    return redis
        .send(Request.cmd(Command.ZSCORE).arg(byTime).arg(after))
        .compose(
            score ->
                score == null
                    ? Future.succeededFuture(-1L)
                    : redis
                        .send(Request.cmd(Command.ZCOUNT).arg(order).arg("(" + score).arg("+inf"))
                        .map(Response::toLong));
  }

  private Future<List<String>> ids(String order, long first, long last) {
    return redis
        .send(Request.cmd(Command.ZRANGE).arg(order).arg(first).arg(last).arg("REV"))
        .map(
            found -> {
              List<String> ids = new ArrayList<>(found.size());
              found.forEach(id -> ids.add(id.toString()));
              return ids;
            });
  }

  private <T> Future<List<T>> documents(String key, List<String> ids, Class<T> type) {
    if (ids.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Request request = Request.cmd(Command.HMGET).arg(key);
    ids.forEach(request::arg);
    return redis
        .send(request)
        .map(
            found -> {
              List<T> documents = new ArrayList<>(found.size());
              found.forEach(
                  document -> {
                    if (document != null) {
                      documents.add(Json.read(document.toString(), type));
                    }
                  });
              return documents;
            });
  }
}
