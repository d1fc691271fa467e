package io.tickwire.push.admission;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Turns away for a while whoever has done too often within a minute what he should not. Each ban is
 * twice as long as the one before, up to 32 times the first, until that is forgotten: after twice
 * its time without a fault. While faults of all names together are too many, as when many addresses
 * guess in turn, a name is allowed a tenth. Times are epoch milliseconds. Thread-safe; every call
 * is short.
 */
final class Bans {
  /** Names whose faults are remembered; beyond it the oldest are forgotten. */
  static final int MOST_REMEMBERED = 100_000;

  /** How many times as long as the first ban the longest is. */
  static final int LONGEST = 32;

  private static final long WINDOW_MS = 60_000;
  private static final int SUSPICION = 10;

  private final BanRules rules;
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final Minute all = new Minute();

  /** Counts within a minute that begins with the first fault after the last one. */
  private static final class Minute {
    private long sinceMs;
    private int count;

    private int add(long nowMs) {
      if (isOver(nowMs)) {
        sinceMs = nowMs;
        count = 0;
      }
      return ++count;
    }

    private boolean isOver(long nowMs) {
      return nowMs - sinceMs >= WINDOW_MS;
    }
  }

  /** Of one name. */
  private static final class Tally {
    private final Minute minute = new Minute();
    private long lastMs;
    private long bannedUntilMs;

    /** How long the last ban was; 0 when there was none, or it is forgotten. */
    private long banMs;

    private boolean isBanForgotten(long nowMs) {
      return nowMs - lastMs >= 2 * banMs;
    }
  }

  Bans(BanRules rules) {
    this.rules = rules;
  }

  /**
   * Counts a fault.
   *
   * @return whether the name is turned away now
   */
  synchronized boolean fault(String name, long nowMs) {
    if (rules.most() == 0) {
      return false;
    }
    Tally of = tallies.computeIfAbsent(name, ignored -> new Tally());
    if (of.isBanForgotten(nowMs)) {
      of.banMs = 0;
    }
    of.lastMs = nowMs;
    boolean suspicious = all.add(nowMs) > rules.mostOfAll() && rules.mostOfAll() > 0;
    int most = suspicious ? Math.max(1, rules.most() / SUSPICION) : rules.most();
    if (of.minute.add(nowMs) > most) {
      ban(of, nowMs);
    }
    forget(nowMs);
    return nowMs < of.bannedUntilMs;
  }

  private void ban(Tally of, long nowMs) {
    if (nowMs >= of.bannedUntilMs) {
      of.banMs = of.banMs == 0 ? rules.banMs() : Math.min(2 * of.banMs, LONGEST * rules.banMs());
    }
    of.bannedUntilMs = nowMs + of.banMs;
  }

  /** How long the name is turned away yet; 0 when it is not. */
  synchronized long forMs(String name, long nowMs) {
    Tally of = tallies.get(name);
    return of == null ? 0 : Math.max(0, of.bannedUntilMs - nowMs);
  }

  private void forget(long nowMs) {
    Iterator<Tally> oldestFirst = tallies.values().iterator();
    while (tallies.size() > MOST_REMEMBERED && oldestFirst.hasNext()) {
      oldestFirst.next();
      oldestFirst.remove();
    }
    // A few at each fault, so that it never takes long.
    Iterator<Tally> some = tallies.values().iterator();
    for (int i = 0; i < 2 && some.hasNext(); i++) {
      Tally one = some.next();
      if (one.minute.isOver(nowMs) && one.isBanForgotten(nowMs)) {
        some.remove();
      }
    }
  }

  /** For tests and statistics. */
  synchronized int remembered() {
    return tallies.size();
  }
}
