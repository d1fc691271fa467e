package io.tickwire.feed.socket;

import io.tickwire.feed.port.Timers;
import org.jspecify.annotations.Nullable;

/** One timer that is set again and again. Confined to one event loop. */
final class Alarm {
  static final long NEVER = Long.MAX_VALUE;

  private final Timers timers;
  private final Runnable action;
  private Timers.@Nullable Timer timer;
  private long atMs = NEVER;

  Alarm(Timers timers, Runnable action) {
    this.timers = timers;
    this.action = action;
  }

  /** Replaces what was set; costs nothing when it is the same. */
  void set(long whenMs) {
    if (whenMs == atMs) {
      return;
    }
    Timers.Timer before = timer;
    if (before != null) {
      before.cancel();
      timer = null;
    }
    atMs = whenMs;
    if (whenMs != NEVER) {
      timer = timers.after(Math.max(1, whenMs - timers.nowMs()), this::ring);
    }
  }

  private void ring() {
    timer = null;
    atMs = NEVER;
    action.run();
  }
}
