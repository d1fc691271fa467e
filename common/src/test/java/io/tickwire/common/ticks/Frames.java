package io.tickwire.common.ticks;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickFrameBuilder;
import java.util.ArrayList;
import java.util.List;

/** The frames 1 to n of a feed and partition, one trade each. */
final class Frames {
  private final List<TickFrame> frames = new ArrayList<>();

  Frames(long feedId, int partition, int count) {
    TickFrameBuilder builder = new TickFrameBuilder(partition, feedId);
    for (int i = 1; i <= count; i++) {
      builder.add(Tick.trade("X", i, i, i, 0, i, 0, 1));
      frames.add(builder.build(i));
    }
  }

  TickFrame get(long sequence) {
    return frames.get((int) sequence - 1);
  }

  List<TickFrame> range(long from, long to) {
    return frames.subList((int) from - 1, (int) to);
  }
}
