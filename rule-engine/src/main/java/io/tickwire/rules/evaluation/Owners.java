package io.tickwire.rules.evaluation;

import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Which version of an owner is armed or firing. */
final class Owners {
  private final Map<String, Owner> owners = new HashMap<>();

  /** A trailing stop and its extreme when its owner fired. */
  private record Trailed(Rule rule, long extremeTicks) {}

  static final class Owner {
    final long version;
    boolean firing;
    private @Nullable List<Trailed> trailed;

    Owner(long version) {
      this.version = version;
    }

    /** Keeps where a trailing stop stood, for an edit that turns out to have been first. */
    void keep(Rule rule, long extremeTicks) {
      List<Trailed> kept = trailed;
      if (kept == null) {
        kept = new ArrayList<>(1);
        trailed = kept;
      }
      kept.add(new Trailed(rule, extremeTicks));
    }

    /**
     * A stop that goes on from here, beginning where it stood when it was armed: a late tick may be
     * of a time before those that have drawn it since.
     */
    Rule asArmed(Rule rule, RecentTicks ticks) {
      return rule.waitsFor() instanceof Wait.Trailing wait
          ? rule.with(
              new Wait.Trailing(wait.trail(), wait.activation(), stoodAtArming(rule, ticks)))
          : rule;
    }

    /** Where a stop that goes on from here stood when it was armed; 0 when it had not begun. */
    private long stoodAtArming(Rule rule, RecentTicks ticks) {
      for (Trailed before : trailed == null ? List.<Trailed>of() : trailed) {
        if (isAlike(before.rule, rule)) {
          return isMadeSince(rule, before.extremeTicks, ticks)
              ? extremeTicks(before.rule, rule, ticks)
              : before.extremeTicks;
        }
      }
      return 0;
    }

    /** The same of one that will be played the ticks since. */
    private long playedFrom(Trailed before, Rule rule, RecentTicks ticks) {
      boolean isAllHeld = ticks.reachesBackTo(before.rule.armedAtNs());
      // What no tick that is held made, was made by one that is not: it stood there already.
      return isAllHeld || isMadeSince(rule, before.extremeTicks, ticks)
          ? extremeTicks(before.rule, rule, ticks)
          : before.extremeTicks;
    }

    private static boolean isMadeSince(Rule rule, long extremeTicks, RecentTicks ticks) {
      Trail trail = ((Wait.Trailing) rule.waitsFor()).trail();
      for (int i = ticks.size() - 1; i >= 0; i--) {
        long made = trail.follow(0, ticks.floorTicks(i), ticks.ceilTicks(i));
        if (ticks.timeNs(i) >= rule.armedAtNs() && trail.further(extremeTicks, made) == made) {
          return true;
        }
      }
      return false;
    }

    /**
     * The rule, going on from where the version before stood when it trails alike.
     *
     * @param played ticks that will be played to it from its arming on: it begins where it stood
     *     then; null when it goes on from now
     */
    Rule continued(Rule rule, @Nullable RecentTicks played) {
      List<Trailed> kept = trailed;
      if (kept != null && rule.waitsFor() instanceof Wait.Trailing wait) {
        for (Trailed before : kept) {
          // What had fired is played from its arming on, and may say where it stood then.
          if (isAlike(before.rule, rule) && !(firing && wait.extremeTicks() > 0)) {
            long extremeTicks =
                played == null ? before.extremeTicks : playedFrom(before, rule, played);
            return extremeTicks == 0 ? rule : rule.with(further(wait, extremeTicks));
          }
        }
      }
      return rule;
    }

    /** Where the version before stood when the newer one was armed, as far as ticks tell. */
    private long extremeTicks(Rule before, Rule rule, RecentTicks ticks) {
      Wait.Trailing wait = (Wait.Trailing) before.waitsFor();
      Wait.Activation activation = wait.activation();
      long extreme = wait.extremeTicks();
      for (int i = 0; i < ticks.size(); i++) {
        long floor = ticks.floorTicks(i);
        long ceil = ticks.ceilTicks(i);
        boolean concerns =
            ticks.timeNs(i) >= before.armedAtNs() && ticks.timeNs(i) < rule.armedAtNs();
        if (concerns && (extreme > 0 || activation == null || activation.isMet(floor, ceil))) {
          extreme = wait.trail().follow(extreme, floor, ceil);
        }
      }
      return extreme;
    }

    private static boolean isAlike(Rule before, Rule rule) {
      return before.hasKeyOf(rule)
          && before.source() == rule.source()
          && before.onAsk() == rule.onAsk()
          && before.waitsFor() instanceof Wait.Trailing from
          && rule.waitsFor() instanceof Wait.Trailing to
          && from.trail().equals(to.trail())
          && Objects.equals(from.activation(), to.activation());
    }

    private static Wait.Trailing further(Wait.Trailing wait, long extremeTicks) {
      Trail trail = wait.trail();
      long stored = wait.extremeTicks();
      return new Wait.Trailing(
          trail,
          wait.activation(),
          stored == 0 ? extremeTicks : trail.further(stored, extremeTicks));
    }
  }

  @Nullable Owner find(String ownerId) {
    return owners.get(ownerId);
  }

  /** The owner of a rule that may fire; null when it has fired or is gone. */
  @Nullable Owner armed(String ownerId) {
    Owner owner = owners.get(ownerId);
    return owner == null || owner.firing ? null : owner;
  }

  void put(String ownerId, long version) {
    owners.put(ownerId, new Owner(version));
  }

  boolean remove(String ownerId) {
    return owners.remove(ownerId) != null;
  }
}
