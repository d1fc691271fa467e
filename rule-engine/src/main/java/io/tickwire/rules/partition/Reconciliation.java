package io.tickwire.rules.partition;

import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.RecordStates;
import io.tickwire.rules.store.RuleState;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares what is in memory with Redis, which decides, and makes it agree. Memory is behind when a
 * change was not heard; it is ahead when Redis has forgotten one, as a replica does that takes over
 * before it had heard it, or a crash between two writes of its log. Either way there should be
 * nothing to find, so what is repaired counts. Confined to the engine's event loop.
 */
final class Reconciliation {
  private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

  private final PartitionTools tools;
  private final long settleMs;

  /**
   * @param settleMs longer than a change that was written may take to be heard
   */
  Reconciliation(PartitionTools tools, long settleMs) {
    this.tools = tools;
    this.settleMs = settleMs;
  }

  /**
   * Completes when memory agrees; what differs for want of a change that is still on its way is
   * given a moment.
   *
   * @return how the records stood in Redis
   */
  Future<RecordStates> compare(Partition partition) {
    Map<String, RuleState> before = partition.states();
    return tools
        .store()
        .states(partition.number())
        .compose(
            found -> {
              Set<String> differing = differing(before, found);
              return differing.isEmpty()
                  ? Future.succeededFuture(found)
                  : tools
                      .timers()
                      .pause(settleMs)
                      .compose(ignored -> repair(partition, differing, before, found))
                      .map(found);
            });
  }

  private static Set<String> differing(Map<String, RuleState> before, RecordStates found) {
    Set<String> differing = new HashSet<>();
    found
        .readable()
        .forEach(
            (id, state) -> {
              RuleState known = before.get(id);
              if (known == null ? state.status().isLive() : !known.equals(state)) {
                differing.add(id);
              }
            });
    before.keySet().stream().filter(id -> !found.has(id)).forEach(differing::add);
    return differing;
  }

  private Future<Void> repair(
      Partition partition, Set<String> ids, Map<String, RuleState> before, RecordStates found) {
    List<Future<?>> repairs = new ArrayList<>();
    for (String id : ids) {
      RuleState known = before.get(id);
      RuleState state = found.readable().get(id);
      if (known != null && (state == null || known.isForgottenBy(state))) {
        repairs.add(goBack(partition, id, known));
      } else if (state != null && isBehind(partition.state(id), state)) {
        repairs.add(catchUp(partition, id));
      }
    }
    return Future.join(repairs).mapEmpty();
  }

  private static boolean isBehind(@Nullable RuleState now, RuleState state) {
    return now == null ? state.status().isLive() : now.version() < state.version();
  }

  private Future<Void> catchUp(Partition partition, String id) {
    return tools
        .store()
        .read(partition.number(), id)
        .onSuccess(
            found -> {
              if (found.isPresent() && partition.take(found.get())) {
                log.warn("record was missed partition={} id={}", partition.number(), id);
                tools.metrics().repaired();
              }
            })
        .mapEmpty();
  }

  /** What memory had before Redis was asked cannot be newer than the answer. */
  private Future<Void> goBack(Partition partition, String id, RuleState forgotten) {
    return tools
        .store()
        .read(partition.number(), id)
        .onSuccess(
            found -> {
              LiveRule now = found.orElse(null);
              if (now == null || forgotten.isForgottenBy(now.state())) {
                goBack(partition, id, forgotten, now);
              }
            })
        .mapEmpty();
  }

  private void goBack(Partition partition, String id, RuleState forgotten, @Nullable LiveRule now) {
    if (partition.goBack(id, forgotten, now)) {
      log.warn(
          "record goes back partition={} id={} from={} to={}",
          partition.number(),
          id,
          forgotten,
          now == null ? null : now.state());
      tools.metrics().repaired();
    }
  }

  /**
   * A commit was lost, and the record stands otherwise in the answer than here: it was edited, or
   * Redis has forgotten something. Its rule is spent here, so it does not wait for the next time
   * that all is compared.
   */
  void doubt(Partition partition, String id, RuleState answered) {
    RuleState known = partition.state(id);
    if (known == null) {
      return;
    }
    tools
        .store()
        .read(partition.number(), id)
        .onSuccess(
            found -> {
              LiveRule now = found.orElse(null);
              if (now == null
                  || known.isForgottenBy(now.state())
                  || answered.isForgottenBy(now.state())) {
                goBack(partition, id, known, now);
              } else {
                partition.take(now);
              }
            })
        .onFailure(e -> log.debug("record not read id={} cause={}", id, e.toString()));
  }
}
