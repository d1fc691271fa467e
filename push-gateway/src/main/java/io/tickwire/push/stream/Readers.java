package io.tickwire.push.stream;

import io.tickwire.push.fanout.Publication;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.Subscription;
import io.tickwire.push.subscription.index.SubscriptionIndex;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Brings publications to the readers of one event loop. Not thread-safe: confined to it. */
public final class Readers {
  private final SubscriptionIndex<Reader> index = new SubscriptionIndex<>();
  private final Map<Reader, Seat> seats = new HashMap<>();

  /** What a reader is in the index. */
  private record Seat(int number, Map<String, Integer> subscriptions) {}

  /** Adds a subscription or replaces the one to the same channel. */
  public void join(Reader reader, Subscription subscription) {
    Seat seat =
        seats.computeIfAbsent(
            reader, ignored -> new Seat(index.enter(reader), new LinkedHashMap<>()));
    Channel channel = subscription.channel();
    int added = index.add(seat.number(), channel.name(), subscription.filter(), 0);
    Integer before = seat.subscriptions().put(channel.key(), added);
    if (before != null) {
      index.remove(before);
    }
  }

  /**
   * @return whether the channel has no reader on this event loop any more
   */
  public boolean leave(Reader reader, Channel channel) {
    Seat seat = seats.get(reader);
    Integer subscription = seat == null ? null : seat.subscriptions().remove(channel.key());
    if (seat == null || subscription == null) {
      return false;
    }
    index.remove(subscription);
    if (seat.subscriptions().isEmpty()) {
      seats.remove(reader);
      index.leave(seat.number());
    }
    if (!channel.isIn(seat.subscriptions().keySet())) {
      reader.forget(channel.name());
    }
    return index.subscriptions(channel.name()) == 0;
  }

  public void offer(List<Publication> publications) {
    for (Publication publication : publications) {
      int count = index.match(publication.fields());
      for (int i = 0; i < count; i++) {
        index.matched(i).offer(publication);
      }
    }
  }
}
