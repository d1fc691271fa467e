package io.tickwire.common.redis;

import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A consumer of a consumer group over several streams: each entry goes to one of the group's
 * consumers and stays pending until it is acknowledged, which happens when the handler's future
 * succeeds. What could not be handled is tried again with back-off; what a dead or failing consumer
 * left pending is claimed after a while by another one, so an entry may be handled twice and
 * handling must bear that. Entries come on the context that created it; {@link #join} and {@link
 * #leave} must be called there. In Redis Cluster each slot has a connection of its own: see {@link
 * Lanes}.
 */
public final class StreamGroup {
  private static final Logger log = LoggerFactory.getLogger(StreamGroup.class);
  private static final int MAX_ENTRIES = 128;
  private static final long FIRST_RETRY_MS = 100;

  private final RedisLink redis;
  private final String group;
  private final String consumer;
  private final long claimAfterMs;
  private final Function<StreamEntry, Future<Void>> handler;
  private final Lanes<Lane> lanes;
  private long sweepTimer = -1;
  private boolean stopped;

  /**
   * @param consumer stable over a restart of the process, so that it finds what it left
   * @param claimAfterMs how long an entry may be pending before another consumer takes it: longer
   *     than handling ever takes
   */
  public StreamGroup(
      RedisLink redis,
      String group,
      String consumer,
      long claimAfterMs,
      Function<StreamEntry, Future<Void>> handler) {
    this.redis = redis;
    this.group = group;
    this.consumer = consumer;
    this.claimAfterMs = claimAfterMs;
    this.handler = handler;
    this.lanes = new Lanes<>(redis, Lane::new);
  }

  public void start() {
    lanes.start();
    sweepTimer = redis.vertx().setPeriodic(claimAfterMs, claimAfterMs / 2, ignored -> sweep());
  }

  /** Completes when nothing more will be handed over. */
  public Future<Void> stop() {
    stopped = true;
    redis.vertx().cancelTimer(sweepTimer);
    return lanes.stop();
  }

  /** Takes part in a stream from now on, and first in what this consumer left pending itself. */
  public Future<Void> join(String stream) {
    return createGroup(stream)
        .compose(ignored -> claim(stream, 0))
        .onSuccess(ignored -> lanes.of(stream).streams.add(stream));
  }

  public void leave(String stream) {
    Lane lane = lanes.find(stream);
    if (lane != null) {
      lane.streams.remove(stream);
      lanes.dropEmpty();
    }
  }

  private Future<Void> createGroup(String stream) {
    return redis
        .send(
            Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(stream)
                .arg(group)
                .arg("0")
                .arg("MKSTREAM"))
        .<Void>mapEmpty()
        .recover(
            failure ->
                String.valueOf(failure.getMessage()).startsWith("BUSYGROUP")
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure));
  }

  /** The streams that one command can wait for. */
  private final class Lane extends BlockingReader {
    final Set<String> streams = new LinkedHashSet<>();

    Lane(String lane) {
      super(redis, group, lane);
    }

    @Override
    Set<String> streams() {
      return streams;
    }

    @Override
    Request question() {
      Request read = Request.cmd(Command.XREADGROUP).arg("GROUP").arg(group).arg(consumer);
      read.arg("COUNT").arg(MAX_ENTRIES).arg("BLOCK").arg(BLOCK_MS).arg("STREAMS");
      streams.forEach(read::arg);
      streams.forEach(ignored -> read.arg(">"));
      return read;
    }

    @Override
    Future<Void> answer(@Nullable Response response) {
      return response == null ? Future.succeededFuture() : handleAll(StreamEntry.ofRead(response));
    }

    /** A group that Redis lost with its data is made again before the next question. */
    @Override
    Future<Void> repair(Throwable failure) {
      if (RedisTrouble.of(failure) != RedisTrouble.GROUP) {
        return Future.succeededFuture();
      }
      List<Future<Void>> created = new ArrayList<>();
      streams.forEach(stream -> created.add(createGroup(stream)));
      return Future.join(created).mapEmpty();
    }
  }

  private void sweep() {
    for (String stream : lanes.streams()) {
      claim(stream, claimAfterMs)
          .onFailure(e -> log.debug("claim failed stream={} cause={}", stream, e.toString()));
    }
  }

  /**
   * @param minIdleMs 0 takes only what is this consumer's own
   */
  private Future<Void> claim(String stream, long minIdleMs) {
    if (minIdleMs == 0) {
      Request own = Request.cmd(Command.XREADGROUP).arg("GROUP").arg(group).arg(consumer);
      own.arg("COUNT").arg(MAX_ENTRIES).arg("STREAMS").arg(stream).arg("0");
      return redis
          .send(own)
          .compose(
              found ->
                  found == null ? Future.succeededFuture() : handleAll(StreamEntry.ofRead(found)));
    }
    Request others =
        Request.cmd(Command.XAUTOCLAIM).arg(stream).arg(group).arg(consumer).arg(minIdleMs);
    others.arg("0").arg("COUNT").arg(MAX_ENTRIES);
    return redis.send(others).compose(found -> handleAll(StreamEntry.list(stream, found.get(1))));
  }

  private Future<Void> handleAll(List<StreamEntry> entries) {
    List<Future<Void>> handled = new ArrayList<>(entries.size());
    for (StreamEntry entry : entries) {
      handled.add(handleAndAcknowledge(entry));
    }
    return Future.join(handled).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> handleAndAcknowledge(StreamEntry entry) {
    return attempt(entry)
        .onFailure(
            failure -> {
              log.warn(
                  "entry left pending stream={} id={} cause={}",
                  entry.stream(),
                  entry.id(),
                  failure.toString());
              retryLater(entry, FIRST_RETRY_MS);
            });
  }

  private Future<Void> attempt(StreamEntry entry) {
    return handler
        .apply(entry)
        .compose(
            ignored ->
                redis.send(
                    Request.cmd(Command.XACK).arg(entry.stream()).arg(group).arg(entry.id())))
        .mapEmpty();
  }

  /** Sooner than others may claim it, and beside what comes meanwhile. */
  private void retryLater(StreamEntry entry, long delayMs) {
    redis
        .vertx()
        .setTimer(
            delayMs,
            ignored -> {
              if (!stopped && lanes.streams().contains(entry.stream())) {
                attempt(entry)
                    .onFailure(e -> retryLater(entry, Math.min(claimAfterMs, delayMs * 2)));
              }
            });
  }
}
