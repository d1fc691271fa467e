package io.tickwire.push.fanout;

import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.ChannelIndex;
import io.tickwire.push.subscription.Subscription;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings publications to the outboxes of one event loop. Market data is conflated twice: here until
 * the next flush, for all, and then in each connection's window. Not thread-safe: confined to its
 * event loop.
 */
public final class Fanout {
  private final ChannelIndex<Outbox> index = new ChannelIndex<>();
  private final Map<String, Publication> fresh = new LinkedHashMap<>();
  private final Set<Outbox> waiting = new LinkedHashSet<>();

  /**
   * @return whether the channel had no subscriber on this event loop before
   */
  public boolean join(Outbox outbox, Subscription subscription) {
    return index.add(outbox, subscription);
  }

  /**
   * @return whether the channel has no subscriber on this event loop any more
   */
  public boolean leave(Outbox outbox, Channel channel) {
    outbox.forget(channel.name());
    return index.remove(outbox, channel.name());
  }

  /** The connection is gone; its channels were left before. */
  public void remove(Outbox outbox) {
    waiting.remove(outbox);
  }

  public void onEvents(List<Publication> events, long nowMs) {
    for (Publication event : events) {
      index.forEach(
          event.channel(), (outbox, subscription) -> deliver(outbox, subscription, event, nowMs));
    }
  }

  public void onQuotes(List<Publication> quotes) {
    for (Publication quote : quotes) {
      index.forEach(
          quote.channel(),
          (outbox, subscription) -> {
            if (subscription.intervalMs() == 0) {
              outbox.now(quote);
              watch(outbox);
            }
          });
      fresh.put(quote.channel(), quote);
    }
  }

  /** The state of things for one who has just joined: at once. */
  public void snapshot(Outbox outbox, Publication quote) {
    outbox.now(quote);
    watch(outbox);
  }

  private void deliver(Outbox outbox, Subscription subscription, Publication event, long nowMs) {
    if (subscription.channel() instanceof Channel.User) {
      outbox.now(event);
    } else {
      outbox.soon(event, subscription.intervalMs(), nowMs);
      watch(outbox);
    }
  }

  private void watch(Outbox outbox) {
    if (outbox.isWaiting()) {
      waiting.add(outbox);
    }
  }

  /** Sends what is due. Call several times per shortest window. */
  public void flush(long nowMs) {
    for (Publication quote : fresh.values()) {
      index.forEach(
          quote.channel(),
          (outbox, subscription) -> {
            if (subscription.intervalMs() > 0) {
              outbox.soon(quote, subscription.intervalMs(), nowMs);
              waiting.add(outbox);
            }
          });
    }
    fresh.clear();
    waiting.removeIf(
        outbox -> {
          outbox.flush(nowMs);
          return !outbox.isWaiting();
        });
  }

  /** Number of channels with a subscriber on this event loop. */
  public int channels() {
    return index.channels();
  }
}
