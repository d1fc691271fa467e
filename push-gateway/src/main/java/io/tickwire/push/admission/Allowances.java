package io.tickwire.push.admission;

import org.jspecify.annotations.Nullable;

/**
 * What users and addresses may do over all their connections to this process together: messages and
 * requests a second, and the subscriptions that a user holds. Times are epoch milliseconds.
 * Thread-safe; every call is short.
 */
public final class Allowances {
  private final Rates byUser;
  private final Rates byAddress;
  private final Counts subscriptions = new Counts();
  private final int maxSubscriptions;

  public Allowances(AdmissionConfig config) {
    this.byUser = new Rates(config.maxMessagesPerUser());
    this.byAddress = new Rates(config.maxMessagesPerAddress());
    this.maxSubscriptions = config.maxSubscriptionsPerUser();
  }

  /** Counts a message or request from this address; of which user, may show later. */
  public boolean takeOfAddress(String address, long nowMs) {
    return byAddress.take(address, nowMs);
  }

  /**
   * Counts for its user what was counted for its address before. What is refused for its user's
   * sake counts for the address no longer: others who share it shall not suffer.
   */
  public boolean takeOfUser(String user, String address, long nowMs) {
    boolean taken = byUser.take(user, nowMs);
    if (!taken) {
      byAddress.giveBack(address);
    }
    return taken;
  }

  /** Of a connection whose client sends messages. */
  public Allowance ofSocket(String address) {
    return new OfConnection(address);
  }

  /** Of a connection that is one request, which was counted when it came. */
  public Allowance ofRequest() {
    return new OfConnection(null);
  }

  private @Nullable Limit takeMessage(@Nullable String user, String address, long nowMs) {
    if (!takeOfAddress(address, nowMs)) {
      return Limit.ADDRESS_MESSAGES;
    }
    return user == null || takeOfUser(user, address, nowMs) ? null : Limit.USER_MESSAGES;
  }

  private final class OfConnection implements Allowance {
    /** Whose messages are counted; null where none are. */
    private final @Nullable String address;

    private OfConnection(@Nullable String address) {
      this.address = address;
    }

    @Override
    public @Nullable Limit takeMessage(@Nullable String user, long nowMs) {
      return address == null ? null : Allowances.this.takeMessage(user, address, nowMs);
    }

    @Override
    public boolean takeSubscription(String user) {
      return subscriptions.add(user, maxSubscriptions);
    }

    @Override
    public void giveBackSubscriptions(String user, int count) {
      subscriptions.remove(user, count);
    }
  }

  /** For tests: how many users hold subscriptions. */
  int subscribers() {
    return subscriptions.names();
  }
}
