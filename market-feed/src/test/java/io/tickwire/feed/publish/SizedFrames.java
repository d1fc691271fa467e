package io.tickwire.feed.publish;

import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickFrameBuilder;

/** Numbered frames of a wanted size, nearly. */
final class SizedFrames {
  private static final int TICK_BYTES = 48;

  private final TickFrameBuilder builder;

  SizedFrames(int partition) {
    builder = new TickFrameBuilder(partition, 1);
  }

  /** At most a tick's bytes longer. */
  TickFrame next(int bytes) {
    do {
      builder.add(Tick.trade("X", 1, 2, 3, 0, 4, 0, 5));
    } while (builder.bytes() < bytes - TICK_BYTES);
    return builder.build(1);
  }
}
