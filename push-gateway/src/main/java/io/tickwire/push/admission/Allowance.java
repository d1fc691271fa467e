package io.tickwire.push.admission;

import org.jspecify.annotations.Nullable;

/**
 * What one connection may still do, together with all others of its user, its address and this
 * process.
 */
public interface Allowance {
  /** Refuses nothing. */
  Allowance UNLIMITED =
      new Allowance() {
        @Override
        public @Nullable Limit takeMessage(@Nullable String user, long nowMs) {
          return null;
        }

        @Override
        public boolean refused(Limit limit, @Nullable String user, long nowMs) {
          return false;
        }

        @Override
        public @Nullable Limit takeSubscription(String user) {
          return null;
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

  /**
   * Counts a message that was refused.
   *
   * @param user null while nobody has signed in
   * @return whether that were too many, so that the connection must end and its client stay away
   */
  boolean refused(Limit limit, @Nullable String user, long nowMs);

  /**
   * Counts a subscription; {@link #giveBackSubscriptions} must follow one day if there was one.
   *
   * @return what forbids it; null when it may be held
   */
  @Nullable Limit takeSubscription(String user);

  void giveBackSubscriptions(String user, int count);
}
