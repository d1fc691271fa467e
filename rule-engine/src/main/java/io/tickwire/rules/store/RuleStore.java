package io.tickwire.rules.store;

import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.RedisScript;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.redis.StreamTail;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The records of the partitions in Redis. Every write is one script that checks first and writes
 * last; a future that fails says nothing about whether it happened, and repeating the call is
 * harmless. Any thread.
 */
public final class RuleStore implements PartitionStore {
  private static final Logger log = LoggerFactory.getLogger(RuleStore.class);

  /** Transitions in one script call at most: beyond it Redis is held up for others. */
  public static final int MAX_BATCH = 64;

  /** While very many wait: holds Redis up for some 5 ms at a time, and is done far sooner. */
  public static final int LONG_BATCH = 256;

  private static final RedisScript CREATE = Scripts.load("create.lua");
  private static final RedisScript EDIT = Scripts.load("edit.lua");
  private static final RedisScript COMMIT = Scripts.load("commit.lua");
  private static final RedisScript FINISH = Scripts.load("finish.lua");
  private static final RedisScript FUND = Scripts.load("fund.lua");
  private static final int SCAN_COUNT = 500;

  private final RedisLink redis;
  private final String keptMs;

  /**
   * @param changesKept how long entries of {@code changes} stay at least
   */
  public RuleStore(RedisLink redis, Duration changesKept) {
    this.redis = redis;
    this.keptMs = Long.toString(changesKept.toMillis());
  }

  public static String changesKey(int partition) {
    return PartitionKeys.of(partition).changes();
  }

  public static String transitionsKey(int partition) {
    return PartitionKeys.of(partition).transitions();
  }

  /** Notes what is about to be created. */
  public Future<Void> note(int partition, Intent intent) {
    String key = PartitionKeys.of(partition).intents();
    return redis
        .send(Request.cmd(Command.HSET).arg(key).arg(intent.id()).arg(Json.write(intent)))
        .mapEmpty();
  }

  /** Forgets an intent that was refused. */
  public Future<Void> forget(int partition, String id) {
    String key = PartitionKeys.of(partition).intents();
    return redis.send(Request.cmd(Command.HDEL).arg(key).arg(id)).mapEmpty();
  }

  /** The intent of that id, unless it was brought to an end. */
  public Future<Optional<Intent>> intent(int partition, String id) {
    String key = PartitionKeys.of(partition).intents();
    return redis
        .send(Request.cmd(Command.HGET).arg(key).arg(id))
        .map(json -> Optional.ofNullable(json).map(found -> Intent.parse(found.toString())));
  }

  /** All intents that nobody has brought to an end. */
  public Future<List<Intent>> intents(int partition) {
    return scan(PartitionKeys.of(partition).intents())
        .map(found -> found.values().stream().map(Intent::parse).toList());
  }

  /**
   * Creates what an intent announced. GONE means that it was created before and has ended.
   *
   * @param opened whether it is a position, whose owner must be told
   */
  public Future<Outcome.Kind> create(int partition, StoredRule rule, boolean opened) {
    return create(partition, rule, "", "", opened);
  }

  /** Creates the position that an executed trigger opens, and takes the trigger out. */
  public Future<Outcome.Kind> createFromTrigger(
      int partition, StoredRule rule, StoredRule trigger) {
    return create(partition, rule, trigger.id(), trigger.group(), true);
  }

  private Future<Outcome.Kind> create(
      int partition, StoredRule rule, String permit, String permitGroup, boolean opened) {
    PartitionKeys keys = PartitionKeys.of(partition);
    LiveStatus status = rule.position() != null ? LiveStatus.OPEN : LiveStatus.ARMED;
    return CREATE
        .run(
            redis,
            List.of(
                keys.state(),
                keys.doc(),
                keys.changes(),
                keys.transitions(),
                keys.intents(),
                keys.groups()),
            List.of(
                rule.id(),
                status.wireName(),
                Long.toString(rule.version()),
                Json.write(rule),
                permit,
                keptMs,
                opened ? "opened" : "",
                rule.group(),
                permitGroup))
        .map(answer -> Outcome.of(answer.toString(), "").kind());
  }

  /** Replaces an open position by {@code rule}, whose version is one above the one it replaces. */
  public Future<Outcome> edit(int partition, StoredRule rule) {
    PartitionKeys keys = PartitionKeys.of(partition);
    return EDIT.run(
            redis,
            List.of(keys.state(), keys.doc(), keys.changes(), keys.transitions()),
            List.of(rule.id(), Long.toString(rule.version() - 1), Json.write(rule), keptMs, "", ""))
        .map(RuleStore::outcome);
  }

  /**
   * Replaces an open position by one of which a part was closed, in the same way.
   *
   * @param execution that closed it
   */
  public Future<Outcome> reduce(int partition, StoredRule rule, Execution execution) {
    PartitionKeys keys = PartitionKeys.of(partition);
    return EDIT.run(
            redis,
            List.of(keys.state(), keys.doc(), keys.changes(), keys.transitions()),
            List.of(
                rule.id(),
                Long.toString(rule.version() - 1),
                Json.write(rule),
                keptMs,
                execution.id(),
                Json.write(execution)))
        .map(RuleStore::outcome);
  }

