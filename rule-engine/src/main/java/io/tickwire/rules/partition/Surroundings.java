package io.tickwire.rules.partition;

import io.tickwire.common.cluster.Members;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.ticks.History;
import io.tickwire.common.ticks.TickStream;
import io.tickwire.common.ticks.WholeHistory;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.ProgressStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Where an engine's partitions get from what they evaluate: ticks now and before, changes of
 * records, and how far others had come.
 *
 * @param ticks makes the stream of live ticks for who is to hear them
 * @param past what feeds tell afterwards
 */
public record Surroundings(
    Function<TickStream.Listener, Ticks> ticks,
    Past past,
    Changes changes,
    ProgressStore progress) {

  /** As {@link TickStream} gives them. */
  public interface Ticks {
    Future<Void> listen(int partition);

    boolean follow(HistoryReply.LiveFrom live);

    Future<Void> unlisten(int partition);

    Future<Void> close();
  }

  /** As {@link History} tells it. */
  @FunctionalInterface
  public interface Past {
    Future<WholeHistory> since(HistoryQuery query, Duration within);
  }

  /** The streams of changes of partitions, each entry once and in order. */
  public interface Changes {
    void start();

    Future<Void> stop();

    /**
     * @param position of the newest change that is known
     */
    void follow(int partition, String position, Consumer<LiveRule> onChange);

    void unfollow(int partition);
  }

  /** The cluster's event bus and Redis. Make it on the engine's event loop. */
  public static Surroundings of(
      Vertx vertx, Members members, RedisLink redis, PartitionTools tools) {
    return new Surroundings(
        listener ->
            new BusTicks(
                new TickStream(
                    vertx, members.self() + "/rules", listener, tools.metrics().registry())),
        new History(vertx, members)::since,
        new FollowedChanges(redis),
        new CheckpointStore(redis));
  }

  /** Ticks of the event bus. */
  private record BusTicks(TickStream stream) implements Ticks {
    @Override
    public Future<Void> listen(int partition) {
      return stream.listen(partition);
    }

    @Override
    public boolean follow(HistoryReply.LiveFrom live) {
      return stream.follow(live);
    }

    @Override
    public Future<Void> unlisten(int partition) {
      return stream.unlisten(partition);
    }

    @Override
    public Future<Void> close() {
      return stream.close();
    }
  }
}
