package io.tickwire.push.market;

import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Why a symbol is wanted: event loops that push it, requests that wait for its first price. */
final class Interest {
  private final Set<QuoteListener> listeners = new LinkedHashSet<>();
  private final List<Promise<Quote>> waiting = new ArrayList<>();
  private long heldUntilMs;

  Set<QuoteListener> listeners() {
    return listeners;
  }

  void hold(long untilMs) {
    heldUntilMs = Math.max(heldUntilMs, untilMs);
  }

  void await(Promise<Quote> first) {
    waiting.add(first);
  }

  void arrived(Quote quote) {
    waiting.forEach(first -> first.tryComplete(quote));
    waiting.clear();
  }

  boolean isOver(long nowMs) {
    return listeners.isEmpty() && nowMs >= heldUntilMs;
  }
}
