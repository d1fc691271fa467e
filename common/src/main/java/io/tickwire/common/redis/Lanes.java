package io.tickwire.common.redis;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The readers of a set of streams, as few as Redis allows: one for all of them, or one for each
 * slot of a cluster, which comes with the slot's first stream and goes with its last. Confined to
 * the context of its readers.
 */
final class Lanes<R extends BlockingReader> {
  private final RedisLink redis;
  private final Function<String, R> make;
  private final Map<String, R> readers = new HashMap<>();
  private final List<Future<Void>> leaving = new ArrayList<>();
  private boolean started;

  /**
   * @param make a reader for a lane
   */
  Lanes(RedisLink redis, Function<String, R> make) {
    this.redis = redis;
    this.make = make;
  }

  void start() {
    started = true;
    readers.values().forEach(BlockingReader::run);
  }

  Future<Void> stop() {
    started = false;
    List<Future<Void>> all = new ArrayList<>(leaving);
    readers.values().forEach(reader -> all.add(reader.halt()));
    return Future.join(all).mapEmpty();
  }

  /** The reader of a stream, made when there is none. */
  R of(String stream) {
    R known = find(stream);
    if (known != null) {
      return known;
    }
    R fresh = make.apply(redis.lane(stream));
    readers.put(redis.lane(stream), fresh);
    if (started) {
      fresh.run();
    }
    return fresh;
  }

  @Nullable R find(String stream) {
    return readers.get(redis.lane(stream));
  }

  List<String> streams() {
    List<String> all = new ArrayList<>();
    readers.values().forEach(reader -> all.addAll(reader.streams()));
    return all;
  }

  /** Lets go of the connections that nothing is read on any more. */
  void dropEmpty() {
    readers
        .values()
        .removeIf(
            reader -> {
              boolean empty = reader.streams().isEmpty();
              if (empty) {
                Future<Void> halted = reader.halt();
                leaving.add(halted);
                halted.onComplete(ignored -> leaving.remove(halted));
              }
              return empty;
            });
  }
}
