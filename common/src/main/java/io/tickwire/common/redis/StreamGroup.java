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
 * succeeds. What a dead or failing consumer left pending is claimed after a while by another one,
 * so an entry may be handled twice and handling must bear that. Entries come on the context that
 * created it; {@link #join} and {@link #leave} must be called there.
 */
public final class StreamGroup extends BlockingReader {
  private static final Logger log = LoggerFactory.getLogger(StreamGroup.class);
  private static final int MAX_ENTRIES = 128;

  private final String group;
  private final String consumer;
  private final long claimAfterMs;
  private final Function<StreamEntry, Future<Void>> handler;
  private final Set<String> streams = new LinkedHashSet<>();
  private long sweepTimer = -1;

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
    super(redis, group + "/" + consumer);
    this.group = group;
    this.consumer = consumer;
    this.claimAfterMs = claimAfterMs;
    this.handler = handler;
  }

  public void start() {
    run();
    sweepTimer = redis().vertx().setPeriodic(claimAfterMs, claimAfterMs / 2, ignored -> sweep());
  }

  /** Completes when nothing more will be handed over. */
  public Future<Void> stop() {
    redis().vertx().cancelTimer(sweepTimer);
    return halt();
  }

  /** Takes part in a stream from now on, and first in what this consumer left pending itself. */
  public Future<Void> join(String stream) {
    return createGroup(stream)
        .compose(ignored -> claim(stream, 0))
        .onSuccess(ignored -> streams.add(stream));
  }

  public void leave(String stream) {
    streams.remove(stream);
  }

  private Future<Void> createGroup(String stream) {
    return redis()
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

  @Override
  @Nullable Request question() {
    if (streams.isEmpty()) {
      return null;
    }
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
    if (!String.valueOf(failure.getMessage()).startsWith("NOGROUP")) {
      return Future.succeededFuture();
    }
    List<Future<Void>> created = new ArrayList<>();
    streams.forEach(stream -> created.add(createGroup(stream)));
    return Future.join(created).mapEmpty();
  }

  private void sweep() {
    for (String stream : List.copyOf(streams)) {
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
      return redis()
          .send(own)
          .compose(
              found ->
                  found == null ? Future.succeededFuture() : handleAll(StreamEntry.ofRead(found)));
    }
    Request others =
        Request.cmd(Command.XAUTOCLAIM).arg(stream).arg(group).arg(consumer).arg(minIdleMs);
    others.arg("0").arg("COUNT").arg(MAX_ENTRIES);
    return redis().send(others).compose(found -> handleAll(StreamEntry.list(stream, found.get(1))));
  }

  private Future<Void> handleAll(List<StreamEntry> entries) {
    List<Future<Void>> handled = new ArrayList<>(entries.size());
    for (StreamEntry entry : entries) {
      handled.add(handleAndAcknowledge(entry));
    }
    return Future.join(handled).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> handleAndAcknowledge(StreamEntry entry) {
    return handler
        .apply(entry)
        .compose(
            ignored ->
                redis()
                    .send(Request.cmd(Command.XACK).arg(entry.stream()).arg(group).arg(entry.id())))
        .<Void>mapEmpty()
        .onFailure(
            failure ->
                log.warn(
                    "entry left pending stream={} id={} cause={}",
                    entry.stream(),
                    entry.id(),
                    failure.toString()));
  }
}
