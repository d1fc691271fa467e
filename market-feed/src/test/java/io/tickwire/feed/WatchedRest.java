package io.tickwire.feed;

import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.venue.RestCall;
import io.vertx.core.Future;
import java.util.EnumMap;
import java.util.Map;

/** Counts the calls made to the exchange, and those under way. Confined to one event loop. */
final class WatchedRest implements VenueRest {
  private final VenueRest real;
  private final Runnable onAnswer;
  private final Map<Priority, Integer> calls = new EnumMap<>(Priority.class);
  private int underWay;

  WatchedRest(VenueRest real, Runnable onAnswer) {
    this.real = real;
    this.onAnswer = onAnswer;
  }

  @Override
  public <T> Future<T> call(RestCall<T> call, Priority priority) {
    calls.merge(priority, 1, Integer::sum);
    underWay++;
    return real.call(call, priority)
        .onComplete(
            ignored -> {
              underWay--;
              onAnswer.run();
            });
  }

  int calls(Priority priority) {
    return calls.getOrDefault(priority, 0);
  }

  boolean isCalm() {
    return underWay == 0;
  }
}
