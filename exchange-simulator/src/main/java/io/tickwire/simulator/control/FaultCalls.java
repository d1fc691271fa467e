package io.tickwire.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.fault.FaultBoard;
import io.tickwire.simulator.fault.FaultKind;
import io.tickwire.simulator.fault.FaultOrder;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.protocol.Json;
import io.tickwire.simulator.session.Session;
import io.tickwire.simulator.session.SessionRegistry;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /sim/faults}: what goes wrong, from now on. Confined to the simulator's event loop. */
final class FaultCalls {
  private static final Logger log = LoggerFactory.getLogger(FaultCalls.class);
  private static final long LONGEST_MS = 24 * 3_600_000L;
  private static final int MOST_FRAMES = 1_000_000;
  private static final String NONE = "none";
  private static final List<String> VARIANTS = List.of("", "http", "bare");

  private final FaultBoard board;
  private final SessionRegistry registry;

  FaultCalls(FaultBoard board, SessionRegistry registry) {
    this.board = board;
    this.registry = registry;
  }

  /** Orders a fault; the answer says how many open sockets it is meant for. */
  ObjectNode order(String body) throws BadControlCall {
    JsonNode root = ControlParser.read(body);
    if (!root.isObject()) {
      throw new BadControlCall("bad_request", "The body must be a JSON object.");
    }
    FieldReader call = new FieldReader("", root);
    String label = call.text("kind");
    if (label.equals(NONE)) {
      return clear();
    }
    FaultOrder order = read(call, kind(label));
    List<Session> hit =
        registry.sessions().stream()
            .filter(session -> order.hits(session.market(), session.connectionId()))
            .toList();
    if (order.connection() != null && hit.isEmpty()) {
      throw new BadControlCall(
          "unknown_connection",
          "connection: there is no open connection \"" + order.connection() + "\".");
    }
    board.add(order, System.nanoTime());
    apply(order.kind(), hit);
    log.info("fault ordered kind={} connections={}", order.kind().label(), hit.size());
    return Json.object().put("kind", order.kind().label()).put("connections", hit.size());
  }

  private static FaultKind kind(String label) throws BadControlCall {
    Optional<FaultKind> kind = FaultKind.find(label);
    if (kind.isEmpty()) {
      throw new BadControlCall(
          "bad_request",
          "kind: must be none or one of "
              + Arrays.stream(FaultKind.values())
                  .map(FaultKind::label)
                  .collect(Collectors.joining(", "))
              + ", not \""
              + label
              + "\".");
    }
    return kind.get();
  }

  private static FaultOrder read(FieldReader call, FaultKind kind) throws BadControlCall {
    String symbol = call.text("symbol", "");
    call.require(
        "symbol",
        kind != FaultKind.SILENT_TOPIC || !symbol.isEmpty(),
        "must name the symbol whose topics fall silent");
    String variant = call.text("form", "");
    call.require("form", VARIANTS.contains(variant), "must be http, bare or absent");
    String connection = call.text("connection", "");
    return new FaultOrder(
        kind,
        market(call),
        connection.isEmpty() ? null : connection,
        symbol.isEmpty() ? null : symbol,
        call.integer("duration_ms", 0, 0, LONGEST_MS),
        Math.toIntExact(call.integer("count", 0, 0, MOST_FRAMES)),
        variant);
  }

  private static @Nullable Market market(FieldReader call) throws BadControlCall {
    String label = call.text("market", "");
    if (label.isEmpty()) {
      return null;
    }
    for (Market market : Market.values()) {
      if (market.label().equals(label)) {
        return market;
      }
    }
    throw new BadControlCall(
        "bad_request", "market: must be spot or futures, not \"" + label + "\".");
  }

  private static void apply(FaultKind kind, List<Session> hit) {
    switch (kind) {
      case CLOSE -> hit.forEach(session -> session.end(true));
      case KILL, OUTAGE -> hit.forEach(session -> session.end(false));
      default -> {}
    }
  }

  ObjectNode clear() {
    board.clear();
    log.info("faults cleared");
    return Json.object().put("kind", NONE).put("connections", 0);
  }

  ObjectNode list() {
    ObjectNode answer = Json.object();
    ArrayNode rows = answer.putArray("faults");
    for (FaultOrder order : board.orders(System.nanoTime())) {
      Market market = order.market();
      rows.addObject()
          .put("kind", order.kind().label())
          .put("market", market == null ? null : market.label())
          .put("connection", order.connection())
          .put("symbol", order.symbol())
          .put("duration_ms", order.durationMs())
          .put("count", order.count());
    }
    return answer;
  }
}
