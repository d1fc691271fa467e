package io.tickwire.push.fanout;

import io.tickwire.push.frame.EventBytes;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.subscription.EventFields;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One event on its way to all who subscribed. It is written at most once and its bytes are shared
 * by every connection; market data that is replaced before anybody is sent it is never written.
 * Immutable to the eye, any thread.
 */
public final class Publication {
  private final EventFields fields;
  private final @Nullable Offset offset;
  private final long originNs;
  private final long createdNs;
  private @Nullable Supplier<String> writer;
  private volatile @Nullable EventBytes bytes;

  private Publication(
      EventFields fields,
      @Nullable Offset offset,
      long originNs,
      long createdNs,
      Supplier<String> writer) {
    this.fields = fields;
    this.offset = offset;
    this.originNs = originNs;
    this.createdNs = createdNs;
    this.writer = writer;
  }

  /**
   * An event of which every one counts.
   *
   * @param offset where it stands in the log
   * @param originNs epoch nanoseconds when the tick behind it was received, 0 when there is none
   * @param createdNs epoch nanoseconds when the log took it
   */
  public static Publication event(
      EventFields fields, Offset offset, long originNs, long createdNs, String text) {
    return new Publication(fields, offset, originNs, createdNs, () -> text);
  }

  /** Market data: the next one on the channel replaces it. */
  public static Publication quote(
      EventFields fields, long originNs, long createdNs, Supplier<String> writer) {
    return new Publication(fields, null, originNs, createdNs, writer);
  }

  public String channel() {
    return fields.channel();
  }

  /** What subscriptions look at. */
  public EventFields fields() {
    return fields;
  }

  /** Where it stands in the log; null for market data. */
  public @Nullable Offset offset() {
    return offset;
  }

  public boolean isConflatable() {
    return offset == null;
  }

  /** Whether it is about one user's own money, which nothing may delay. */
  public boolean isUrgent() {
    return channel().startsWith("user:");
  }

  long originNs() {
    return originNs;
  }

  /** Epoch nanoseconds from which on its delivery is late. */
  public long createdNs() {
    return createdNs;
  }

  /** The event in every form that somebody wants it in. */
  public EventBytes bytes() {
    EventBytes made = bytes;
    return made == null ? make() : made;
  }

  private synchronized EventBytes make() {
    EventBytes before = bytes;
    if (before != null) {
      return before;
    }
    Supplier<String> pending = writer;
    EventBytes made = EventBytes.of(pending == null ? "" : pending.get());
    bytes = made;
    writer = null;
    return made;
  }

  /** The event as JSON, decoded anew at each call. */
  public String text() {
    return bytes().text();
  }
}
