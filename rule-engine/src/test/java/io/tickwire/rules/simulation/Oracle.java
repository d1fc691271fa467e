package io.tickwire.rules.simulation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.common.wire.Tick;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Watches every write to the store and compares it with the tapes. It keeps its own account of what
 * lives and believes nothing the store says about that. The first thing that is wrong is kept in
 * {@link #wrong}. Not thread-safe.
 */
final class Oracle {
  /** How long after an expiry it has to be noted by an engine that is there all the time. */
  private static final long EXPIRED_WITHIN_MS = 2_500;

  private final Map<String, Tape> tapes;
  private final Map<String, Life> lives = new LinkedHashMap<>();
  private final Set<String> unedited = new HashSet<>();
  private @Nullable String wrong;
  private int fired;
  private int ended;

  /** One record from its creation to its end. */
  private static final class Life {
    final List<StoredRule> versions = new ArrayList<>();
    final Set<Integer> targets = new HashSet<>();
    final Map<String, Long> closed = new HashMap<>();
    final Set<String> booked = new HashSet<>();
    @Nullable String endedBy;
    long bookedQuantity;

    StoredRule now() {
      return versions.get(versions.size() - 1);
    }

    Life copy() {
      Life copy = new Life();
      copy.versions.addAll(versions);
      copy.targets.addAll(targets);
      copy.closed.putAll(closed);
      copy.booked.addAll(booked);
      copy.endedBy = endedBy;
      copy.bookedQuantity = bookedQuantity;
      return copy;
    }
  }

  /** What it knew at one moment. */
  record Copy(Map<String, Life> lives) {}

  Copy copy() {
    return new Copy(copies(lives));
  }

  /** What came later was forgotten by the store. */
  void goBackTo(Copy copy) {
    lives.forEach(
        (id, life) -> {
          Life before = copy.lives().get(id);
          if (before != null && before.versions.size() < life.versions.size()) {
            unedited.add(id);
          }
        });
    lives.clear();
    lives.putAll(copies(copy.lives()));
  }

  /**
   * Whether an edit of it was forgotten just now: the next one would be given the same number, and
   * whoever has heard of the forgotten one may still decide by it.
   */
  boolean isBeingForgotten(String id) {
    return unedited.contains(id);
  }

  private static Map<String, Life> copies(Map<String, Life> lives) {
    Map<String, Life> copies = new LinkedHashMap<>();
    lives.forEach((id, life) -> copies.put(id, life.copy()));
    return copies;
  }

  Oracle(Map<String, Tape> tapes) {
    this.tapes = tapes;
  }

  static String key(String symbol, PriceSource source) {
    return symbol + ' ' + source;
  }

  private Tape tape(StoredRule rule) {
    Tape tape = tapes.get(key(rule.symbol(), Naive.source(rule)));
    if (tape == null) {
      throw new IllegalArgumentException("no tape: " + rule);
    }
    return tape;
  }

  @Nullable String wrong() {
    return wrong;
  }

  int fired() {
    return fired;
  }

  int ended() {
    return ended;
  }

  private void fail(String what, Object about) {
    if (wrong == null) {
      wrong = what + ": " + about;
    }
  }

  void created(StoredRule rule) {
    Life life = new Life();
    life.versions.add(rule);
    if (lives.put(rule.id(), life) != null) {
      fail("created twice", rule);
    }
  }

  void edited(StoredRule rule) {
    Life life = lives.get(rule.id());
    if (life == null || life.endedBy != null) {
      fail("edited though it does not live", rule);
      return;
    }
    life.versions.set(life.versions.size() - 1, standing(life));
    life.versions.add(rule);
    life.targets.clear();
  }

  /** The newest document without the targets that have fired: an edit leaves the others. */
  private static StoredRule standing(Life life) {
    StoredRule rule = life.now();
    Position position = rule.requirePosition();
    List<TakeProfit> waiting = new ArrayList<>();
    for (int i = 0; i < position.takeProfits().size(); i++) {
      if (!life.targets.contains(i)) {
        waiting.add(position.takeProfits().get(i));
      }
    }
    return StoredRule.of(
        position.change().takeProfits(waiting).done(), rule.armedAtNs(), rule.order());
  }

  void committed(Transition hit, Outcome outcome) {
    Life life = lives.get(hit.id());
    if (life == null || life.endedBy != null) {
      fail("a second transition", hit + " after " + (life == null ? null : life.endedBy));
      return;
    }
    if (life.now().version() != hit.rules()) {
      fail("decided by rules that an edit replaced", hit + " now " + life.now());
      return;
    }
    Execution execution = hit.execution();
    if (hit.effect() instanceof Transition.Effect.Part part) {
      targetFired(life, hit, part.target());
    } else {
      life.endedBy = hit.token();
      ended++;
    }
    if (execution != null && execution.kind() != ExecutionKind.USER) {
      fired++;
      checkCrossing(life, hit, execution);
    } else if (hit.to() == LiveStatus.EXPIRED) {
      checkExpiry(life);
    }
    if (hit.effect() instanceof Transition.Effect.First first) {
      cancelled(first.group(), hit, outcome);
    }
    noteClosed(life, hit);
  }

  private void targetFired(Life life, Transition hit, int target) {
    if (!life.targets.add(target)) {
      fail("a target fired twice", hit);
    }
    Position position = life.now().requirePosition();
    if (life.targets.size() == position.takeProfits().size() && open(life) == 0) {
      life.endedBy = hit.token();
      ended++;
    }
  }

  /** Of the newest document, what its targets have not closed. */
  private static long open(Life life) {
    Position position = life.now().requirePosition();
    long open = position.openQuantity().longValueExact();
    for (int target : life.targets) {
      open -= StoreServer.quantity(position.takeProfits().get(target));
    }
    return open;
  }

  private void noteClosed(Life life, Transition hit) {
    Position position = life.now().position();
    if (position == null) {
      return;
    }
    if (hit.effect() instanceof Transition.Effect.Part part) {
      TakeProfit target = position.takeProfits().get(part.target());
      life.closed.put(hit.token(), StoreServer.quantity(target));
    } else {
      life.closed.put(hit.token(), open(life));
    }
  }

  private void checkCrossing(Life life, Transition hit, Execution execution) {
    Execution.Evidence evidence = execution.tick();
    StoredRule rule = life.now();
    Tape tape = tape(rule);
    if (evidence == null || evidence.sequence() > tape.ticks.size()) {
      fail("fired without a tick", hit);
      return;
    }
    int index = (int) evidence.sequence() - 1;
    Tick tick = tape.ticks.get(index);
    if (evidence.price().longValueExact() != tick.price()
        || evidence.exchangeTimeNs() != tick.exchangeTimeNs()) {
      fail("fired by a tick the venue never said", hit);
    }
    if (Naive.source(rule) == PriceSource.LAST
        && execution.fillPrice().longValueExact() != tick.price()) {
      fail("filled at another price", hit);
    }
    int target = hit.effect() instanceof Transition.Effect.Part part ? part.target() : -1;
    Naive.Exit exit = new Naive.Exit(execution.kind().wireName(), target);
    if (!Naive.crossings(life.versions, exit, tape).contains(index)) {
      fail("fired without a crossing", hit + " of " + life.versions + " by tick " + index);
    }
  }

  private void checkExpiry(Life life) {
    StoredRule rule = life.now();
    List<Integer> crossings =
        Naive.crossings(life.versions, new Naive.Exit("trigger", -1), tape(rule));
    if (!crossings.isEmpty()) {
      fail("expired though it was crossed before", rule + " by tick " + crossings.get(0));
    }
  }

  private void cancelled(String group, Transition hit, Outcome outcome) {
    lives.forEach(
        (id, life) -> {
          boolean isSibling =
              !id.equals(hit.id()) && life.endedBy == null && life.now().group().equals(group);
          if (isSibling != outcome.siblings().contains(id)) {
            fail("cancelled others than the siblings", id + " by " + hit + " " + outcome);
          }
          if (isSibling) {
            life.endedBy = hit.token();
            ended++;
          }
        });
  }

  /**
   * The ledger has an entry of that execution.
   *
   * @param quantity as the store tells it, negative where it does not
   */
  void booked(String id, String token, long quantity) {
    Life life = lives.get(id);
    Long closed = life == null ? null : life.closed.get(token);
    if (life == null || closed == null || !life.booked.add(token)) {
      fail("booked what was not closed, or twice", id + " " + token);
      return;
    }
    if (quantity >= 0 && quantity != closed) {
      fail("booked another quantity", id + " booked=" + quantity + " closed=" + closed);
    }
    life.bookedQuantity += quantity >= 0 ? quantity : closed;
    if (life.bookedQuantity > life.versions.get(0).requirePosition().quantity().longValueExact()) {
      fail("closed more than was open", id);
    }
  }

  /** All is quiet and everybody has heard everything: nothing may be left to fire. */
  void checkNothingMissed(long nowMs) {
    unedited.clear();
    lives.forEach(
        (id, life) -> {
          if (life.endedBy == null) {
            checkWaits(life, nowMs);
          } else if (life.now().position() != null) {
            Position opened = life.versions.get(0).requirePosition();
            if (life.bookedQuantity != opened.quantity().longValueExact()) {
              fail("the ledger lacks something", id + " booked=" + life.bookedQuantity);
            }
          }
        });
  }

  private void checkWaits(Life life, long nowMs) {
    StoredRule rule = life.now();
    Tape tape = tape(rule);
    for (Naive.Exit exit : Naive.exits(rule)) {
      if (!life.targets.contains(exit.target())) {
        List<Integer> crossings = Naive.crossings(life.versions, exit, tape);
        if (!crossings.isEmpty()) {
          Tick tick = tape.ticks.get(crossings.get(0));
          fail("a crossing was missed", exit + " of " + life.versions + " by " + tick);
        }
      }
    }
    Long expiresAt = rule.trigger() == null ? null : rule.trigger().expiresAt();
    if (expiresAt != null && expiresAt + EXPIRED_WITHIN_MS < nowMs) {
      fail("not expired", rule);
    }
  }

  /** Ids of what lives. */
  List<String> living() {
    List<String> living = new ArrayList<>();
    lives.forEach(
        (id, life) -> {
          if (life.endedBy == null) {
            living.add(id);
          }
        });
    return living;
  }

  StoredRule now(String id) {
    Life life = lives.get(id);
    if (life == null) {
      throw new IllegalArgumentException("never created: id=" + id);
    }
    return life.now();
  }
}
