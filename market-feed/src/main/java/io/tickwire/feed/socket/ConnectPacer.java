package io.tickwire.feed.socket;

import io.tickwire.feed.port.Timers;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Spreads the connects of all sockets of this process: the exchange counts them by address and
 * minute. First come, first served. Pure but for the timers; one event loop.
 */
public final class ConnectPacer {
  private static final long SPAN_MS = 60_000;

  private final Timers timers;
  private final int perMinute;
  private final Deque<Long> connectsMs = new ArrayDeque<>();
  private final Deque<Turn> waiting = new ArrayDeque<>();
  private boolean timerSet;

  private static final class Turn {
    final Runnable go;
    boolean cancelled;

    Turn(Runnable go) {
      this.go = go;
    }
  }

  /**
   * @param perMinute how many connects any 60 seconds may hold
   */
  public ConnectPacer(Timers timers, int perMinute) {
    this.timers = timers;
    this.perMinute = perMinute;
  }

  /**
   * Runs the connect when its turn comes: at once, inside this call, when there is room.
   *
   * @return cancels it while it waits
   */
  public Timers.Timer next(Runnable connect) {
    Turn turn = new Turn(connect);
    waiting.addLast(turn);
    serve();
    return () -> turn.cancelled = true;
  }

  private void serve() {
    long nowMs = timers.nowMs();
    while (!connectsMs.isEmpty() && nowMs - connectsMs.getFirst() >= SPAN_MS) {
      connectsMs.removeFirst();
    }
    while (!waiting.isEmpty() && connectsMs.size() < perMinute) {
      Turn turn = waiting.removeFirst();
      if (!turn.cancelled) {
        connectsMs.addLast(nowMs);
        turn.go.run();
      }
    }
    if (!waiting.isEmpty() && !timerSet) {
      timerSet = true;
      timers.after(
          SPAN_MS - (nowMs - connectsMs.getFirst()) + 1,
          () -> {
            timerSet = false;
            serve();
          });
    }
  }

  /** Connects that wait for their turn. */
  public int waiting() {
    return (int) waiting.stream().filter(turn -> !turn.cancelled).count();
  }
}
