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
      if (extremeTicks == 0) {
        return;
      }
      List<Trailed> kept = trailed;
      if (kept == null) {
        kept = new ArrayList<>(1);
        trailed = kept;
      }
      kept.add(new Trailed(rule, extremeTicks));
    }

    /** The rule, going on from where the version before stood when it trails alike. */
    Rule continued(Rule rule) {
      List<Trailed> kept = trailed;
      if (kept != null && rule.waitsFor() instanceof Wait.Trailing wait) {
        for (Trailed before : kept) {
          if (isAlike(before.rule, rule) && !(firing && knowsItsBeginning(before.rule, rule))) {
            return rule.with(further(wait, before.extremeTicks));
          }
        }
      }
      return rule;
    }

    /**
     * The ticks since its arming are played to what had fired, and must find it where it stood
     * then: said with it, or not activated yet.
     */
    private static boolean knowsItsBeginning(Rule before, Rule rule) {
      Wait.Trailing wait = (Wait.Trailing) rule.waitsFor();
      return wait.extremeTicks() > 0
          || (wait.activation() != null && before.armedAtNs() != rule.armedAtNs());
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
