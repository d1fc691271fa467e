package io.tickwire.rules.audit.redis;

import static io.tickwire.rules.store.History.Kind.EXECUTIONS;
import static io.tickwire.rules.store.History.Kind.POSITIONS;
import static io.tickwire.rules.store.History.Kind.TRIGGERS;

import io.tickwire.common.redis.RedisScript;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.audit.Audit;
import io.tickwire.rules.audit.LedgerEntry;
import io.tickwire.rules.audit.RecordCheck;
import io.tickwire.rules.audit.TriggerCheck;
import io.tickwire.rules.store.AccountStore.Amounts;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.PartitionKeys;
import io.tickwire.rules.store.UserKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads one account into an {@link Audit}, in the order that this one asks for. */
final class AccountReader {
  private static final RedisScript SNAPSHOT =
      RedisScript.resource(AccountReader.class, "snapshot.lua");

  private static final int EXECUTIONS_AT_ONCE = 500;

  private final RedisPages redis;
  private final Reading reading;
  private final UserKeys keys;
  private final String user;
  private final Set<String> triggers = new HashSet<>();

  AccountReader(RedisPages redis, Reading reading, String user) {
    this.redis = redis;
    this.reading = reading;
    this.user = user;
    this.keys = new UserKeys(user);
  }

  /** What came of it, and how many triggers there were. */
  record Read(Audit.Result result, long triggers) {}

  Read read() {
    Response snapshot =
        redis.await(
            SNAPSHOT.run(
                redis.link(),
                List.of(keys.account(), keys.ledger(), keys.live(POSITIONS)),
                List.of()));
    String newest = snapshot.get(0).toString();
    long nowMs = Long.parseLong(snapshot.get(3).toString());
    int passes = 1 + (int) (snapshot.get(1).toLong() / reading.entriesAPass());
    Audit audit = new Audit(user, reading.terms(), passes);
    for (int pass = 0; pass < passes; pass++) {
      if (!newest.equals("0-0")) {
        ledger("0-0", newest, audit, audit::early);
      }
      redis.hash(keys.documents(POSITIONS), page -> positions(page, audit, nowMs));
      redis.hash(keys.booked(), page -> page.forEach(audit::booked));
      partExecutions(audit);
      ledger(newest, "+", audit, audit::late);
      if (pass == 0) {
        redis.hash(keys.documents(TRIGGERS), page -> triggers(page, audit, nowMs));
      }
      audit.endPass();
    }
    Map<String, Amounts> amounts = amounts(snapshot.get(4), audit);
    Audit.Result result = audit.end(amounts, snapshot.get(2).toLong());
    return new Read(result, triggers.size());
  }

  private void ledger(String after, String last, Audit audit, Consumer<LedgerEntry> to) {
    redis.stream(
        keys.ledger(),
        after,
        last,
        page -> {
          for (StreamEntry entry : page) {
            try {
              to.accept(LedgerEntry.of(entry.id(), entry.fields()));
            } catch (IllegalArgumentException e) {
              audit.brokenEntry(entry.id(), String.valueOf(e.getMessage()));
            }
          }
        });
  }

  private void partExecutions(Audit audit) {
    List<String> ids = audit.partsToRead();
    for (int from = 0; from < ids.size(); from += EXECUTIONS_AT_ONCE) {
      List<Request> requests = new ArrayList<>();
      for (String id : ids.subList(from, Math.min(ids.size(), from + EXECUTIONS_AT_ONCE))) {
        requests.add(Request.cmd(Command.HGET).arg(keys.documents(EXECUTIONS)).arg(id));
      }
      for (Response json : redis.all(requests)) {
        Execution execution = execution(json);
        if (execution != null) {
          audit.partExecution(execution);
        }
      }
    }
  }

  private void positions(Map<String, String> page, Audit audit, long nowMs) {
    List<Position> positions = documents(page, POSITIONS, Position.class, audit);
    List<Request> requests = new ArrayList<>();
    for (Position position : positions) {
      String execution = position.executionId();
      requests.add(
          Request.cmd(Command.HGET)
              .arg(keys.documents(EXECUTIONS))
              .arg(execution == null ? "" : execution));
      held(position.symbol(), position.id(), requests);
    }
    List<@Nullable Response> answers = redis.all(requests);
    for (int i = 0; i < positions.size(); i++) {
      Position position = positions.get(i);
      if (!position.id().isEmpty() && position.user().equals(user)) {
        audit.position(position, execution(answers.get(3 * i)));
      }
      if (position.status() != PositionStatus.CLOSED
          && isOld(position.openedAt(), nowMs)
          && isUnheld(answers, 3 * i)) {
        unwatched(POSITIONS, position.id(), position.symbol(), audit);
      }
    }
  }

