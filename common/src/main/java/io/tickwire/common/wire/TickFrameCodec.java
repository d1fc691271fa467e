package io.tickwire.common.wire;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;

/**
 * Carries {@link TickFrame} over the event bus: by reference inside a process, else as its bytes.
 */
public final class TickFrameCodec implements MessageCodec<TickFrame, TickFrame> {
  @Override
  public void encodeToWire(Buffer wire, TickFrame frame) {
    wire.appendInt(frame.bytes().length()).appendBuffer(frame.bytes());
  }

  @Override
  public TickFrame decodeFromWire(int position, Buffer wire) {
    int length = wire.getInt(position);
    return TickFrame.of(wire.getBuffer(position + 4, position + 4 + length));
  }

  @Override
  public TickFrame transform(TickFrame frame) {
    return frame;
  }

  @Override
  public String name() {
    return "tickwire.tick-frame";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
