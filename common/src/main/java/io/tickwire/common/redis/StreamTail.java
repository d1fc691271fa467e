package io.tickwire.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows streams from given positions: every entry is handed over once and in order, also across
 * broken connections. Entries come on the context that created it; a failed hand-over is repeated.
 * {@link #follow} and {@link #unfollow} must be called on that context.
 */
public final class StreamTail extends BlockingReader {
  private static final int MAX_ENTRIES = 512;

  private final Map<String, String> positions = new LinkedHashMap<>();
  private final Function<List<StreamEntry>, Future<Void>> handler;

  /**
   * @param name for the log
   * @param handler takes entries of any followed stream; those of a stream that was left meanwhile
   *     are not handed over
   */
  public StreamTail(
      RedisLink redis, String name, Function<List<StreamEntry>, Future<Void>> handler) {
    super(redis, name);
    this.handler = handler;
  }

  public void start() {
    run();
  }

  /** Completes when nothing more will be handed over. */
  public Future<Void> stop() {
    return halt();
  }

  /**
   * @param position id of the last entry already known; {@code 0-0} for all
   */
  public void follow(String stream, String position) {
    positions.put(stream, position);
  }

  public void unfollow(String stream) {
    positions.remove(stream);
  }

  /** The id of the newest entry of a stream, {@code 0-0} when it has none. */
  public static Future<String> newest(RedisLink redis, String stream) {
    return redis
        .send(Request.cmd(Command.XREVRANGE).arg(stream).arg("+").arg("-").arg("COUNT").arg(1))
        .map(entries -> entries.size() == 0 ? "0-0" : entries.get(0).get(0).toString());
  }

  @Override
  @Nullable Request question() {
    if (positions.isEmpty()) {
      return null;
    }
    Request read =
        Request.cmd(Command.XREAD).arg("COUNT").arg(MAX_ENTRIES).arg("BLOCK").arg(BLOCK_MS);
    read.arg("STREAMS");
    positions.keySet().forEach(read::arg);
    positions.values().forEach(read::arg);
    return read;
  }

  @Override
  Future<Void> answer(@Nullable Response response) {
    if (response == null) {
      return Future.succeededFuture();
    }
    List<StreamEntry> entries =
        StreamEntry.ofRead(response).stream()
            .filter(entry -> positions.containsKey(entry.stream()))
            .toList();
    return entries.isEmpty()
        ? Future.succeededFuture()
        : handler.apply(entries).onSuccess(ignored -> advance(entries));
  }

  private void advance(List<StreamEntry> entries) {
    entries.forEach(entry -> positions.replace(entry.stream(), entry.id()));
  }
}
