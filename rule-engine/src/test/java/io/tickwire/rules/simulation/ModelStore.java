package io.tickwire.rules.simulation;

import io.tickwire.common.wire.Execution;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.FundingDue;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One partition as the scripts keep it in Redis, in plain memory: {@code create}, {@code edit},
 * {@code commit}, {@code finish}, {@code fund} and {@code checkpoint}. {@link
 * ModelAgainstRedisTest} holds it to them. Every method is one script call. Not thread-safe.
 */
class ModelStore {
  final Map<String, RuleState> states = new LinkedHashMap<>();
  final Map<String, StoredRule> documents = new LinkedHashMap<>();

  /** What was forgotten is null. */
  final List<@Nullable LiveRule> changes = new ArrayList<>();

  final List<@Nullable Noted> transitions = new ArrayList<>();
  final Map<String, List<String>> groups = new LinkedHashMap<>();
  final Map<String, List<Long>> firings = new LinkedHashMap<>();
  final Map<String, Long> funded = new HashMap<>();
  final Map<String, String> checkpoints = new HashMap<>();
  final Map<String, String> extremes = new HashMap<>();
  private String process = "process 1";

  /**
   * An entry of {@code transitions}.
   *
   * @param what as the scripts say it
   * @param state absent of what was created
   */
  record Noted(
      String what,
      String id,
      @Nullable RuleState state,
      @Nullable Execution execution,
      List<String> siblings,
      @Nullable StoredRule document) {}

  /** What a commit would have, without the intent that production asks for. */
  Outcome.Kind create(StoredRule rule, boolean opened, long nowUs) {
    if (states.containsKey(rule.id())) {
      return Outcome.Kind.MINE;
    }
    LiveStatus status = rule.position() != null ? LiveStatus.OPEN : LiveStatus.ARMED;
    RuleState state = RuleState.fresh(status, rule.version(), nowUs);
    states.put(rule.id(), state);
    documents.put(rule.id(), rule);
    changes.add(new LiveRule(rule.id(), state, rule));
    if (!rule.group().isEmpty()) {
      groups.computeIfAbsent(rule.group(), ignored -> new ArrayList<>()).add(rule.id());
    }
    if (opened) {
      transitions.add(new Noted("opened", rule.id(), null, null, List.of(), rule));
    }
    return Outcome.Kind.DONE;
  }

  Outcome edit(StoredRule rule, long nowUs) {
    RuleState before = states.get(rule.id());
    if (before == null) {
      return new Outcome(Outcome.Kind.GONE, null);
    }
    if (before.status() != LiveStatus.OPEN || before.version() != rule.version() - 1) {
      return new Outcome(Outcome.Kind.LOST, before);
    }
    RuleState state = RuleState.fresh(LiveStatus.OPEN, before.version() + 1, nowUs);
    states.put(rule.id(), state);
    documents.put(rule.id(), rule);
    changes.add(new LiveRule(rule.id(), state, rule));
    transitions.add(new Noted("updated", rule.id(), state, null, List.of(), rule));
    return new Outcome(Outcome.Kind.DONE, state);
  }

