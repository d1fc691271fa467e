package io.tickwire.push.fanout;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is written to one reader, in order: at once, or while the reader is behind from a backlog.
 * What it missed waits there as a {@link Replay}, whose events are in the history anyway and do not
 * count here. Queue and sink are one object, since every connection has it. Not thread-safe.
 */
final class Delivery {
  private static final int REPLAY_EVENTS = 100;
  private static final int REPLAY_BYTES = 65_536;

  private final Sink sink;
  private final PushMetrics metrics;
  private final Deque<Message> backlog = new ArrayDeque<>(0);
  private long bytes;
  private boolean over;

  /** A text or events; of a replay, the events are taken when they leave. */
  private record Message(
      @Nullable String text, List<Publication> events, @Nullable Replay replay, long bytes) {}

  Delivery(Sink sink, PushMetrics metrics) {
    this.sink = sink;
    this.metrics = metrics;
  }

  /** Whether what comes now would have to wait. */
  boolean isBehind() {
    return over || !backlog.isEmpty() || sink.isFull();
  }

  /**
   * Replies are nearly all ASCII: one byte a character, on the heap and on the wire.
   *
   * @return whether there is now more in the backlog
   */
  boolean write(String text) {
    if (over) {
      return false;
    }
    if (isBehind()) {
      add(new Message(text, List.of(), null, text.length()));
      return true;
    }
    send(text);
    return false;
  }

  /**
   * @return whether there is now more in the backlog
   */
  boolean write(List<Publication> events) {
    if (over || events.isEmpty()) {
      return false;
    }
    if (isBehind()) {
      add(new Message(null, events, null, bytes(events)));
      return true;
    }
    send(events);
    return false;
  }

  /** Events that were missed: the next call of {@link #drained} begins with them. */
  void add(Replay missed) {
    if (!over) {
      add(new Message(null, List.of(), missed, 0));
    }
  }

  private void add(Message message) {
    backlog.add(message);
    bytes += message.bytes();
  }

  private static long bytes(List<Publication> events) {
    long size = 0;
    for (Publication event : events) {
      size += event.bytes().length();
    }
    return size;
  }

  /**
   * Writes from the backlog until the reader is behind again.
   *
   * @return false when the history does not keep any more what comes next
   */
  boolean drained() {
    while (!backlog.isEmpty() && !sink.isFull()) {
      Message head = backlog.element();
      if (head.replay() != null) {
        if (head.replay().isLost()) {
          return false;
        }
        sendNext(head.replay());
      } else {
        backlog.remove();
        bytes -= head.bytes();
        send(head);
      }
    }
    return true;
  }

  /** A batch, which may be none. */
  private void sendNext(Replay replay) {
    List<Publication> batch = replay.take(REPLAY_EVENTS, REPLAY_BYTES);
    if (!replay.hasNext() && !replay.isLost()) {
      backlog.remove();
    }
    if (!batch.isEmpty()) {
      sink.write(batch);
      metrics.sentReplay(batch.size());
    }
  }

  private void send(Message message) {
    if (message.text() == null) {
      send(message.events());
    } else {
      send(message.text());
    }
  }

  private void send(String text) {
    sink.write(text);
    metrics.sentControl();
  }

  private void send(List<Publication> events) {
    sink.write(events);
    metrics.sentBatch(events);
  }

  /** Of what is in the backlog. */
  long bytes() {
    return bytes;
  }

  /** Number of events in the backlog; those of a replay are not among them. */
  int events() {
    return backlog.stream().mapToInt(message -> message.events().size()).sum();
  }

  /** Drops the backlog and takes no more: the reader is too slow to be kept. */
  void end() {
    over = true;
    backlog.clear();
    bytes = 0;
    sink.overflow();
  }

  boolean isOver() {
    return over;
  }
}
