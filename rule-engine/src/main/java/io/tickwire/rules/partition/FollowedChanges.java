package io.tickwire.rules.partition;

import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.redis.StreamTail;
import io.tickwire.rules.store.RuleStore;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of changes of the partitions that are loaded, from where each was loaded on. Confined
 * to the engine's event loop.
 */
final class FollowedChanges {
  private static final Logger log = LoggerFactory.getLogger(FollowedChanges.class);

  private final StreamTail tail;
  private final Map<String, Partition> byStream = new HashMap<>();

  FollowedChanges(RedisLink redis) {
    this.tail = new StreamTail(redis, "changes", this::onEntries);
  }

  void start() {
    tail.start();
  }

  Future<Void> stop() {
    return tail.stop();
  }

  /**
   * @param position of the newest change that the partition knows
   */
  void follow(Partition partition, String position) {
    String stream = RuleStore.changesKey(partition.number());
    byStream.put(stream, partition);
    tail.follow(stream, position);
  }

  void unfollow(int partition) {
    String stream = RuleStore.changesKey(partition);
    byStream.remove(stream);
    tail.unfollow(stream);
  }

  private Future<Void> onEntries(List<StreamEntry> entries) {
    for (StreamEntry entry : entries) {
      Partition partition = byStream.get(entry.stream());
      if (partition != null) {
        apply(partition, entry);
      }
    }
    return Future.succeededFuture();
  }

  private static void apply(Partition partition, StreamEntry entry) {
    try {
      partition.apply(RuleStore.change(entry));
    } catch (IllegalArgumentException e) {
      log.error(
          "change refused stream={} id={} cause={}", entry.stream(), entry.id(), e.toString());
    }
  }
}
