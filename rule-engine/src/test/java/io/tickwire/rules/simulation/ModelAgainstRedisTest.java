package io.tickwire.rules.simulation;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.rules.samples.SamplePosition;
import io.tickwire.rules.samples.SampleTrigger;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.FundingDue;
import io.tickwire.rules.store.Intent;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The model of the store against the scripts in a real Redis: the same random commands give the
 * same answers and leave the same behind. Redis's clock is the model's.
 */
class ModelAgainstRedisTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final int SEEDS = 40;
  private static final int COMMANDS = 60;
  private static final int RECORDS = 6;
  private static final Vertx VERTX = Vertx.vertx();

  private final RedisLink redis =
      RedisLink.create(VERTX, new RedisConfig(REDIS.uri(), Duration.ofSeconds(20), 2));
  private final RuleStore rules = new RuleStore(redis, Duration.ofHours(1));
  private final CheckpointStore checkpoints = new CheckpointStore(redis);
  private final Map<String, String> tokens = new HashMap<>();
  private ModelStore model = new ModelStore();
  private Random random = new Random(0);
  private int partition;
  private int executions;

  @AfterAll
  static void close() {
    await(VERTX.close());
  }

  @Test
  void answersAndKeepsWhatTheScriptsDo() {
    for (int seed = 1; seed <= SEEDS; seed++) {
      random = new Random(seed);
      model = new ModelStore();
      partition = seed;
      tokens.clear();
      for (int i = 0; i < COMMANDS; i++) {
        command("seed " + seed + " command " + i);
      }
      compare("seed " + seed);
    }
  }

  private void command(String where) {
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> create(where);
      case 3 -> edit(where);
      case 4 -> finish();
      case 5 -> fund(where);
      case 6 -> checkpoint();
      default -> commit(where);
    }
  }

  private String anyId() {
    int number = random.nextInt(RECORDS);
    return (number % 2 == 0 ? "pos_" : "trg_") + number;
  }

  private void create(String where) {
    String id = anyId();
    StoredRule rule = id.startsWith("pos") ? StoredRule.of(position(id, 1), 7, 9) : trigger(id);
    boolean opened = random.nextBoolean();
    await(rules.note(partition, new Intent(rule, 1, 2, 3)));

    Outcome.Kind kind = await(rules.create(partition, rule, opened));
    RuleState state = await(rules.states(partition)).readable().get(id);

    assertThat(model.create(rule, opened, state == null ? 0 : state.committedUs()))
        .as(where)
        .isEqualTo(kind);
  }

  private void edit(String where) {
    String id = anyId();
    RuleState state = model.states.get(id);
    long version = state == null ? 2 : state.version() + 1 + random.nextInt(2);
    StoredRule rule = StoredRule.of(position(id, version), 8, 9);

    Outcome outcome = await(rules.edit(partition, rule));
    RuleState edited = outcome.state();

    assertThat(model.edit(rule, edited == null ? 0 : edited.committedUs()))
        .as(where)
        .isEqualTo(outcome);
  }

  private void commit(String where) {
    List<Transition> hits = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      hits.add(hit(anyId()));
    }
    List<Outcome> outcomes = await(rules.commit(partition, hits));
    long nowUs = 0;
    for (Outcome outcome : outcomes) {
      RuleState state = outcome.state();
      if (outcome.kind() == Outcome.Kind.DONE && state != null) {
        nowUs = state.committedUs();
      }
    }

    assertThat(model.commit(hits, nowUs)).as(where).isEqualTo(outcomes);
  }

  private Transition hit(String id) {
    boolean isPosition = id.startsWith("pos");
    RuleState state = model.states.get(id);
    long rulesVersion = state == null || random.nextInt(6) == 0 ? 1 : state.rules();
    boolean repeats = random.nextInt(5) == 0 && tokens.containsKey(id);
    String token = repeats ? String.valueOf(tokens.get(id)) : "exe_" + executions++;
    tokens.put(id, token);
    boolean isFired = random.nextInt(4) > 0;
    return new Transition(
        id,
        isPosition ? LiveStatus.OPEN : LiveStatus.ARMED,
        rulesVersion,
        isPosition ? LiveStatus.CLOSING : isFired ? LiveStatus.EXECUTED : LiveStatus.CANCELLED,
        token,
        isFired ? execution(token, id) : null,
        effect(id, isPosition, state));
  }

  private Transition.Effect effect(String id, boolean isPosition, @Nullable RuleState state) {
    int kind = random.nextInt(3);
    if (isPosition) {
      return kind == 0
          ? Transition.NONE
          : new Transition.Effect.Part(random.nextInt(3), random.nextBoolean() ? 7 : 0);
    }
    if (kind == 0) {
      int seen = state == null ? 0 : state.fired();
      return new Transition.Effect.Again(
          random.nextInt(4) == 0 ? seen + 1 : seen, 2, 1 + random.nextInt(5), 1_234);
    }
    return kind == 1 ? Transition.NONE : new Transition.Effect.First(trigger(id).group());
  }

  private void finish() {
    String id = anyId();
    RuleState state = model.states.get(id);
    String token = state == null || random.nextInt(4) == 0 ? "exe_x" : state.executionId();
    String group = id.startsWith("pos") ? "" : trigger(id).group();
    await(rules.finish(partition, id, token, group));
    model.finish(id, token, group);
  }

  private void fund(String where) {
    FundingDue due =
        new FundingDue(1_000L + random.nextInt(5), new BigDecimal("0.0001"), BigDecimal.TEN);
    List<String> positions = List.of("pos_0", "pos_2");

    assertThat(await(rules.fund(partition, "S0", due, positions)))
        .as(where)
        .isEqualTo(model.fund("S0", due, positions));
  }

  private void checkpoint() {
    CheckpointStore.Changes changes =
        new CheckpointStore.Changes(
            Map.of("S" + random.nextInt(3), "text " + random.nextInt()),
            Map.of("pos_" + random.nextInt(3), random.nextInt() + "|1"),
            Set.of("S" + random.nextInt(3)),
            Set.of("pos_" + random.nextInt(3)));
    String process = await(checkpoints.read(partition)).process();
    if (model.saved().process().equals("process 1")) {
      model.goBackTo(model.copy(), process);
    }
    String writtenFor = random.nextInt(4) == 0 ? "another process" : process;
    assertThat(await(checkpoints.write(partition, changes, writtenFor)))
        .isEqualTo(model.write(changes, writtenFor));
  }

  private void compare(String where) {
    assertThat(await(rules.states(partition)).readable()).as(where).isEqualTo(model.states);
    Map<String, LiveRule> records = new HashMap<>();
    model.states.forEach(
        (id, state) -> records.put(id, new LiveRule(id, state, model.documents.get(id))));
    assertThat(await(rules.load(partition))).as(where).isEqualTo(records);
    assertThat(entries(RuleStore.changesKey(partition)).stream().map(RuleStore::change).toList())
        .as(where)
        .isEqualTo(model.changes);
    assertThat(
            entries(RuleStore.transitionsKey(partition)).stream()
                .map(ModelAgainstRedisTest::told)
                .toList())
        .as(where)
        .isEqualTo(model.transitions.stream().map(ModelAgainstRedisTest::told).toList());
    assertThat(hash("groups")).as(where).isEqualTo(joined(model.groups));
    assertThat(hash("firings")).as(where).isEqualTo(joined(model.firings));
    CheckpointStore.Saved saved = await(checkpoints.read(partition));
    assertThat(saved.checkpoints()).as(where).isEqualTo(model.saved().checkpoints());
    assertThat(saved.extremes()).as(where).isEqualTo(model.saved().extremes());
  }

  private static String told(StreamEntry entry) {
    return String.join(
        " ",
        entry.field("what"),
        entry.field("id"),
        entry.field("state").isEmpty() ? "" : RuleState.parse(entry.field("state")).toString(),
        entry.field("execution"),
        entry.field("siblings"),
        entry.field("doc"));
  }

  private static String told(ModelStore.Noted noted) {
    return String.join(
        " ",
        noted.what(),
        noted.id(),
        noted.state() == null ? "" : noted.state().toString(),
        noted.execution() == null ? "" : Json.write(noted.execution()),
        String.join(",", noted.siblings()),
        noted.document() == null ? "" : Json.write(noted.document()));
  }

  private static Map<String, String> joined(Map<String, ? extends List<?>> lists) {
    Map<String, String> joined = new HashMap<>();
    lists.forEach(
        (key, list) ->
            joined.put(key, list.stream().map(String::valueOf).collect(Collectors.joining(","))));
    return joined;
  }

  private Map<String, String> hash(String name) {
    String key = RuleStore.changesKey(partition).replace("changes", name);
    return await(
        redis
            .send(Request.cmd(Command.HGETALL).arg(key))
            .map(
                found -> {
                  Map<String, String> fields = new HashMap<>();
                  found.getKeys().forEach(k -> fields.put(k, found.get(k).toString()));
                  return fields;
                }));
  }

  private List<StreamEntry> entries(String stream) {
    return await(
        redis
            .send(Request.cmd(Command.XRANGE).arg(stream).arg("-").arg("+"))
            .map(found -> StreamEntry.list(stream, found)));
  }

  private static Position position(String id, long version) {
    return SamplePosition.of(id)
        .symbol("S0")
        .entryPrice(BigDecimal.TEN)
        .done()
        .change()
        .version(version)
        .done();
  }

  private static StoredRule trigger(String id) {
    return StoredRule.of(
        SampleTrigger.of(id)
            .symbol("S0")
            .on(Condition.ABOVE, BigDecimal.TEN)
            .group(id.equals("trg_5") ? null : "group")
            .done(),
        7,
        9,
        BigDecimal.ONE);
  }

  private static Execution execution(String token, String id) {
    return new Execution(
        token,
        "alice",
        ExecutionKind.TRIGGER,
        null,
        id,
        "S0",
        BigDecimal.TEN,
        null,
        BigDecimal.TEN,
        BigDecimal.ONE,
        null,
        1,
        2,
        0,
        false,
        false,
        "engine",
        List.of());
  }
}
