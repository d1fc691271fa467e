package io.tickwire.rules.partition;

import io.tickwire.rules.store.FundingDue;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.PartitionStore;
import io.tickwire.rules.store.RecordStates;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.Transition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A store that keeps what it is asked to commit, and answers when it is told to. */
final class AskedStore implements PartitionStore {
  final List<Transition> committed = new ArrayList<>();
  final List<Promise<List<Outcome>>> answers = new ArrayList<>();

  /** What Redis has, when it is asked for that. */
  final Map<String, LiveRule> inRedis = new LinkedHashMap<>();

  void answer(int call, Outcome... outcomes) {
    answers.get(call).complete(List.of(outcomes));
  }

  /** Sequences of the ticks that fired. */
  List<Long> firedBy() {
    return committed.stream()
        .map(hit -> Objects.requireNonNull(hit.execution()).tick())
        .map(tick -> Objects.requireNonNull(tick).sequence())
        .toList();
  }

  @Override
  public Future<List<Outcome>> commit(int partition, List<Transition> transitions) {
    committed.addAll(transitions);
    Promise<List<Outcome>> answer = Promise.promise();
    answers.add(answer);
    return answer.future();
  }

  @Override
  public Future<RecordStates> states(int partition) {
    Map<String, RuleState> states = new HashMap<>();
    inRedis.forEach((id, record) -> states.put(id, record.state()));
    return Future.succeededFuture(new RecordStates(states, Set.of()));
  }

  @Override
  public Future<Optional<LiveRule>> read(int partition, String id) {
    return Future.succeededFuture(Optional.ofNullable(inRedis.get(id)));
  }

  @Override
  public Future<String> newestChange(int partition) {
    return Future.succeededFuture("0-0");
  }

  @Override
  public Future<Map<String, LiveRule>> load(int partition) {
    return Future.succeededFuture(Map.of());
  }

  @Override
  public Future<Boolean> fund(
      int partition, String symbol, FundingDue due, Collection<String> positions) {
    return Future.succeededFuture(true);
  }
}
