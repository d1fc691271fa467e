package io.tickwire.push.subscription;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * From a channel's name to those who subscribe to it, in the order they came. Costs O(1) to change
 * and O(subscribers) to walk. Not thread-safe: one per event loop. Must not be changed during a
 * walk.
 *
 * @param <S> a subscriber
 */
public final class ChannelIndex<S> {
  private final Map<String, Map<S, Subscription>> byChannel = new HashMap<>();

  /**
   * Adds or replaces.
   *
   * @return whether the channel had no subscriber before
   */
  public boolean add(S subscriber, Subscription subscription) {
    Map<S, Subscription> subscribers =
        byChannel.computeIfAbsent(subscription.channel().name(), ignored -> new LinkedHashMap<>());
    subscribers.put(subscriber, subscription);
    return subscribers.size() == 1;
  }

  /**
   * @return whether the channel has lost its last subscriber
   */
  public boolean remove(S subscriber, String channel) {
    Map<S, Subscription> subscribers = byChannel.get(channel);
    if (subscribers == null || subscribers.remove(subscriber) == null || !subscribers.isEmpty()) {
      return false;
    }
    byChannel.remove(channel);
    return true;
  }

  public void forEach(String channel, BiConsumer<S, Subscription> action) {
    Map<S, Subscription> subscribers = byChannel.get(channel);
    if (subscribers != null) {
      subscribers.forEach(action);
    }
  }

  /** Number of channels with a subscriber. */
  public int channels() {
    return byChannel.size();
  }
}