  /**
   * {@inheritDoc}
   *
   * @param transitions at most {@value #LONG_BATCH}, and the others of the last record
   */
  @Override
  public Future<List<Outcome>> commit(int partition, List<Transition> transitions) {
    PartitionKeys keys = PartitionKeys.of(partition);
    List<String> arguments = new ArrayList<>(2 + transitions.size() * 8);
    arguments.add(keptMs);
    arguments.add(Integer.toString(transitions.size()));
    for (Transition transition : transitions) {
      arguments.add(transition.id());
      arguments.add(transition.from().wireName());
      arguments.add(Long.toString(transition.rules()));
      arguments.add(transition.to().wireName());
      arguments.add(transition.token());
      arguments.add(transition.execution() == null ? "" : Json.write(transition.execution()));
      arguments.add(transition.effect().wireName());
      arguments.add(transition.effect().needs());
    }
    return COMMIT
        .run(
            redis,
            List.of(
                keys.state(),
                keys.doc(),
                keys.changes(),
                keys.transitions(),
                keys.groups(),
                keys.firings()),
            arguments)
        .map(
            answers -> {
              List<Outcome> outcomes = new ArrayList<>(answers.size());
              answers.forEach(answer -> outcomes.add(outcome(answer)));
              return outcomes;
            });
  }

  private static Outcome outcome(Response answer) {
    List<String> siblings = new ArrayList<>();
    for (int i = 2; i < answer.size(); i++) {
      siblings.add(answer.get(i).toString());
    }
    return Outcome.of(answer.get(0).toString(), answer.get(1).toString(), siblings);
  }

  /**
   * Takes out what has ended by that token and been booked.
   *
   * @param group of a trigger, "" for none
   */
  public Future<Void> finish(int partition, String id, String token, String group) {
    PartitionKeys keys = PartitionKeys.of(partition);
    return FINISH
        .run(
            redis,
            List.of(keys.state(), keys.doc(), keys.changes(), keys.groups(), keys.firings()),
            List.of(id, token, keptMs, group))
        .mapEmpty();
  }

  @Override
  public Future<Boolean> fund(
      int partition, String symbol, FundingDue due, Collection<String> positions) {
    PartitionKeys keys = PartitionKeys.of(partition);
    List<String> arguments = new ArrayList<>(3 + positions.size());
    arguments.add(symbol);
    arguments.add(Long.toString(due.timeMs()));
    arguments.add(Json.write(due));
    arguments.addAll(positions);
    return FUND.run(
            redis, List.of(keys.funded(), keys.state(), keys.doc(), keys.transitions()), arguments)
        .map(noted -> noted.toLong() >= 0);
  }

  @Override
  public Future<Optional<LiveRule>> read(int partition, String id) {
    PartitionKeys keys = PartitionKeys.of(partition);
    return redis
        .batch(
            List.of(
                Request.cmd(Command.HGET).arg(keys.doc()).arg(id),
                Request.cmd(Command.HGET).arg(keys.state()).arg(id)))
        .map(
            found ->
                found.get(0) == null || found.get(1) == null
                    ? Optional.empty()
                    : Optional.of(live(id, found.get(1).toString(), found.get(0).toString())));
  }

  @Override
  public Future<Map<String, LiveRule>> load(int partition) {
    PartitionKeys keys = PartitionKeys.of(partition);
    return scan(keys.state())
        .compose(
            states ->
                scan(keys.doc())
                    .map(
                        docs -> {
                          Map<String, LiveRule> rules = new LinkedHashMap<>();
                          states.forEach(
                              (id, state) -> {
                                String doc = docs.get(id);
                                LiveRule rule = doc == null ? null : readable(id, state, doc);
                                if (rule != null) {
                                  rules.put(id, rule);
                                }
                              });
                          return rules;
                        }));
  }

  /** One that cannot be read keeps no other from being armed; the audit finds it. */
  private static @Nullable LiveRule readable(String id, String state, String doc) {
    try {
      return live(id, state, doc);
    } catch (IllegalArgumentException e) {
      unreadable(id, e);
      return null;
    }
  }

  private static void unreadable(String id, IllegalArgumentException e) {
    log.error("record refused id={} cause={}", id, e.toString());
  }

  @Override
  public Future<RecordStates> states(int partition) {
    return scan(PartitionKeys.of(partition).state())
        .map(
            values -> {
              Map<String, RuleState> readable = new HashMap<>();
              Set<String> unreadable = new HashSet<>();
              values.forEach(
                  (id, value) -> {
                    try {
                      readable.put(id, RuleState.parse(value));
                    } catch (IllegalArgumentException e) {
                      unreadable(id, e);
                      unreadable.add(id);
                    }
                  });
              return new RecordStates(readable, unreadable);
            });
  }

  @Override
  public Future<String> newestChange(int partition) {
    return StreamTail.newest(redis, changesKey(partition));
  }

  /** Reads an entry of {@code changes}. */
  public static LiveRule change(StreamEntry entry) {
    String doc = entry.field("doc");
    return new LiveRule(
        entry.field("id"),
        RuleState.parse(entry.field("state")),
        doc.isEmpty() ? null : StoredRule.parse(doc));
  }

  private static LiveRule live(String id, String state, String doc) {
    return new LiveRule(id, RuleState.parse(state), StoredRule.parse(doc));
  }

  private Future<Map<String, String>> scan(String key) {
    return scan(key, "0", new LinkedHashMap<>());
  }

  private Future<Map<String, String>> scan(String key, String cursor, Map<String, String> into) {
    return redis
        .send(Request.cmd(Command.HSCAN).arg(key).arg(cursor).arg("COUNT").arg(SCAN_COUNT))
        .compose(
            page -> {
              Response pairs = page.get(1);
              for (int i = 0; i + 1 < pairs.size(); i += 2) {
                into.put(pairs.get(i).toString(), pairs.get(i + 1).toString());
              }
              String next = page.get(0).toString();
              return next.equals("0") ? Future.succeededFuture(into) : scan(key, next, into);
            });
  }
}
