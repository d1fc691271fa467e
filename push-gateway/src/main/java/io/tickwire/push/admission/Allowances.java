package io.tickwire.push.admission;

import org.jspecify.annotations.Nullable;

/**
 * What users, addresses and all clients of this process may do over all their connections together:
 * messages and requests a second, and the subscriptions that are held. Times are epoch
 * milliseconds. Thread-safe; every call is short.
 */
public final class Allowances {
  private static final String ALL = "";

  private final Admission admission;
  private final Rates byUser;
  private final Rates byAddress;
  private final Rates ofAll;
  private final Shares subscriptions;
  private final Counts subscriptionsByUser = new Counts();
  private final Counts subscriptionsByAddress = new Counts();
  private final Counts subscriptionsOfAll = new Counts();

  /**
   * @param admission is told who goes on after he was refused
   */
  public Allowances(AdmissionConfig config, Admission admission) {
    this.admission = admission;
    this.byUser = new Rates(config.messages().perUser());
    this.byAddress = new Rates(config.messages().perAddress());
    this.ofAll = new Rates(config.messages().all());
    this.subscriptions = config.subscriptions();
  }

  /**
   * Counts a message or request from this address; of which user, may show later.
   *
   * @return what forbids it; null when it may be read
   */
  public @Nullable Limit takeOfAddress(String address, long nowMs) {
    if (!byAddress.take(address, nowMs)) {
      return Limit.ADDRESS_MESSAGES;
    }
    if (!ofAll.take(ALL, nowMs)) {
      byAddress.giveBack(address);
      return Limit.ALL_MESSAGES;
    }
    return null;
  }

  /**
   * Counts for its user what was counted for its address before. What is refused for its user's
   * sake counts for the others no longer: who shares the address shall not suffer.
   */
  public boolean takeOfUser(String user, String address, long nowMs) {
    boolean taken = byUser.take(user, nowMs);
    if (!taken) {
      byAddress.giveBack(address);
      ofAll.giveBack(ALL);
    }
    return taken;
  }

  /** Of a connection whose client sends messages. */
  public Allowance ofSocket(String address) {
    return new OfConnection(address, true);
  }

  /** Of a connection that is one request, which was counted when it came. */
  public Allowance ofRequest(String address) {
    return new OfConnection(address, false);
  }

  private @Nullable Limit takeMessage(@Nullable String user, String address, long nowMs) {
    Limit over = takeOfAddress(address, nowMs);
    if (over != null) {
      return over;
    }
    return user == null || takeOfUser(user, address, nowMs) ? null : Limit.USER_MESSAGES;
  }

  private @Nullable Limit takeSubscription(String user, String address) {
    if (!subscriptionsByUser.add(user, subscriptions.perUser())) {
      return Limit.USER_SUBSCRIPTIONS;
    }
    if (!subscriptionsByAddress.add(address, subscriptions.perAddress())) {
      subscriptionsByUser.remove(user, 1);
      return Limit.ADDRESS_SUBSCRIPTIONS;
    }
    if (!subscriptionsOfAll.add(ALL, subscriptions.all())) {
      subscriptionsByUser.remove(user, 1);
      subscriptionsByAddress.remove(address, 1);
      return Limit.ALL_SUBSCRIPTIONS;
    }
    return null;
  }

  private void giveBackSubscriptions(String user, String address, int count) {
    subscriptionsByUser.remove(user, count);
    subscriptionsByAddress.remove(address, count);
    subscriptionsOfAll.remove(ALL, count);
  }

  /** Others of the address may have used it up, and those of this process: only his own counts. */
  private boolean refused(Limit limit, @Nullable String user, String address, long nowMs) {
    if (user == null) {
      return limit != Limit.ALL_MESSAGES && admission.flooded(address, nowMs);
    }
    return (limit == Limit.MESSAGES || limit == Limit.USER_MESSAGES)
        && admission.floodedBy(user, nowMs);
  }

  private final class OfConnection implements Allowance {
    private final String address;
    private final boolean sendsMessages;

    private OfConnection(String address, boolean sendsMessages) {
      this.address = address;
      this.sendsMessages = sendsMessages;
    }

    @Override
    public @Nullable Limit takeMessage(@Nullable String user, long nowMs) {
      return sendsMessages ? Allowances.this.takeMessage(user, address, nowMs) : null;
    }

    @Override
    public boolean refused(Limit limit, @Nullable String user, long nowMs) {
      return Allowances.this.refused(limit, user, address, nowMs);
    }

    @Override
    public @Nullable Limit takeSubscription(String user) {
      return Allowances.this.takeSubscription(user, address);
    }

    @Override
    public void giveBackSubscriptions(String user, int count) {
      Allowances.this.giveBackSubscriptions(user, address, count);
    }
  }

  /** For tests: how many users and addresses hold subscriptions. */
  int subscribers() {
    return subscriptionsByUser.names() + subscriptionsByAddress.names();
  }
}
