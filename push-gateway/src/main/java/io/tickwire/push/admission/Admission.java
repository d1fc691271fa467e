package io.tickwire.push.admission;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Counts connections by address and by user, and refused tokens by address, of this process. Times
 * are epoch milliseconds. Thread-safe; every call is short.
 */
public final class Admission {
  /** Addresses whose failures are remembered; beyond it the oldest are forgotten. */
  static final int MOST_REMEMBERED = 100_000;

  /** How many times as long as the first ban the longest is. */
  static final int LONGEST_BAN = 32;

  private static final long WINDOW_MS = 60_000;

  private final AdmissionConfig config;
  private final Counts byAddress = new Counts();
  private final Counts byUser = new Counts();
  private final Map<String, Failures> failures = new LinkedHashMap<>();

  /** Of one address. */
  private static final class Failures {
    long sinceMs;
    int count;
    long lastMs;
    long bannedUntilMs;

    /** How long the last ban was; 0 when there was none, or it is forgotten. */
    long banMs;

    boolean isBanForgotten(long nowMs) {
      return nowMs - lastMs >= 2 * banMs;
    }
  }

  public Admission(AdmissionConfig config) {
    this.config = config;
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

  /**
   * A token or key of this address was refused. Each ban is twice as long as the one before, until
   * that is forgotten: after twice its time without a failure.
   */
  public synchronized void failed(String address, long nowMs) {
    if (config.maxFailures() == 0) {
      return;
    }
    Failures of = failures.computeIfAbsent(address, ignored -> new Failures());
    if (nowMs - of.sinceMs >= WINDOW_MS) {
      of.sinceMs = nowMs;
      of.count = 0;
    }
    of.count++;
    if (of.isBanForgotten(nowMs)) {
      of.banMs = 0;
    }
    of.lastMs = nowMs;
    if (of.count > config.maxFailures()) {
      ban(of, nowMs);
    }
    forget(nowMs);
  }

  private void ban(Failures of, long nowMs) {
    if (nowMs >= of.bannedUntilMs) {
      of.banMs = of.banMs == 0 ? config.banMs() : Math.min(2 * of.banMs, longestBanMs());
    }
    of.bannedUntilMs = nowMs + of.banMs;
  }

  private long longestBanMs() {
    return LONGEST_BAN * config.banMs();
  }

  /** How long the address is turned away yet; 0 when it is not. */
  public synchronized long bannedForMs(String address, long nowMs) {
    Failures of = failures.get(address);
    return of == null ? 0 : Math.max(0, of.bannedUntilMs - nowMs);
  }

  private void forget(long nowMs) {
    Iterator<Failures> oldestFirst = failures.values().iterator();
    while (failures.size() > MOST_REMEMBERED && oldestFirst.hasNext()) {
      oldestFirst.next();
      oldestFirst.remove();
    }
    // A few at each failure, so that it never takes long.
    Iterator<Failures> some = failures.values().iterator();
    for (int i = 0; i < 2 && some.hasNext(); i++) {
      Failures one = some.next();
      if (nowMs - one.sinceMs >= WINDOW_MS && one.isBanForgotten(nowMs)) {
        some.remove();
      }
    }
  }

  /** For tests and statistics. */
  synchronized int remembered() {
    return failures.size();
  }
}
