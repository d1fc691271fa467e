package io.tickwire.feed.socket;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Holds back what the listener is to be told until an event is worked off, so that the listener may
 * call back at once and finds everything settled. Confined to one event loop.
 */
final class Notices {
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private boolean busy;

  /** Works an event off, then tells what came of it. */
  void during(Runnable event) {
    if (busy) {
      event.run();
      return;
    }
    busy = true;
    try {
      event.run();
      for (Runnable notice = waiting.poll(); notice != null; notice = waiting.poll()) {
        notice.run();
      }
    } finally {
      busy = false;
    }
  }

  void add(Runnable notice) {
    waiting.add(notice);
  }
}
