package io.tickwire.rules.simulation;

import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.FundingDue;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.PartitionStore;
import io.tickwire.rules.store.ProgressStore;
import io.tickwire.rules.store.RecordStates;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * One engine's way to the store: requests and answers take their time, overtake each other and get
 * lost, a request also after it took effect, and a request may come twice. Not thread-safe.
 */
final class StoreLink implements PartitionStore, ProgressStore {
  private static final long TIMEOUT_US = 150_000;

  private final Schedule schedule;
  private final Faults faults;
  private final StoreServer server;
  private final BooleanSupplier alive;
  private final World world;

  /**
   * @param alive whether anybody is there to hear an answer
   */
  StoreLink(
      Schedule schedule, Faults faults, StoreServer server, BooleanSupplier alive, World world) {
    this.world = world;
    this.schedule = schedule;
    this.faults = faults;
    this.server = server;
    this.alive = alive;
  }

  <T> Future<T> ask(Supplier<T> script) {
    Promise<T> answer = Promise.promise();
    if (faults.loses()) {
      failLater(answer);
      return answer.future();
    }
    schedule.after(
        faults.delayUs(),
        () -> {
          T first = script.get();
          T result = faults.repeats() ? script.get() : first;
          if (faults.loses()) {
            failLater(answer);
          } else {
            hear(faults.delayUs(), () -> answer.tryComplete(result));
          }
        });
    return answer.future();
  }

  private void failLater(Promise<?> answer) {
    hear(TIMEOUT_US, () -> answer.tryFail("CONNECTION_CLOSED simulated"));
  }

  private void hear(long delayUs, Runnable task) {
    schedule.after(
        delayUs,
        () -> {
          if (alive.getAsBoolean()) {
            task.run();
          }
        });
  }

  @Override
  public Future<String> newestChange(int partition) {
    return ask(() -> Integer.toString(server.partition(partition).changes.size()));
  }

  /** States first and documents later, as two scans are. */
  @Override
  public Future<Map<String, LiveRule>> load(int partition) {
    return ask(() -> Map.copyOf(server.partition(partition).states))
        .compose(states -> ask(() -> join(partition, states)));
  }

  private Map<String, LiveRule> join(int partition, Map<String, RuleState> states) {
    Map<String, LiveRule> records = new LinkedHashMap<>();
    server
        .partition(partition)
        .documents
        .forEach(
            (id, document) -> {
              RuleState state = states.get(id);
              if (state != null) {
                records.put(id, new LiveRule(id, state, document));
              }
            });
    return records;
  }

  @Override
  public Future<List<Outcome>> commit(int partition, List<Transition> transitions) {
    return ask(() -> server.commit(partition, transitions));
  }

  @Override
  public Future<Boolean> fund(
      int partition, String symbol, FundingDue due, Collection<String> positions) {
    return ask(() -> server.partition(partition).fund(symbol, due, positions));
  }

  @Override
  public Future<String> write(int partition, CheckpointStore.Changes changes, String process) {
    return ask(() -> server.partition(partition).write(changes, process));
  }

  @Override
  public Future<RecordStates> states(int partition) {
    return world.canCompare()
        ? ask(() -> new RecordStates(server.partition(partition).states, Set.of()))
        : Future.failedFuture("cannot be read");
  }

  @Override
  public Future<Optional<LiveRule>> read(int partition, String id) {
    return ask(() -> Optional.ofNullable(server.partition(partition).read(id)));
  }

  @Override
  public Future<CheckpointStore.Saved> read(int partition) {
    return ask(() -> server.partition(partition).saved());
  }

  /** One record as it stands. */
  Future<LiveRule> record(int partition, String id) {
    return read(partition, id)
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture("gone: id=" + id)));
  }

  void create(int partition, StoredRule rule) {
    ask(
        () -> {
          server.create(partition, rule);
          return rule;
        });
  }

  /** Whoever was to create it dies, and somebody finds what was noted of it and does it. */
  void createLate(int partition, StoredRule rule, long afterUs) {
    schedule.after(afterUs, () -> server.create(partition, rule));
  }

  void edit(int partition, StoredRule rule) {
    ask(() -> server.edit(partition, rule));
  }
}
