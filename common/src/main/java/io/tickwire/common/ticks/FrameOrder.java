package io.tickwire.common.ticks;

import io.tickwire.common.wire.TickFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The row of frames of one feed and partition: gives each once and in order, keeps what comes after
 * a hole until the hole is filled or given up. The first frame seen is where the row begins. What
 * no longer fits is let go and belongs to the hole again. Not thread-safe.
 */
final class FrameOrder {
  static final int MOST_HELD_FRAMES = 256;
  static final int MOST_HELD_BYTES = 4 << 20;
  private static final long UNKNOWN = -1;

  private final TreeMap<Long, TickFrame> held = new TreeMap<>();
  private long heldBytes;
  private long first = UNKNOWN;
  private long next = UNKNOWN;
  private long newest;

  /** What an offered frame led to. */
  record Step(boolean duplicate, List<TickFrame> deliver) {
    private static final Step DUPLICATE = new Step(true, List.of());
    private static final Step HELD = new Step(false, List.of());
  }

  /** Missing frames, both ends included. */
  record Hole(long from, long to) {
    long size() {
      return to - from + 1;
    }
  }

  Step offer(TickFrame frame) {
    long sequence = frame.sequence();
    if (next == UNKNOWN) {
      begin(sequence);
    }
    if (sequence < next || held.containsKey(sequence)) {
      return Step.DUPLICATE;
    }
    newest = Math.max(newest, sequence);
    if (sequence == next) {
      next++;
      return held.isEmpty() ? new Step(false, List.of(frame)) : new Step(false, released(frame));
    }
    hold(frame);
    return Step.HELD;
  }

  private void begin(long sequence) {
    first = sequence;
    next = sequence;
  }

  /**
   * The row begins after that sequence, if it has not begun.
   *
   * @return false when it began later
   */
  boolean beginAfter(long sequence) {
    if (next == UNKNOWN) {
      begin(sequence + 1);
    }
    return first <= sequence + 1;
  }

  /** Keeps the earliest: what is let go lies behind everything kept. */
  private void hold(TickFrame frame) {
    held.put(frame.sequence(), frame);
    heldBytes += frame.bytes().length();
    while (held.size() > MOST_HELD_FRAMES || heldBytes > MOST_HELD_BYTES) {
      heldBytes -= held.pollLastEntry().getValue().bytes().length();
    }
  }

  private List<TickFrame> released(@Nullable TickFrame first) {
    List<TickFrame> frames = new ArrayList<>();
    if (first != null) {
      frames.add(first);
    }
    while (!held.isEmpty() && held.firstKey() == next) {
      TickFrame frame = held.pollFirstEntry().getValue();
      heldBytes -= frame.bytes().length();
      frames.add(frame);
      next++;
    }
    return frames;
  }

  /** The first hole, or null when nothing is missing. */
  @Nullable Hole hole() {
    if (next == UNKNOWN || newest < next) {
      return null;
    }
    return new Hole(next, held.isEmpty() ? newest : held.firstKey() - 1);
  }

  /**
   * Goes on after that sequence, as what lies before will not come.
   *
   * @return held frames that follow it
   */
  List<TickFrame> skipTo(long last) {
    next = Math.max(next, last + 1);
    newest = Math.max(newest, last);
    while (!held.isEmpty() && held.firstKey() < next) {
      heldBytes -= held.pollFirstEntry().getValue().bytes().length();
    }
    return released(null);
  }

  /** The sequence up to which everything was given or given up; 0 at first. */
  long handled() {
    return next == UNKNOWN ? 0 : next - 1;
  }

  long heldBytes() {
    return heldBytes;
  }
}
