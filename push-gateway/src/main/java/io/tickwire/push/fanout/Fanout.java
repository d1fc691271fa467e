package io.tickwire.push.fanout;

import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.Subscription;
import io.tickwire.push.subscription.index.SubscriptionIndex;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings publications to the outboxes of one event loop. Market data is conflated twice: here until
 * the next flush, for all, and then in each connection's window. Not thread-safe: confined to its
 * event loop.
 */
public final class Fanout {
  private final PushMetrics metrics;
  private final SubscriptionIndex<Outbox> index = new SubscriptionIndex<>();
  private final Map<String, Publication> fresh = new LinkedHashMap<>();
  private final List<Outbox> waiting = new ArrayList<>();

  /** Those that something came to in this turn which leaves at its end. */
  private final List<Outbox> leaving = new ArrayList<>();

  private int phases;

  /** What an outbox is in the index. */
  record Seat(int subscriber, Map<String, Integer> subscriptions) {}

  public Fanout(PushMetrics metrics) {
    this.metrics = metrics;
  }

  /** For an outbox: as many are in each phase. */
  public int nextPhase() {
    phases = (phases + 1) % Window.PHASES;
    return phases;
  }

  /**
   * Adds a subscription or replaces the one to the same channel.
   *
   * @return whether the channel had no subscriber on this event loop before
   */
  public boolean join(Outbox outbox, Subscription subscription) {
    Seat seat = seat(outbox);
    Channel channel = subscription.channel();
    boolean first = index.subscriptions(channel.name()) == 0;
    int added =
        index.add(
            seat.subscriber(),
            channel.name(),
            subscription.filter(),
            channel instanceof Channel.User ? 0 : subscription.intervalMs());
    Integer before = seat.subscriptions().put(channel.key(), added);
    if (before != null) {
      index.remove(before);
    }
    return first;
  }

  private Seat seat(Outbox outbox) {
    Seat seat = outbox.seat;
    if (seat == null) {
      seat = new Seat(index.enter(outbox), new HashMap<>(Channel.FEW));
      outbox.seat = seat;
    }
    return seat;
  }

  /**
   * @return whether the channel has no subscriber on this event loop any more
   */
  public boolean leave(Outbox outbox, Channel channel) {
    Seat seat = outbox.seat;
    Integer subscription = seat == null ? null : seat.subscriptions().remove(channel.key());
    if (seat == null || subscription == null) {
      return false;
    }
    if (!channel.isIn(seat.subscriptions().keySet())) {
      outbox.forget(channel.name());
    }
    index.remove(subscription);
    if (seat.subscriptions().isEmpty()) {
      outbox.seat = null;
      index.leave(seat.subscriber());
    }
    return index.subscriptions(channel.name()) == 0;
  }

  /** The connection is gone; its channels were left before. */
  public void remove(Outbox outbox) {
    if (outbox.watched) {
      outbox.watched = false;
      waiting.remove(outbox);
    }
  }

  public void onEvents(List<Publication> events, long nowMs) {
    for (Publication event : events) {
      int count = match(event);
      for (int i = 0; i < count; i++) {
        offer(index.matched(i), event, index.intervalMs(i), nowMs);
      }
    }
    endTurn(nowMs);
  }

  private void offer(Outbox outbox, Publication event, int intervalMs, long nowMs) {
    outbox.soon(event, intervalMs, nowMs);
    if (intervalMs > 0) {
      watch(outbox);
    } else if (!outbox.leaving) {
      outbox.leaving = true;
      leaving.add(outbox);
    }
  }

  /** What nobody has to wait with leaves: what came together, in one message. */
  private void endTurn(long nowMs) {
    for (Outbox outbox : leaving) {
      outbox.leaving = false;
      if (outbox.flush(nowMs)) {
        watch(outbox);
      }
    }
    leaving.clear();
  }

  private int match(Publication publication) {
    long startNs = System.nanoTime();
    int count = index.match(publication.fields());
    metrics.filtered(System.nanoTime() - startNs);
    return count;
  }

  public void onQuotes(List<Publication> quotes, long nowMs) {
    for (Publication quote : quotes) {
      int count = match(quote);
      for (int i = 0; i < count; i++) {
        if (index.intervalMs(i) == 0) {
          offer(index.matched(i), quote, 0, nowMs);
        }
      }
      fresh.put(quote.channel(), quote);
    }
    endTurn(nowMs);
  }

  /** The state of things for one who has just joined: at once. */
  public void snapshot(Outbox outbox, Publication quote) {
    outbox.now(quote);
    watch(outbox);
  }

  private void watch(Outbox outbox) {
    if (!outbox.watched && outbox.isWaiting()) {
      outbox.watched = true;
      waiting.add(outbox);
    }
  }

  /** Sends what is due. Call several times per shortest window. */
  public void flush(long nowMs) {
    for (Publication quote : fresh.values()) {
      int count = match(quote);
      for (int i = 0; i < count; i++) {
        if (index.intervalMs(i) > 0) {
          offer(index.matched(i), quote, index.intervalMs(i), nowMs);
        }
      }
    }
    fresh.clear();
    waiting.removeIf(
        outbox -> {
          outbox.watched = outbox.flush(nowMs);
          return !outbox.watched;
        });
  }

  /** Number of channels with a subscriber on this event loop. */
  public int channels() {
    return index.channels();
  }
}
