package io.tickwire.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Follows streams from given positions: every entry is handed over once, those of a stream in their
 * order, also across broken connections. Entries come on the context that created it; a failed
 * hand-over is repeated. {@link #follow} and {@link #unfollow} must be called on that context.
 *
 * <p>One blocking command waits for all streams of a server. Redis Cluster allows that for one slot
 * only, so there each slot has a connection of its own: see {@link Lanes}.
 */
public final class StreamTail {
  private static final int MAX_ENTRIES = 512;

  private final RedisLink redis;
  private final String name;
  private final Function<List<StreamEntry>, Future<Void>> handler;
  private final Lanes<Lane> lanes;

  /**
   * @param name for the log and the metrics
   * @param handler takes entries of any followed stream; those of a stream that was left meanwhile
   *     are not handed over
   */
  public StreamTail(
      RedisLink redis, String name, Function<List<StreamEntry>, Future<Void>> handler) {
    this.redis = redis;
    this.name = name;
    this.handler = handler;
    this.lanes = new Lanes<>(redis, Lane::new);
  }

  public void start() {
    lanes.start();
  }

  /** Completes when nothing more will be handed over. */
  public Future<Void> stop() {
    return lanes.stop();
  }

  /**
   * @param position id of the last entry already known; {@code 0-0} for all
   */
  public void follow(String stream, String position) {
    lanes.of(stream).positions.put(stream, position);
  }

  public void unfollow(String stream) {
    Lane lane = lanes.find(stream);
    if (lane != null) {
      lane.positions.remove(stream);
      lanes.dropEmpty();
    }
  }

  /** The id of the newest entry of a stream, {@code 0-0} when it has none. */
  public static Future<String> newest(RedisLink redis, String stream) {
    return redis
        .send(Request.cmd(Command.XREVRANGE).arg(stream).arg("+").arg("-").arg("COUNT").arg(1))
        .map(entries -> entries.size() == 0 ? "0-0" : entries.get(0).get(0).toString());
  }

  /** The streams that one command can wait for. */
  private final class Lane extends BlockingReader {
    final Map<String, String> positions = new LinkedHashMap<>();

    Lane(String lane) {
      super(redis, name, lane);
    }

    @Override
    Set<String> streams() {
      return positions.keySet();
    }

    @Override
    Request question() {
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
}
