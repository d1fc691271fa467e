package io.tickwire.feed.publish;

import io.tickwire.common.wire.TickFrame;

/** Where finished frames go. Never blocks and never fails; what is lost on the way is replayed. */
public interface FrameSink {
  /** To everybody who listens to the frame's partition. */
  void publish(TickFrame frame);

  /** To one consumer alone. */
  void send(String consumer, TickFrame frame);

  /**
   * Finds the way to one consumer before it is needed: to ask the cluster for it may take as long
   * as the cluster needs to give up a frozen member. Nothing where there is nothing to find.
   */
  default void greet(String consumer) {}

  /** Newest prices, to everybody who listens to the quotes of the frame's partition. */
  void quotes(TickFrame frame);
}
