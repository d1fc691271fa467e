package io.tickwire.rules.simulation;

import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.Standing;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The one store of all partitions: tells the oracle of every write, and books and takes out what
 * ended a while later, as accounting does. Not thread-safe.
 */
final class StoreServer {
  private final Schedule schedule;
  private final Oracle oracle;
  private final List<ModelStore> partitions = new ArrayList<>();
  private final Map<Integer, Integer> booked = new HashMap<>();

  /** What nobody has booked yet, and where it is. */
  private final Map<ModelStore.Noted, ModelStore> toBook = new LinkedHashMap<>();

  private int processes = 1;

  StoreServer(Schedule schedule, Oracle oracle, List<ModelStore> partitions) {
    this.schedule = schedule;
    this.oracle = oracle;
    this.partitions.addAll(partitions);
  }

  ModelStore partition(int number) {
    return partitions.get(number);
  }

  void create(int partition, StoredRule rule) {
    boolean opened = rule.position() != null;
    if (partition(partition).create(rule, opened, schedule.nowUs()) == Outcome.Kind.DONE) {
      schedule.trace("store created", rule);
      oracle.created(rule);
    }
  }

  Outcome edit(int partition, StoredRule rule) {
    Outcome outcome = partition(partition).edit(rule, schedule.nowUs());
    schedule.trace("store edit", outcome.kind(), rule);
    if (outcome.kind() == Outcome.Kind.DONE) {
      oracle.edited(rule);
    }
    return outcome;
  }

  List<Outcome> commit(int partition, List<Transition> hits) {
    List<Outcome> outcomes = partition(partition).commit(hits, schedule.nowUs());
    for (int i = 0; i < hits.size(); i++) {
      schedule.trace("store commit", outcomes.get(i), hits.get(i));
      if (outcomes.get(i).kind() == Outcome.Kind.DONE) {
        oracle.committed(hits.get(i), outcomes.get(i));
      }
    }
    book(partition);
    return outcomes;
  }

  /** Each entry of the transitions is booked once, and what ended by it taken out. */
  private void book(int partition) {
    ModelStore store = partition(partition);
    int next = booked.getOrDefault(partition, 0);
    for (; next < store.transitions.size(); next++) {
      ModelStore.Noted noted = store.transitions.get(next);
      if (noted != null) {
        toBook.put(noted, store);
        bookLater(noted);
      }
    }
    booked.put(partition, next);
  }

  private void bookLater(ModelStore.Noted noted) {
    schedule.after(
        schedule.between(1_000, 300_000),
        () -> {
          ModelStore store = toBook.remove(noted);
          if (store != null) {
            book(store, noted);
          }
        });
  }

  /** All partitions at one moment, with what was to be booked then, and what the oracle knew. */
  record Copy(
      List<ModelStore.Copy> partitions,
      Map<ModelStore.Noted, ModelStore> toBook,
      Oracle.Copy oracle) {}

  Copy copy() {
    return new Copy(
        partitions.stream().map(ModelStore::copy).toList(),
        new LinkedHashMap<>(toBook),
        oracle.copy());
  }

  /** A replica takes over that knows all up to then. What was booked since is forgotten, too. */
  void failOver(Copy copy) {
    processes++;
    schedule.trace("store fails over", processes);
    for (int i = 0; i < partitions.size(); i++) {
      partitions.get(i).goBackTo(copy.partitions().get(i), "process " + processes);
    }
    oracle.goBackTo(copy.oracle());
    toBook.clear();
    toBook.putAll(copy.toBook());
    toBook.keySet().forEach(this::bookLater);
  }

  private void book(ModelStore store, ModelStore.Noted noted) {
    RuleState state = noted.state();
    StoredRule document = noted.document();
    if (state == null || document == null) {
      return;
    }
    Position position = document.position();
    if (position != null && noted.execution() != null) {
      oracle.booked(position.id(), state.executionId(), quantity(position, state));
    }
    if (!state.status().isLive()) {
      schedule.trace("store finish", noted.id());
      store.finish(noted.id(), state.executionId(), document.group());
    }
  }

  /** What that transition closed, by what the store says of it alone. */
  private static long quantity(Position position, RuleState state) {
    boolean byTargets = Standing.closedByTargets(position, state);
    if (state.status() == LiveStatus.CLOSING && !byTargets) {
      return Standing.of(position, state).openQuantity().longValueExact();
    }
    return -1; // a target: the oracle knows which
  }

  static long quantity(TakeProfit target) {
    return target.quantity().longValueExact();
  }
}
