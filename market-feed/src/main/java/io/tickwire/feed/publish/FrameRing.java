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
  private final KeptFrames[] byPartition;
  private long bytes;

  FrameRing(int partitions, long keepMs, long mostBytes) {
    this.keepMs = keepMs;
    this.mostBytes = mostBytes;
    this.byPartition = new KeptFrames[partitions];
    Deque<KeptFrames.Piece> spare = new ArrayDeque<>();
    for (int partition = 0; partition < partitions; partition++) {
      byPartition[partition] = new KeptFrames(spare);
    }
  }

  /** The next frame of its partition. */
  void add(TickFrame frame, long nowMs) {
    KeptFrames frames = byPartition[frame.partition()];
    expire(frames, nowMs);
    frames.add(frame, nowMs);
    bytes += frame.bytes().length();
    while (bytes > mostBytes) {
      bytes -= oldest().removeOldest();
    }
  }

  /** There is one as long as there are bytes. */
  private KeptFrames oldest() {
    KeptFrames oldest = byPartition[0];
    for (KeptFrames frames : byPartition) {
      if (oldest.isEmpty() || (!frames.isEmpty() && frames.oldestMs() < oldest.oldestMs())) {
        oldest = frames;
      }
    }
    return oldest;
  }

  /** Lets go of what is too old; call it from time to time for partitions that fell silent. */
  void expire(long nowMs) {
    for (KeptFrames frames : byPartition) {
      expire(frames, nowMs);
    }
  }

  private void expire(KeptFrames frames, long nowMs) {
    while (!frames.isEmpty() && nowMs - frames.oldestMs() > keepMs) {
      bytes -= frames.removeOldest();
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
    if (isPartition(partition)) {
      Page page = new Page(to, mostBytes, found);
      byPartition[partition].read(from, page::take);
    }
    return found;
  }

  private boolean isPartition(int number) {
    return number >= 0 && number < byPartition.length;
  }

  private static final class Page {
    private final long to;
    private final List<TickFrame> found;
    private long left;

    Page(long to, int mostBytes, List<TickFrame> found) {
      this.to = to;
      this.found = found;
      this.left = mostBytes;
    }

    boolean take(TickFrame frame) {
      left -= frame.bytes().length();
      if (frame.sequence() > to || (left < 0 && !found.isEmpty())) {
        return false;
      }
      found.add(frame);
      return true;
    }
  }

  /** The newest frame of a partition, however old; null before the first, and of no partition. */
  @Nullable TickFrame newest(int partition) {
    return isPartition(partition) ? byPartition[partition].newest() : null;
  }

  long bytes() {
    return bytes;
  }
}
