package io.tickwire.rules.partition;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who waits until a record has been booked and taken out of the partition. Confined to the engine's
 * event loop.
 */
final class FinishedRecords {
  private final Timers timers;
  private final Map<String, List<Promise<Void>>> waiting = new HashMap<>();

  FinishedRecords(Timers timers) {
    this.timers = timers;
  }

  /** Completes with the next {@link #tell} of that record; fails when it takes too long. */
  Future<Void> await(String id, long waitMs) {
    Promise<Void> promise = Promise.promise();
    waiting.computeIfAbsent(id, ignored -> new ArrayList<>()).add(promise);
    return timers.within(waitMs, promise.future()).onFailure(ignored -> leave(id, promise));
  }

  private void leave(String id, Promise<Void> promise) {
    waiting.computeIfPresent(
        id, (key, others) -> others.remove(promise) && others.isEmpty() ? null : others);
  }

  void tell(String id) {
    List<Promise<Void>> told = waiting.remove(id);
    if (told != null) {
      told.forEach(Promise::tryComplete);
    }
  }
}
