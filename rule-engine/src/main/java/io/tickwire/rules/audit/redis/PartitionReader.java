package io.tickwire.rules.audit.redis;

import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Json;
import io.tickwire.rules.audit.Check;
import io.tickwire.rules.audit.Finding;
import io.tickwire.rules.audit.RecordCheck;
import io.tickwire.rules.audit.RecordCheck.Booked;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.PartitionKeys;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.TransitionEntry;
import io.tickwire.rules.store.UserKeys;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the records and transitions of one partition and what the accounts booked of them. */
final class PartitionReader {
  private final RedisPages redis;
  private final Reading reading;
  private final PartitionKeys keys;
  private final List<Finding> findings = new ArrayList<>();
  private final Set<String> records = new HashSet<>();

  PartitionReader(RedisPages redis, Reading reading, int partition) {
    this.redis = redis;
    this.reading = reading;
    this.keys = PartitionKeys.of(partition);
  }

  /** What came of it, and how many records there were. */
  record Read(List<Finding> findings, long records) {}

  Read read() {
    Response time = redis.await(redis.link().send(Request.cmd(Command.TIME)));
    long nowMs = time.get(0).toLong() * 1_000 + time.get(1).toLong() / 1_000;
    RecordCheck check = new RecordCheck(keys, nowMs, reading.closingAge());
    redis.hash(keys.state(), page -> records(page, check));
    String due = nowMs - reading.closingAge().toMillis() + "-0";
    redis.stream(keys.transitions(), "0-0", due, page -> transitions(page, check));
    return new Read(findings, records.size());
  }

  private void records(Map<String, String> page, RecordCheck check) {
    List<Request> requests = new ArrayList<>();
    page.keySet().forEach(id -> requests.add(Request.cmd(Command.HGET).arg(keys.doc()).arg(id)));
    List<@Nullable Response> documents = redis.all(requests);
    List<Live> read = new ArrayList<>();
    int i = 0;
    for (Map.Entry<String, String> field : page.entrySet()) {
      Response document = documents.get(i++);
      if (records.add(field.getKey())) {
        try {
          read.add(
              new Live(
                  field.getKey(),
                  RuleState.parse(field.getValue()),
                  document == null ? null : Json.read(document.toString(), StoredRule.class)));
        } catch (IllegalArgumentException e) {
          findings.add(unreadable(keys.state() + " " + field.getKey(), e));
        }
      }
    }
    List<Booked> booked = booked(read.stream().map(Live::rule).toList());
    for (int at = 0; at < read.size(); at++) {
      Live one = read.get(at);
      findings.addAll(check.record(one.id(), one.state(), one.rule(), booked.get(at)));
    }
  }

  private record Live(String id, RuleState state, @Nullable StoredRule rule) {}

  private void transitions(List<StreamEntry> page, RecordCheck check) {
    List<StreamEntry> entries = new ArrayList<>();
    List<TransitionEntry> read = new ArrayList<>();
    for (StreamEntry entry : page) {
      try {
        read.add(TransitionEntry.parse(entry));
        entries.add(entry);
      } catch (IllegalArgumentException e) {
        findings.add(unreadable(keys.transitions() + " " + entry.id(), e));
      }
    }
    List<Booked> booked = booked(read.stream().map(TransitionEntry::rule).toList());
    for (int i = 0; i < read.size(); i++) {
      findings.addAll(check.transition(entries.get(i).id(), read.get(i), booked.get(i)));
    }
  }

  /** What the accounts booked, in the order asked; nothing for what has no document. */
  private List<Booked> booked(List<? extends @Nullable StoredRule> rules) {
    List<Request> requests = new ArrayList<>();
    for (StoredRule rule : rules) {
      if (rule != null) {
        UserKeys user = new UserKeys(rule.user());
        boolean position = rule.position() != null;
        requests.add(
            position
                ? exists(user.booked(), rule.id() + ":open")
                : exists(user.documents(History.Kind.TRIGGERS), rule.id()));
        requests.add(exists(user.booked(), rule.id() + (position ? ":close" : ":settled")));
      }
    }
    List<@Nullable Response> answers = redis.all(requests);
    List<Booked> booked = new ArrayList<>();
    int at = 0;
    for (StoredRule rule : rules) {
      booked.add(
          rule == null
              ? new Booked(false, false)
              : new Booked(yes(answers.get(at++)), yes(answers.get(at++))));
    }
    return booked;
  }

  private static Request exists(String key, String field) {
    return Request.cmd(Command.HEXISTS).arg(key).arg(field);
  }

  private static boolean yes(@Nullable Response value) {
    return value != null && value.toLong() == 1;
  }

  private static Finding unreadable(String key, IllegalArgumentException e) {
    return new Finding(Check.READABLE, key, String.valueOf(e.getMessage()), "a readable record");
  }
}
