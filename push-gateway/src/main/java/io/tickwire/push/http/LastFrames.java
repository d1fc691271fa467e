package io.tickwire.push.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.frame.EventBytes;
import io.tickwire.push.frame.MessageForm;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The frame of each form that was made last on one event loop: who is sent the same events next
 * shares its bytes, as nearly all do whose windows end together. Confined to the event loop.
 */
final class LastFrames implements AutoCloseable {
  private final Map<MessageForm, Kept> last = new HashMap<>();

  private boolean closed;

  /** Holds one reference to the frame. */
  private record Kept(List<Publication> events, ByteBuf frame) {}

  /**
   * @param events not to be changed any more
   * @return a frame that the caller releases
   */
  ByteBuf of(MessageForm form, ByteBufAllocator buffers, List<Publication> events) {
    if (closed) {
      return make(form, buffers, events);
    }
    Kept kept = last.get(form);
    if (kept == null || !kept.events().equals(events)) {
      Kept made = new Kept(events, make(form, buffers, events));
      last.put(form, made);
      if (kept != null) {
        kept.frame().release();
      }
      kept = made;
    }
    return kept.frame().retainedDuplicate();
  }

  private static ByteBuf make(
      MessageForm form, ByteBufAllocator buffers, List<Publication> events) {
    List<EventBytes> bytes = new ArrayList<>(events.size());
    for (Publication event : events) {
      bytes.add(event.bytes());
    }
    return form.frame(buffers, bytes);
  }

  @Override
  public void close() {
    closed = true;
    last.values().forEach(kept -> kept.frame().release());
    last.clear();
  }
}
