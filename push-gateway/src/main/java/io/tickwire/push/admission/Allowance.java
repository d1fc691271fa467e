package io.tickwire.push.admission;

import org.jspecify.annotations.Nullable;

/** What one connection may still do, together with all others of its user and its address. */
public interface Allowance {
  /** Refuses nothing. */
  Allowance UNLIMITED =
      new Allowance() {
        @Override
        public @Nullable Limit takeMessage(@Nullable String user, long nowMs) {
          return null;
        }

        @Override
        public boolean takeSubscription(String user) {
          return true;
        }

        @Override
        public void giveBackSubscriptions(String user, int count) {}
      };

  /**
   * Counts a message of the client.
   *
   * @param user null while nobody has signed in
   * @return what forbids it; null when it may be read
   */
  @Nullable Limit takeMessage(@Nullable String user, long nowMs);

  /** Counts a subscription; {@link #giveBackSubscriptions} must follow one day if there was one. */
  boolean takeSubscription(String user);

  void giveBackSubscriptions(String user, int count);
}
