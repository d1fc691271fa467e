package io.tickwire.push.fanout;

import io.tickwire.push.session.Missed;
import io.tickwire.push.subscription.Channel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one client has missed, taken from the {@link History} as fast as he reads: it holds no
 * events, only where it is, so it takes no more memory for many than for few. When the history
 * drops what comes next before he got there, it is lost, and he must come back. Confined to the
 * event loop of its history.
 */
public final class Replay {
  private final History history;
  private final List<Missed> wanted;
  private final List<Missed> held;
  private final long end;
  private long next;

  Replay(History history, long from, List<Missed> wanted, List<Missed> held) {
    this.history = history;
    this.wanted = wanted;
    this.held = held;
    this.next = from;
    this.end = history.next();
  }

  /** Whether there is more to take. */
  public boolean hasNext() {
    while (next < end && !isLost() && !isMissed(history.event(next))) {
      next++;
    }
    return next < end && !isLost();
  }

  /** Whether some of what was to come is not kept any more. */
  public boolean isLost() {
    return next < end && next < history.first();
  }

  /** Whether it may bring an event that nothing may delay. */
  public boolean isUrgent() {
    return wanted.stream()
        .anyMatch(missed -> missed.subscription().channel() instanceof Channel.User);
  }

  /**
   * The next events, in order.
   *
   * @param most of them
   * @param bytes of their texts; the event that makes so many is the last
   */
  public List<Publication> take(int most, int bytes) {
    List<Publication> taken = new ArrayList<>();
    long size = 0;
    while (taken.size() < most && size < bytes && hasNext()) {
      Publication event = history.event(next);
      taken.add(event);
      size += event.bytes().length();
      next++;
    }
    return taken;
  }

  /** The next event; null when there is none. */
  public @Nullable Publication take() {
    return hasNext() ? history.event(next++) : null;
  }

  private boolean isMissed(Publication event) {
    return isOf(wanted, event) && !isOf(held, event);
  }

  private static boolean isOf(List<Missed> by, Publication event) {
    for (Missed missed : by) {
      if (History.offset(event).compareTo(missed.since()) > 0
          && missed.subscription().wants(event.fields())) {
        return true;
      }
    }
    return false;
  }
}
