package io.tickwire.push.session;

import io.tickwire.push.protocol.Offset;
import org.jspecify.annotations.Nullable;

/** What sessions have to know of the events that went by on their event loop. */
public interface EventHistory {
  /** Of the newest event; null while it is not known. */
  @Nullable Offset newest();

  /** Whether all events since then are still at hand. */
  boolean reaches(Offset since);
}
