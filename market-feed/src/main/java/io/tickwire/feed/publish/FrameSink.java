package io.tickwire.feed.publish;

import io.tickwire.common.wire.TickFrame;

/** Where finished frames go. Never blocks and never fails; what is lost on the way is replayed. */
public interface FrameSink {
  /** To everybody who listens to the frame's partition. */
  void publish(TickFrame frame);

  /** To one consumer alone. */
  void send(String consumer, TickFrame frame);

  /** Newest prices, to everybody who listens to the quotes of the frame's partition. */
  void quotes(TickFrame frame);
}
