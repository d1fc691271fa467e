package io.tickwire.rules.partition;

import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.redis.StreamTail;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.RuleStore;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The streams of changes of the partitions that are loaded, from where each was loaded on. Confined
 * to the engine's event loop.
 */
final class FollowedChanges implements Surroundings.Changes {
  private static final Logger log = LoggerFactory.getLogger(FollowedChanges.class);

  private final StreamTail tail;
  private final Map<String, Consumer<LiveRule>> byStream = new HashMap<>();

  FollowedChanges(RedisLink redis) {
    this.tail = new StreamTail(redis, "changes", this::onEntries);
  }

  @Override
  public void start() {
    tail.start();
  }

  @Override
  public Future<Void> stop() {
    return tail.stop();
  }

  @Override
  public void follow(int partition, String position, Consumer<LiveRule> onChange) {
    String stream = RuleStore.changesKey(partition);
    byStream.put(stream, onChange);
    tail.follow(stream, position);
  }

  @Override
  public void unfollow(int partition) {
    String stream = RuleStore.changesKey(partition);
    byStream.remove(stream);
    tail.unfollow(stream);
  }

  private Future<Void> onEntries(List<StreamEntry> entries) {
    for (StreamEntry entry : entries) {
      Consumer<LiveRule> follower = byStream.get(entry.stream());
      if (follower != null) {
        tell(follower, entry);
      }
    }
    return Future.succeededFuture();
  }

  private static void tell(Consumer<LiveRule> follower, StreamEntry entry) {
    try {
      follower.accept(RuleStore.change(entry));
    } catch (IllegalArgumentException e) {
      log.error(
          "change refused stream={} id={} cause={}", entry.stream(), entry.id(), e.toString());
    }
  }
}
