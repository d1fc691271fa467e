package io.tickwire.push.session;

import io.tickwire.push.protocol.Offset;
import io.tickwire.push.subscription.Subscription;
import org.jspecify.annotations.Nullable;

/** What sessions have to know of the events that went by on their event loop. */
public interface EventHistory {
  /** Of the newest event; null while it is not known. */
  @Nullable Offset newest();

  /** Whether all that the subscription has missed is still at hand, and not too much to send. */
  boolean reaches(Subscription subscription, Offset since);
}
