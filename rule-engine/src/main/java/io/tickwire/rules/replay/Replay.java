package io.tickwire.rules.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.evaluation.Hit;
import io.tickwire.rules.evaluation.SymbolEvaluator;
import io.tickwire.rules.partition.Arming;
import io.tickwire.rules.partition.TickDispatch;
import io.tickwire.rules.store.StoredRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lines of a recording in, hits out. First instruments, then rules, then ticks; every rule is armed
 * before the first tick. What a hit would bring about, such as the position that a trigger opens,
 * does not happen. The same lines give the same hits, byte for byte. Not thread-safe.
 */
public final class Replay {
  private static final Set<String> RECORD_FIELDS = StoredRule.fields();

  private final Map<String, Desk> desks = new HashMap<>();
  private final Set<String> owners = new HashSet<>();

  /** Rules that have lines of their own, by owner. */
  private final Map<String, OneByOne> oneByOne = new LinkedHashMap<>();

  /** A tick takes the way of a live one. */
  private final TickFrameBuilder frame = new TickFrameBuilder(0, 0);

  private final TickCursor cursor = new TickCursor();
  private final boolean evaluates;
  private long line;
  private long ticks;

  private record Desk(TickSize tickSize, SymbolEvaluator evaluator) {}

  private record OneByOne(String symbol, List<Rule> rules) {}

  private Replay(boolean evaluates) {
    this.evaluates = evaluates;
  }

  /** Fires what the ticks reach. */
  public static Replay evaluating() {
    return new Replay(true);
  }

  /** Only reads, so that a recording can be refused before anything is evaluated. */
  public static Replay reading() {
    return new Replay(false);
  }

  /**
   * Takes the next line; an empty one is skipped.
   *
   * @return one JSON object per hit
   * @throws BrokenLine when it is none of the lines a recording has, or at the wrong place
   */
  public List<String> line(String json) {
    line++;
    if (json.isBlank()) {
      return List.of();
    }
    try {
      return take(json);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new BrokenLine(line, String.valueOf(e.getMessage()), e);
    }
  }

  private List<String> take(String json) {
    JsonNode node = Json.read(json, JsonNode.class);
    if (node.has("tick")) {
      requireOnly(node, Set.of("tick"));
      return tick(RecordedTick.of(node.get("tick")));
    }
    if (ticks > 0) {
      throw new IllegalArgumentException("instruments and rules stand before the first tick");
    }
    if (node.has("instrument")) {
      requireOnly(node, Set.of("instrument"));
      instrument(Json.convert(node.get("instrument"), Instrument.class));
    } else if (node.has("position") || node.has("trigger")) {
      requireOnly(node, RECORD_FIELDS);
      rule(Json.convert(node, StoredRule.class));
    } else if (node.has("rule")) {
      requireOnly(node, Set.of("rule"));
      rule(node.get("rule"));
    } else {
      throw new IllegalArgumentException("neither instrument, position, trigger, rule nor tick");
    }
    return List.of();
  }

  private static void requireOnly(JsonNode node, Set<String> fields) {
    node.fieldNames()
        .forEachRemaining(
            name -> {
              if (!fields.contains(name)) {
                throw new IllegalArgumentException("unknown field: " + name);
              }
            });
  }

  private void instrument(Instrument instrument) {
    TickSize tickSize = instrument.ticks();
    Desk desk = new Desk(tickSize, new SymbolEvaluator(tickSize));
    if (desks.putIfAbsent(instrument.symbol(), desk) != null) {
      throw new IllegalArgumentException("this instrument came before: " + instrument.symbol());
    }
  }

  private void rule(StoredRule stored) {
    requireLive(stored);
    Desk desk = desk(stored.symbol());
    if (oneByOne.containsKey(stored.id()) || !owners.add(stored.id())) {
      throw new IllegalArgumentException("this id came before: " + stored.id());
    }
    desk.evaluator().arm(Arming.rules(stored, desk.tickSize()));
  }

