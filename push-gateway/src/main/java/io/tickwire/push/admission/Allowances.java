package io.tickwire.push.admission;

import org.jspecify.annotations.Nullable;

/**
 * What users and addresses may do over all their connections to this process together: messages and
 * requests a second. Times are epoch milliseconds. Thread-safe; every call is short.
 */
public final class Allowances {
  private final Rates byUser;
  private final Rates byAddress;

  public Allowances(AdmissionConfig config) {
    this.byUser = new Rates(config.maxMessagesPerUser());
    this.byAddress = new Rates(config.maxMessagesPerAddress());
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
    return (user, nowMs) -> takeMessage(user, address, nowMs);
  }

  private @Nullable Limit takeMessage(@Nullable String user, String address, long nowMs) {
    if (!takeOfAddress(address, nowMs)) {
      return Limit.ADDRESS_MESSAGES;
    }
    return user == null || takeOfUser(user, address, nowMs) ? null : Limit.USER_MESSAGES;
  }
}