  private void triggers(Map<String, String> page, Audit audit, long nowMs) {
    List<Trigger> documents = documents(page, TRIGGERS, Trigger.class, audit);
    List<Request> requests = new ArrayList<>();
    for (Trigger trigger : documents) {
      String execution = trigger.executionId();
      requests.add(
          Request.cmd(Command.HEXISTS)
              .arg(keys.documents(EXECUTIONS))
              .arg(execution == null ? "" : execution));
      held(trigger.symbol(), trigger.id(), requests);
      requests.add(Request.cmd(Command.HGET).arg(keys.booked()).arg(trigger.id() + ":settled"));
      requests.add(
          Request.cmd(Command.HGET).arg(keys.booked()).arg(TriggerCheck.openingKey(trigger)));
    }
    List<@Nullable Response> answers = redis.all(requests);
    for (int i = 0; i < documents.size(); i++) {
      Trigger trigger = documents.get(i);
      if (!triggers.add(trigger.id())) {
        continue;
      }
      TriggerCheck.findings(
              trigger,
              text(answers.get(5 * i + 3)),
              text(answers.get(5 * i + 4)),
              yes(answers.get(5 * i)))
          .forEach(audit::finding);
      if (trigger.status() == TriggerStatus.ARMED
          && isOld(trigger.createdAt(), nowMs)
          && isUnheld(answers, 5 * i)) {
        unwatched(TRIGGERS, trigger.id(), trigger.symbol(), audit);
      }
    }
  }

  /** Asks whether a partition holds it, or is about to. */
  private void held(String symbol, String id, List<Request> requests) {
    PartitionKeys partition = PartitionKeys.of(reading.partitions().of(symbol));
    requests.add(Request.cmd(Command.HEXISTS).arg(partition.state()).arg(id));
    requests.add(Request.cmd(Command.HEXISTS).arg(partition.intents()).arg(id));
  }

  private static boolean isUnheld(List<@Nullable Response> answers, int at) {
    return !yes(answers.get(at + 1)) && !yes(answers.get(at + 2));
  }

  private boolean isOld(long sinceMs, long nowMs) {
    return nowMs - sinceMs > reading.closingAge().toMillis();
  }

  private void unwatched(History.Kind kind, String id, String symbol, Audit audit) {
    audit.finding(
        RecordCheck.unwatched(
            keys.documents(kind), id, PartitionKeys.of(reading.partitions().of(symbol))));
  }

  private <T> List<T> documents(
      Map<String, String> page, History.Kind kind, Class<T> type, Audit audit) {
    List<T> documents = new ArrayList<>();
    page.forEach(
        (id, json) -> {
          try {
            T document = Json.read(json, type);
            String itsId =
                document instanceof Position position ? position.id() : ((Trigger) document).id();
            if (!id.equals(itsId)) {
              audit.brokenDocument(kind, id, "id=" + itsId);
            } else {
              documents.add(document);
            }
          } catch (IllegalArgumentException e) {
            audit.brokenDocument(kind, id, String.valueOf(e.getMessage()));
          }
        });
    return documents;
  }

  private static @Nullable Execution execution(@Nullable Response json) {
    try {
      return json == null ? null : Json.read(json.toString(), Execution.class);
    } catch (IllegalArgumentException e) {
      // Told as absent: an execution that cannot be read proves nothing.
      return null;
    }
  }

  private Map<String, Amounts> amounts(Response fields, Audit audit) {
    Map<String, Long> values = new TreeMap<>();
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      String field = fields.get(i).toString();
      String value = fields.get(i + 1).toString();
      try {
        values.put(field, Long.parseLong(value));
      } catch (NumberFormatException e) {
        audit.brokenAmount(field, value);
      }
    }
    Map<String, Amounts> amounts = new TreeMap<>();
    for (String field : values.keySet()) {
      String currency = field.substring(0, Math.max(0, field.indexOf(':')));
      amounts.put(
          currency,
          new Amounts(
              values.getOrDefault(currency + ":balance", 0L),
              values.getOrDefault(currency + ":used", 0L),
              values.getOrDefault(currency + ":available", 0L),
              values.getOrDefault(currency + ":realized", 0L)));
    }
    return amounts;
  }

  private static @Nullable String text(@Nullable Response value) {
    return value == null ? null : value.toString();
  }

  private static boolean yes(@Nullable Response value) {
    return value != null && value.toLong() == 1;
  }
}
