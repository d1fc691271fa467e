package io.tickwire.common.ticks;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.HistoryGap;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.HistorySource;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question on its way from feed to feed. One request is under way at a time; the answers of one
 * context.
 *
 * <pre>
 * answer that lacks nothing and has no rest, and live ticks follow or are not wanted → done
 * full page → the same feed, at once
 * lacks nothing, but live ticks do not follow → from its end, after a pause, the best feed first
 * something is missing → the next feed at once; after the last a pause
 * no feed may know more when asked again, or time is up → done, and something is missing
 * </pre>
 */
final class HistorySearch {
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 5_000;

  /** One that says nothing for so long is not waited for, another may be asked. */
  private static final long FEED_MS = 10_000;

  private final Vertx vertx;
  private final Supplier<List<String>> feeds;
  private final long untilNs;
  private final Promise<WholeHistory> done = Promise.promise();
  private final List<Tick> ticks = new ArrayList<>();
  private HistorySource source = HistorySource.NONE;
  private HistoryQuery rest;
  private HistoryReply last;
  private long pauseMs = FIRST_PAUSE_MS;

  /** Of this round: which feed is asked, and whether another round may bring more. */
  private int turn;

  private boolean hope;

  /** The best of the answers that will not get better. */
  private @Nullable HistoryReply best;

  HistorySearch(Vertx vertx, Supplier<List<String>> feeds, HistoryQuery query, long withinMs) {
    this.vertx = vertx;
    this.feeds = feeds;
    this.rest = query;
    this.last = HistoryReply.nothing(query, HistoryGap.NO_FEED, "no feed is there");
    this.untilNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(withinMs);
  }

  Future<WholeHistory> start() {
    ask();
    return done.future();
  }

  private long leftMs() {
    return TimeUnit.NANOSECONDS.toMillis(untilNs - System.nanoTime());
  }

  private void ask() {
    List<String> known = feeds.get();
    if (turn >= known.size()) {
      nextRound(known.isEmpty());
      return;
    }
    long leftMs = leftMs();
    if (leftMs <= 0) {
      end();
      return;
    }
    DeliveryOptions options =
        new DeliveryOptions(Wire.HISTORY_QUERY).setSendTimeout(Math.min(leftMs, FEED_MS));
    HistoryQuery asked = rest;
    vertx
        .eventBus()
        .<HistoryReply>request(Addresses.history(known.get(turn)), asked, options)
        .map(Message::body)
        .onComplete(
            this::onReply,
            failure ->
                onReply(
                    HistoryReply.nothing(
                        asked, HistoryGap.NO_FEED, String.valueOf(failure.getMessage()))));
  }

  private void onReply(HistoryReply reply) {
    last = reply;
    if (!reply.isComplete()) {
      hope |= reply.missing().isPassing();
      keepBest(reply);
      turn++;
      ask();
      return;
    }
    take(reply);
    if (reply.more()) {
      ask();
    } else if (reply.live() != null || !rest.isUntilNow()) {
      end();
    } else {
      last = notLive(reply);
      turn = 0;
      pause();
    }
  }

  private void keepBest(HistoryReply reply) {
    HistoryReply known = best;
    boolean isBetter =
        known == null
            || (reply.live() != null && known.live() == null)
            || ((reply.live() == null) == (known.live() == null)
                && reply.ticks().size() > known.ticks().size());
    if (!reply.missing().isPassing() && isBetter) {
      best = reply;
    }
  }

  private void take(HistoryReply reply) {
    ticks.addAll(reply.ticks());
    if (reply.source().compareTo(source) > 0) {
      source = reply.source();
    }
    rest = rest.after(reply);
  }

  /** What is known is whole, but what follows is not known to come. */
  private HistoryReply notLive(HistoryReply reply) {
    return HistoryReply.nothing(
        rest.after(reply), HistoryGap.NOT_YET_LIVE, "no feed that answers watches the symbol");
  }

  private void nextRound(boolean nobody) {
    HistoryReply found = best;
    if (!hope && !nobody && found != null) {
      last = found;
      take(found);
      end();
      return;
    }
    turn = 0;
    hope = false;
    best = null;
    pause();
  }

  private void pause() {
    long leftMs = leftMs();
    if (leftMs <= 0) {
      end();
      return;
    }
    vertx.setTimer(Math.min(pauseMs, leftMs), ignored -> ask());
    pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
  }

  private void end() {
    done.tryComplete(
        new WholeHistory(ticks, source, last.missing(), last.reason(), rest, last.live()));
  }
}
