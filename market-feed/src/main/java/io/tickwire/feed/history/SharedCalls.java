package io.tickwire.feed.history;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Calls under way, so that who asks for the same meanwhile gets the same answer. Confined to one
 * event loop.
 */
final class SharedCalls<T> {
  private final Map<String, T> underWay = new HashMap<>();

  /**
   * @param key of what is asked for
   * @param start begins the call
   * @param end of the call, however it ends
   */
  T get(String key, Supplier<T> start, Function<T, Future<?>> end) {
    T known = underWay.get(key);
    if (known != null) {
      return known;
    }
    T fresh = start.get();
    Future<?> ended = end.apply(fresh);
    if (!ended.isComplete()) {
      underWay.put(key, fresh);
      ended.onComplete(ignored -> underWay.remove(key, fresh));
    }
    return fresh;
  }

  int size() {
    return underWay.size();
  }
}
