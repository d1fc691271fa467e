package io.tickwire.feed.publish;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.Wire;
import io.vertx.core.eventbus.EventBus;

/** Hands frames to Vert.x, which queues without a bound for a slow node: callers keep the bound. */
final class BusFrameSink implements FrameSink {
  private final EventBus bus;

  BusFrameSink(EventBus bus) {
    this.bus = bus;
  }

  @Override
  public void publish(TickFrame frame) {
    bus.publish(Addresses.ticks(frame.partition()), frame, Wire.TICKS);
  }

  @Override
  public void send(String consumer, TickFrame frame) {
    bus.send(Addresses.ticksTo(consumer), frame, Wire.TICKS);
  }

  @Override
  public void quotes(TickFrame frame) {
    bus.publish(Addresses.quotes(frame.partition()), frame, Wire.TICKS);
  }
}
