package io.tickwire.rules.audit.redis;

import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads Redis page by page. Calls block and belong on a main thread; every one of them ends within
 * the link's time limit or with an {@link AuditException}.
 */
final class RedisPages {
  private static final int PAGE = 500;

  private final RedisLink redis;

  RedisPages(RedisLink redis) {
    this.redis = redis;
  }

  RedisLink link() {
    return redis;
  }

  <T> T await(Future<T> asked) {
    try {
      return asked.toCompletionStage().toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AuditException("interrupted before the end", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new AuditException("Redis could not be read: " + cause.getMessage(), cause);
    }
  }

  /** Answers in the order of the questions; null for what is not there. */
  List<@Nullable Response> all(List<Request> requests) {
    List<@Nullable Response> answers = new ArrayList<>(requests.size());
    for (int i = 0; i < requests.size(); i += PAGE) {
      answers.addAll(await(redis.batch(requests.subList(i, Math.min(requests.size(), i + PAGE)))));
    }
    return answers;
  }

  /**
   * Keys of a pattern on all servers; one may come twice.
   *
   * @throws AuditException also when a server of a cluster gave way to another meanwhile
   */
  void keys(String pattern, Consumer<List<String>> page) {
    List<RedisLink.Server> servers = await(redis.servers());
    servers.forEach(server -> keys(server, pattern, page));
    List<String> before = servers.stream().map(RedisLink.Server::address).sorted().toList();
    List<String> after =
        await(redis.servers()).stream().map(RedisLink.Server::address).sorted().toList();
    if (!after.equals(before)) {
      throw new AuditException(
          "the masters of the cluster changed while their keys were read, from "
              + before
              + " to "
              + after
              + ": start again");
    }
  }

  private void keys(RedisLink.Server server, String pattern, Consumer<List<String>> page) {
    String cursor = "0";
    do {
      Response answer =
          await(
              server.send(
                  Request.cmd(Command.SCAN)
                      .arg(cursor)
                      .arg("MATCH")
                      .arg(pattern)
                      .arg("COUNT")
                      .arg(PAGE)));
      List<String> keys = new ArrayList<>();
      answer.get(1).forEach(key -> keys.add(key.toString()));
      page.accept(keys);
      cursor = answer.get(0).toString();
    } while (!cursor.equals("0"));
  }

  /** Fields of a hash; one may come twice. */
  void hash(String key, Consumer<Map<String, String>> page) {
    String cursor = "0";
    do {
      Response answer =
          await(redis.send(Request.cmd(Command.HSCAN).arg(key).arg(cursor).arg("COUNT").arg(PAGE)));
      Response pairs = answer.get(1);
      Map<String, String> fields = new LinkedHashMap<>();
      for (int i = 0; i + 1 < pairs.size(); i += 2) {
        fields.put(pairs.get(i).toString(), pairs.get(i + 1).toString());
      }
      page.accept(fields);
      cursor = answer.get(0).toString();
    } while (!cursor.equals("0"));
  }

  /**
   * Entries of a stream in their order.
   *
   * @param after id before the first, {@code 0-0} for all
   * @param last id of the last, {@code +} for all there are
   */
  void stream(String key, String after, String last, Consumer<List<StreamEntry>> page) {
    String from = after;
    List<StreamEntry> entries;
    do {
      Request range = Request.cmd(Command.XRANGE).arg(key).arg("(" + from).arg(last);
      entries = StreamEntry.list(key, await(redis.send(range.arg("COUNT").arg(PAGE))));
      if (!entries.isEmpty()) {
        page.accept(entries);
        from = entries.get(entries.size() - 1).id();
      }
    } while (entries.size() == PAGE);
  }
}
