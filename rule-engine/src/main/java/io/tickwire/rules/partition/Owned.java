package io.tickwire.rules.partition;

import io.vertx.core.Future;

/**
 * A partition that this engine evaluates, and where it stands between gained and let go. Confined
 * to the engine's event loop.
 */
final class Owned {
  final Partition partition;
  final MissedTicks missed;

  /** All its records are in memory. */
  boolean loaded;

  /** Until it is let go; negative while it is ours. */
  long releaseTimer = -1;

  Owned(Partition partition, MissedTicks missed) {
    this.partition = partition;
    this.missed = missed;
  }

  boolean isReleasing() {
    return releaseTimer >= 0;
  }

  /** Whether it is evaluated whole and is ours. */
  boolean isServed() {
    return loaded && !isReleasing();
  }

  /** Whether its prices are those of now, too. */
  boolean isCurrent() {
    return isServed() && partition.isLive();
  }

  /** Expires triggers whose time has passed, unless what was lost may still fire them. */
  void expire() {
    partition.expire(missed::isAsking);
  }

  /**
   * Goes on from what was read; live ticks wait until what came before them is evaluated.
   *
   * @param yieldMs how long the others that evaluate it have to commit what fired before
   */
  void take(Loading.Found found, long yieldMs) {
    partition.begin(found.progress());
    partition.loaded(yieldMs);
    found.records().values().forEach(partition::apply);
    partition.completed();
    loaded = true;
  }

  /**
   * Evaluates what came before, and then the live ticks that were held. After that time they wait
   * no longer: what comes then is evaluated late.
   */
  Future<Void> goLive(Timers timers, long withinMs) {
    return timers
        .within(withinMs, missed.catchUp())
        .otherwiseEmpty()
        .onSuccess(ignored -> partition.goLive());
  }
}