  /** One of the rules of an owner; all of them are armed together. */
  private void rule(JsonNode recorded) {
    String symbol = RecordedTick.text(recorded, "symbol");
    Desk desk = desk(symbol);
    Rule rule = RecordedRule.of(recorded, desk.tickSize());
    if (owners.contains(rule.ownerId())) {
      throw new IllegalArgumentException("this id came before: " + rule.ownerId());
    }
    OneByOne owner =
        oneByOne.computeIfAbsent(rule.ownerId(), id -> new OneByOne(symbol, new ArrayList<>()));
    if (!owner.symbol().equals(symbol) || owner.rules().stream().anyMatch(rule::hasKeyOf)) {
      throw new IllegalArgumentException(
          "this rule came before, or its owner with another symbol: " + rule.ownerId());
    }
    owner.rules().add(rule);
  }

  private void armOneByOne() {
    oneByOne.values().forEach(owner -> desk(owner.symbol()).evaluator().arm(owner.rules()));
  }

  private static void requireLive(StoredRule stored) {
    Position position = stored.position();
    boolean live;
    if (position != null) {
      require("id", position.id());
      require("symbol", position.symbol());
      require("side", position.side());
      require("trigger_source", position.triggerSource());
      live = position.status() == PositionStatus.OPEN;
    } else {
      Trigger trigger = stored.requireTrigger();
      require("id", trigger.id());
      require("symbol", trigger.symbol());
      require("condition", trigger.condition());
      require("price", trigger.price());
      require("trigger_source", trigger.triggerSource());
      require("action", trigger.action());
      live = trigger.status() == TriggerStatus.ARMED;
    }
    if (!live) {
      throw new IllegalArgumentException("neither an open position nor an armed trigger");
    }
  }

  /** What was read from JSON may lack any field, whatever its type promises. */
  private static void require(String field, @Nullable Object value) {
    if (value == null) {
      throw new IllegalArgumentException("absent: " + field);
    }
  }

  private List<String> tick(Tick tick) {
    if (ticks == 0) {
      armOneByOne();
    }
    ticks++;
    Desk desk = desk(tick.symbol());
    if (!evaluates) {
      return List.of();
    }
    frame.add(tick);
    cursor.wrap(frame.build(0)).next();
    List<Hit> hits = TickDispatch.evaluate(desk.evaluator(), cursor);
    return hits.stream().map(hit -> told(tick.symbol(), desk.tickSize(), hit)).toList();
  }

  private String told(String symbol, TickSize tickSize, Hit hit) {
    ObjectNode told = Json.mapper().createObjectNode();
    told.put("line", line)
        .put("id", hit.rule().ownerId())
        .put("kind", hit.rule().kind().wireName())
        .put("symbol", symbol)
        .put("threshold", tickSize.toPrice(hit.thresholdTicks()).toPlainString())
        .put("source", hit.rule().source().wireName())
        .put("price", hit.tick().price().toPlainString())
        .put("fill_price", hit.fill().price().toPlainString())
        .put("sequence", hit.tick().sequence())
        .put("exchange_time_ns", hit.tick().exchangeTimeNs())
        .put("recovered", hit.tick().recovered());
    if (hit.rule().index() > 0) {
      told.put("index", hit.rule().index());
    }
    if (hit.late()) {
      told.put("late", true);
    }
    return Json.write(told);
  }

  private Desk desk(String symbol) {
    Desk desk = desks.get(symbol);
    if (desk == null) {
      throw new IllegalArgumentException("no instrument before it: " + symbol);
    }
    return desk;
  }

  public long ticks() {
    return ticks;
  }

  /** Ticks that were ignored because their sequence had passed. */
  public long duplicates() {
    return desks.values().stream().mapToLong(desk -> desk.evaluator().duplicates()).sum();
  }

  /** Ticks that were ignored because of their price. */
  public long rejected() {
    return desks.values().stream().mapToLong(desk -> desk.evaluator().rejected()).sum();
  }
}
