package io.tickwire.push.fanout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits until a reader reads on, in order. What it missed waits as a {@link Replay}, whose
 * events are in the history anyway and do not count here. Not thread-safe.
 */
final class Backlog {
  private static final int REPLAY_EVENTS = 100;
  private static final int REPLAY_BYTES = 65_536;

  private final Deque<Message> waiting = new ArrayDeque<>(0);
  private long bytes;

  /** A text or events; of a replay, the events are taken when they leave. */
  record Message(
      @Nullable String text, List<Publication> events, @Nullable Replay replay, long bytes) {}

  /** Replies are nearly all ASCII: one byte a character, on the heap and on the wire. */
  void add(String text) {
    add(new Message(text, List.of(), null, text.length()));
  }

  void add(List<Publication> events) {
    long size = 0;
    for (Publication event : events) {
      size += event.bytes().length();
    }
    add(new Message(null, events, null, size));
  }

  void add(Replay missed) {
    add(new Message(null, List.of(), missed, 0));
  }

  private void add(Message message) {
    waiting.add(message);
    bytes += message.bytes();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Number of events that wait; those of a replay are not among them. */
  int events() {
    return waiting.stream().mapToInt(message -> message.events().size()).sum();
  }

  long bytes() {
    return bytes;
  }

  void clear() {
    waiting.clear();
    bytes = 0;
  }

  /** Whether the history does not keep what comes next any more. */
  boolean isLost() {
    Message head = waiting.peek();
    return head != null && head.replay() != null && head.replay().isLost();
  }

  /** The next message, a text or events; of a replay a batch, which may be none. */
  Message next() {
    Message head = waiting.element();
    Replay replay = head.replay();
    if (replay == null) {
      waiting.remove();
      bytes -= head.bytes();
      return head;
    }
    Message batch = new Message(null, replay.take(REPLAY_EVENTS, REPLAY_BYTES), replay, 0);
    if (!replay.hasNext() && !replay.isLost()) {
      waiting.remove();
    }
    return batch;
  }
}
