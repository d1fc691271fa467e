package io.tickwire.push.admission;

/**
 * Counts connections by address and by user of this process, and turns away for a while whoever
 * guesses at tokens or goes on sending what is not read any more. Times are epoch milliseconds.
 * Thread-safe; every call is short.
 */
public final class Admission {
  private final AdmissionConfig config;
  private final Counts byAddress = new Counts();
  private final Counts byUser = new Counts();
  private final Bans guesses;
  private final Bans floodsOfAddresses;
  private final Bans floodsOfUsers;

  public Admission(AdmissionConfig config) {
    this.config = config;
    this.guesses = new Bans(config.guesses());
    this.floodsOfAddresses = new Bans(config.floods());
    this.floodsOfUsers = new Bans(config.floods());
  }

  /** Counts a connection; when it is refused, {@link #leave} must not be called. */
  public boolean enter(String address) {
    return byAddress.add(address, config.maxPerAddress());
  }

  public void leave(String address) {
    byAddress.remove(address, 1);
  }

  /** Counts a connection once its user is known. */
  public boolean enterAs(String user) {
    return byUser.add(user, config.maxPerUser());
  }

  public void leaveAs(String user) {
    byUser.remove(user, 1);
  }

  /** A token or key of this address was refused. */
  public void failed(String address, long nowMs) {
    guesses.fault(address, nowMs);
  }

  /**
   * A message of this address, whose user is not known, was one too many.
   *
   * @return whether the address is turned away now
   */
  public boolean flooded(String address, long nowMs) {
    return floodsOfAddresses.fault(address, nowMs);
  }

  /**
   * A message or request of this user was one too many.
   *
   * @return whether the user is turned away now
   */
  public boolean floodedBy(String user, long nowMs) {
    return floodsOfUsers.fault(user, nowMs);
  }

  /** How long the address is turned away yet; 0 when it is not. */
  public long bannedForMs(String address, long nowMs) {
    return Math.max(guesses.forMs(address, nowMs), floodsOfAddresses.forMs(address, nowMs));
  }

  /** How long the user is turned away yet; 0 when he is not. */
  public long userBannedForMs(String user, long nowMs) {
    return floodsOfUsers.forMs(user, nowMs);
  }
}
