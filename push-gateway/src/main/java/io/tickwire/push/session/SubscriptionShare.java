package io.tickwire.push.session;

import io.tickwire.push.admission.Allowance;
import io.tickwire.push.admission.Limit;
import org.jspecify.annotations.Nullable;

/**
 * How many of the subscriptions that its user and address may have one session holds. What it took
 * is given back with its end, also what was never used because something failed. Confined to its
 * session.
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
   * @return what forbids one more; null when there was one
   */
  @Nullable Limit take(String whose) {
    Limit over = allowance.takeSubscription(whose);
    if (over == null) {
      user = whose;
      held++;
    }
    return over;
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
