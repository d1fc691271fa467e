package io.tickwire.feed.publish;

import io.tickwire.common.wire.TickFrame;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last frames of every partition, for who missed some: bounded by age and by the bytes of all
 * together, the oldest goes first. Pure; not thread-safe.
 */
final class FrameRing {
  private final long keepMs;
  private final long mostBytes;
  private final List<ArrayDeque<TickFrame>> byPartition = new ArrayList<>();
  private final Deque<Kept> byAge = new ArrayDeque<>();
  private long bytes;

  /** When a frame of that partition and size came. */
  private record Kept(long sinceMs, int partition, int bytes) {}

  FrameRing(int partitions, long keepMs, long mostBytes) {
    this.keepMs = keepMs;
    this.mostBytes = mostBytes;
    for (int partition = 0; partition < partitions; partition++) {
      byPartition.add(new ArrayDeque<>());
    }
  }

  /** The next frame of its partition. */
  void add(TickFrame frame, long nowMs) {
    int length = frame.bytes().length();
    byPartition.get(frame.partition()).add(frame);
    byAge.add(new Kept(nowMs, frame.partition(), length));
    bytes += length;
    expire(nowMs);
  }

  /** Lets go of what is too old or too much. */
  void expire(long nowMs) {
    Kept oldest = byAge.peek();
    while (oldest != null && (bytes > mostBytes || nowMs - oldest.sinceMs() > keepMs)) {
      byAge.poll();
      byPartition.get(oldest.partition()).poll();
      bytes -= oldest.bytes();
      oldest = byAge.peek();
    }
  }

  /**
   * The frames of these numbers that are still here, in order; empty also for a partition that does
   * not exist.
   *
   * @param mostBytes no more than these, but one frame at least
   */
  List<TickFrame> find(int partition, long from, long to, int mostBytes) {
    List<TickFrame> found = new ArrayList<>();
    if (partition < 0 || partition >= byPartition.size()) {
      return found;
    }
    long length = 0;
    for (TickFrame frame : byPartition.get(partition)) {
      if (frame.sequence() > to) {
        break;
      }
      if (frame.sequence() >= from) {
        length += frame.bytes().length();
        if (length > mostBytes && !found.isEmpty()) {
          break;
        }
        found.add(frame);
      }
    }
    return found;
  }

  /** Null when none is kept. */
  @Nullable TickFrame newest(int partition) {
    return byPartition.get(partition).peekLast();
  }

  long bytes() {
    return bytes;
  }
}
