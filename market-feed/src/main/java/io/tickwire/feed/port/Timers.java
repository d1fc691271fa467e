package io.tickwire.feed.port;

/**
 * Time that passes and actions that wait for it. Actions run on the feed's event loop, never inside
 * the call that asked for them.
 */
public interface Timers {
  /** Milliseconds of a clock that does not go back; its zero means nothing. */
  long nowMs();

  /** Epoch nanoseconds. */
  long epochNs();

  /** Runs the action once, after at least one millisecond. */
  Timer after(long delayMs, Runnable action);

  /** Runs the action again and again until cancelled. */
  Timer every(long periodMs, Runnable action);

  /** Ends the wait; nothing happens when it is over already. */
  interface Timer {
    void cancel();
  }
}
