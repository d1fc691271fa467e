package io.tickwire.push.session;

import io.tickwire.push.admission.Allowance;
import org.jspecify.annotations.Nullable;

/**
 * How many of the subscriptions that its user may have one session holds. What it took is given
 * back with its end, also what was never used because something failed. Confined to its session.
 */
final class SubscriptionShare {
  private final Allowance allowance;
  private @Nullable String user;
  private int held;

  SubscriptionShare(Allowance allowance) {
    this.allowance = allowance;
  }

  /**
   * @param whose always the same one
   * @return whether there was one more
   */
  boolean take(String whose) {
    if (!allowance.takeSubscription(whose)) {
      return false;
    }
    user = whose;
    held++;
    return true;
  }

  void giveBackOne() {
    giveBack(1);
  }

  void giveBackAll() {
    giveBack(held);
  }

  private void giveBack(int count) {
    String whose = user;
    if (whose != null && count > 0) {
      held -= count;
      allowance.giveBackSubscriptions(whose, count);
    }
  }
}
