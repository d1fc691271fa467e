package io.tickwire.feed.rest;

import io.tickwire.feed.port.VenueRest.Priority;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What waits for its turn, by priority and then by arrival. Bounded, but tokens are always taken.
 * Pure, not thread-safe.
 */
final class CallQueue<T> {
  private final int most;
  private final Map<Priority, Deque<T>> waiting = new EnumMap<>(Priority.class);
  private int size;

  CallQueue(int most) {
    this.most = most;
    for (Priority priority : Priority.values()) {
      waiting.put(priority, new ArrayDeque<>());
    }
  }

  /** False when it is full. */
  boolean add(T call, Priority priority) {
    if (size >= most && priority != Priority.CONNECT) {
      return false;
    }
    queue(priority).addLast(call);
    size++;
    return true;
  }

  /** Once more, before all others of its priority. */
  void addFirst(T call, Priority priority) {
    queue(priority).addFirst(call);
    size++;
  }

  /** The next one if it may go; those behind it do not overtake it. */
  @Nullable T pollIf(Predicate<T> mayGo) {
    for (Priority priority : Priority.values()) {
      T next = queue(priority).peekFirst();
      if (next != null) {
        if (!mayGo.test(next)) {
          return null;
        }
        queue(priority).removeFirst();
        size--;
        return next;
      }
    }
    return null;
  }

  /** Takes out all that match. */
  List<T> removeIf(Predicate<T> gone) {
    List<T> removed = new ArrayList<>();
    for (Deque<T> queue : waiting.values()) {
      queue.removeIf(call -> gone.test(call) && removed.add(call));
    }
    size -= removed.size();
    return removed;
  }

  private Deque<T> queue(Priority priority) {
    Deque<T> queue = waiting.get(priority);
    if (queue == null) {
      throw new AssertionError("no queue: priority=" + priority);
    }
    return queue;
  }

  int size() {
    return size;
  }
}
