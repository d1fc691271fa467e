package io.tickwire.push.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.frame.EventBytes;
import io.tickwire.push.frame.MessageForm;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The frame of each form that was made last on one event loop: who is sent the same events next
 * shares its bytes, as nearly all do whose windows end together. A batch that is shared is deflated
 * as one, which its own pieces are not: they have to fit into any. Confined to the event loop.
 */
final class LastFrames implements AutoCloseable {
  private final Map<MessageForm, Kept> last = new HashMap<>();

  private boolean closed;

  /** Holds one reference to the frame. */
  private static final class Kept {
    private final List<Publication> events;
    private ByteBuf frame;
    private boolean isFinal;

    Kept(List<Publication> events, ByteBuf frame, boolean isFinal) {
      this.events = events;
      this.frame = frame;
      this.isFinal = isFinal;
    }
  }

  /**
   * @param events not to be changed any more
   * @return a frame that the caller releases
   */
  ByteBuf of(MessageForm form, ByteBufAllocator buffers, List<Publication> events) {
    if (closed) {
      return form.frame(buffers, bytes(events));
    }
    Kept kept = last.get(form);
    if (kept == null || !kept.events.equals(events)) {
      // A single one is deflated once for all already.
      boolean isFinal = !form.isDeflated() || events.size() == 1;
      Kept made = new Kept(events, form.frame(buffers, bytes(events)), isFinal);
      last.put(form, made);
      if (kept != null) {
        kept.frame.release();
      }
      return made.frame.retainedDuplicate();
    }
    if (!kept.isFinal) {
      // Where two are sent it, many will be.
      kept.isFinal = true;
      ByteBuf pieces = kept.frame;
      kept.frame = form.frameDeflatedAsOne(buffers, bytes(events));
      pieces.release();
    }
    return kept.frame.retainedDuplicate();
  }

  private static List<EventBytes> bytes(List<Publication> events) {
    return events.stream().map(Publication::bytes).toList();
  }

  @Override
  public void close() {
    closed = true;
    last.values().forEach(kept -> kept.frame.release());
    last.clear();
  }
}