  /**
   * @param nowUs epoch microseconds
   */
  List<Outcome> commit(List<Transition> hits, long nowUs) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Transition hit : hits) {
      outcomes.add(commit(hit, nowUs));
    }
    return outcomes;
  }

  private Outcome commit(Transition hit, long nowUs) {
    RuleState before = states.get(hit.id());
    if (before == null) {
      return new Outcome(Outcome.Kind.GONE, null);
    }
    if (before.executionId().equals(hit.token())) {
      return new Outcome(Outcome.Kind.MINE, before, cancelledBefore(hit));
    }
    if (!stands(hit, before)) {
      return new Outcome(Outcome.Kind.LOST, before);
    }
    return won(hit, before, nowUs);
  }

  /** Whether the hit was decided on the record as it is now. */
  boolean stands(Transition hit, RuleState before) {
    boolean stands = before.status() == hit.from() && before.rules() == hit.rules();
    if (hit.effect() instanceof Transition.Effect.Part part) {
      return stands && !before.hasFired(part.target());
    }
    if (hit.effect() instanceof Transition.Effect.Again again) {
      return stands && before.fired() == again.seen();
    }
    return stands;
  }

  private Outcome won(Transition hit, RuleState before, long nowUs) {
    String what = hit.to().wireName();
    LiveStatus next = hit.to();
    int fired = before.fired();
    long firedOnNs = 0;
    if (hit.effect() instanceof Transition.Effect.Part part) {
      fired |= 1 << part.target();
      next = fired == part.all() ? LiveStatus.CLOSING : before.status();
      what = fired == part.all() ? "closing" : "reduced";
    } else if (hit.effect() instanceof Transition.Effect.Again again) {
      fired++;
      firedOnNs = again.tickNs();
      boolean tooOften = fireAgain(hit.id(), again, nowUs / 1_000);
      next = tooOften ? LiveStatus.PAUSED : before.status();
      what = tooOften ? "paused" : "fired";
    }
    RuleState state =
        new RuleState(
            next, before.version() + 1, hit.token(), nowUs, before.rules(), fired, firedOnNs);
    List<String> siblings = new ArrayList<>();
    put(hit.id(), state);
    Noted noted =
        new Noted(what, hit.id(), state, hit.execution(), siblings, documents.get(hit.id()));
    transitions.add(noted);
    if (hit.effect() instanceof Transition.Effect.First first) {
      cancelSiblings(first.group(), hit, nowUs, siblings);
    }
    return new Outcome(Outcome.Kind.DONE, state, siblings);
  }

  private void put(String id, RuleState state) {
    states.put(id, state);
    changes.add(new LiveRule(id, state, null));
  }

  private boolean fireAgain(String id, Transition.Effect.Again again, long nowMs) {
    List<Long> times = firings.computeIfAbsent(id, ignored -> new ArrayList<>());
    times.removeIf(at -> at <= nowMs - again.withinMs());
    times.add(nowMs);
    return times.size() > again.most();
  }

  private void cancelSiblings(String group, Transition hit, long nowUs, List<String> cancelled) {
    for (String id : members(group)) {
      RuleState before = states.get(id);
      if (!id.equals(hit.id()) && before != null && before.status() == LiveStatus.ARMED) {
        RuleState state =
            new RuleState(
                LiveStatus.CANCELLED,
                before.version() + 1,
                hit.token(),
                nowUs,
                before.rules(),
                before.fired());
        put(id, state);
        transitions.add(new Noted("cancelled", id, state, null, List.of(), documents.get(id)));
        cancelled.add(id);
      }
    }
  }

  List<String> members(String group) {
    return groups.getOrDefault(group, List.of());
  }

  private List<String> cancelledBefore(Transition hit) {
    List<String> cancelled = new ArrayList<>();
    if (hit.effect() instanceof Transition.Effect.First first) {
      for (String id : members(first.group())) {
        RuleState state = states.get(id);
        if (!id.equals(hit.id())
            && state != null
            && state.status() == LiveStatus.CANCELLED
            && state.executionId().equals(hit.token())) {
          cancelled.add(id);
        }
      }
    }
    return cancelled;
  }

  void finish(String id, String token, String group) {
    RuleState before = states.get(id);
    if (before == null || !before.executionId().equals(token)) {
      return;
    }
    states.remove(id);
    documents.remove(id);
    firings.remove(id);
    List<String> members = groups.get(group);
    if (members != null) {
      members.remove(id);
      if (members.isEmpty()) {
        groups.remove(group);
      }
    }
    changes.add(
        new LiveRule(
            id,
            new RuleState(LiveStatus.FINISHED, before.version(), token, 0, before.version(), 0),
            null));
  }

  boolean fund(String symbol, FundingDue due, Collection<String> positions) {
    if (funded.getOrDefault(symbol, 0L) >= due.timeMs()) {
      return false;
    }
    funded.put(symbol, due.timeMs());
    for (String id : positions) {
      RuleState state = states.get(id);
      if (state != null && state.status() == LiveStatus.OPEN) {
        transitions.add(new Noted("funding", id, state, null, List.of(), documents.get(id)));
      }
    }
    return true;
  }

  String write(CheckpointStore.Changes progress, String ofProcess) {
    if (!process.equals(ofProcess)) {
      return process;
    }
    checkpoints.putAll(progress.checkpoints());
    extremes.putAll(progress.extremes());
    checkpoints.keySet().removeAll(progress.goneSymbols());
    extremes.keySet().removeAll(progress.goneExtremes());
    return process;
  }

  CheckpointStore.Saved saved() {
    return new CheckpointStore.Saved(Map.copyOf(checkpoints), Map.copyOf(extremes), process);
  }

  /** All of it at one moment, as a replica may have it. */
  record Copy(
      Map<String, RuleState> states,
      Map<String, StoredRule> documents,
      int changes,
      int transitions,
      Map<String, List<String>> groups,
      Map<String, List<Long>> firings,
      Map<String, Long> funded,
      Map<String, String> checkpoints,
      Map<String, String> extremes) {}

  Copy copy() {
    Map<String, List<String>> members = new LinkedHashMap<>();
    groups.forEach((group, ids) -> members.put(group, new ArrayList<>(ids)));
    Map<String, List<Long>> times = new LinkedHashMap<>();
    firings.forEach((id, at) -> times.put(id, new ArrayList<>(at)));
    return new Copy(
        new LinkedHashMap<>(states),
        new LinkedHashMap<>(documents),
        changes.size(),
        transitions.size(),
        members,
        times,
        new HashMap<>(funded),
        new HashMap<>(checkpoints),
        new HashMap<>(extremes));
  }

  /**
   * Another process goes on from there and has forgotten what came later; what is written from now
   * on has later numbers in the streams all the same.
   */
  void goBackTo(Copy copy, String newProcess) {
    process = newProcess;
    put(states, copy.states());
    put(documents, copy.documents());
    put(groups, copy.groups());
    put(firings, copy.firings());
    put(funded, copy.funded());
    put(checkpoints, copy.checkpoints());
    put(extremes, copy.extremes());
    for (int i = copy.changes(); i < changes.size(); i++) {
      changes.set(i, null);
    }
    for (int i = copy.transitions(); i < transitions.size(); i++) {
      transitions.set(i, null);
    }
  }

  private static <V> void put(Map<String, V> into, Map<String, V> from) {
    into.clear();
    into.putAll(from);
  }

  @Nullable LiveRule read(String id) {
    RuleState state = states.get(id);
    return state == null ? null : new LiveRule(id, state, documents.get(id));
  }
}
