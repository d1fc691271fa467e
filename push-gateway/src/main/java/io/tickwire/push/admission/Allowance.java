package io.tickwire.push.admission;

import org.jspecify.annotations.Nullable;

/** What one connection may still do, together with all others of its user and its address. */
public interface Allowance {
  /** Refuses nothing. */
  Allowance UNLIMITED = (user, nowMs) -> null;

  /**
   * Counts a message of the client.
   *
   * @param user null while nobody has signed in
   * @return what forbids it; null when it may be read
   */
  @Nullable Limit takeMessage(@Nullable String user, long nowMs);
}
