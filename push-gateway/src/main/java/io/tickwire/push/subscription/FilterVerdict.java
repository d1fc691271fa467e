package io.tickwire.push.subscription;

import org.jspecify.annotations.Nullable;

/** What came of reading a client's filters. */
public sealed interface FilterVerdict {
  /**
   * @param intervalMs what {@code update_frequency} asks for, null when it is not there
   */
  record Read(Filter filter, @Nullable Integer intervalMs) implements FilterVerdict {}

  /**
   * @param message one sentence for the client: what is wrong and where
   */
  record Refused(String message) implements FilterVerdict {}
}
