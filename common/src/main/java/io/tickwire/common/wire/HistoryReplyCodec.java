package io.tickwire.common.wire;

import io.tickwire.common.wire.HistoryReply.LiveFrom;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries {@link HistoryReply} over the event bus: by reference inside a process, else its head as
 * JSON and its ticks as a {@link TickFrame}, each behind its length (i32, big endian).
 */
public final class HistoryReplyCodec implements MessageCodec<HistoryReply, HistoryReply> {
  private static final JsonRecordCodec<Head> HEADS = new JsonRecordCodec<>(Head.class);
  private static final TickFrameCodec FRAMES = new TickFrameCodec();

  private record Head(
      HistorySource source,
      HistoryGap missing,
      String reason,
      boolean more,
      long endSequence,
      long endNs,
      @Nullable LiveFrom live) {}

  @Override
  public void encodeToWire(Buffer wire, HistoryReply reply) {
    HEADS.encodeToWire(
        wire,
        new Head(
            reply.source(),
            reply.missing(),
            reply.reason(),
            reply.more(),
            reply.endSequence(),
            reply.endNs(),
            reply.live()));
    TickFrameBuilder ticks = new TickFrameBuilder(0, 0);
    reply.ticks().forEach(ticks::add);
    FRAMES.encodeToWire(wire, ticks.build(0));
  }

  @Override
  public HistoryReply decodeFromWire(int position, Buffer wire) {
    Head head = HEADS.decodeFromWire(position, wire);
    TickFrame frame = FRAMES.decodeFromWire(position + 4 + wire.getInt(position), wire);
    List<Tick> ticks = new ArrayList<>(frame.size());
    TickCursor cursor = frame.cursor();
    while (cursor.next()) {
      ticks.add(cursor.tick());
    }
    return new HistoryReply(
        ticks,
        head.source,
        head.missing,
        head.reason,
        head.more,
        head.endSequence,
        head.endNs,
        head.live);
  }

  @Override
  public HistoryReply transform(HistoryReply reply) {
    return reply;
  }

  @Override
  public String name() {
    return "tickwire.history-reply";
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
