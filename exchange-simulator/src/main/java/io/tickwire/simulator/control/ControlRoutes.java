package io.tickwire.simulator.control;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.fault.FaultBoard;
import io.tickwire.simulator.market.Trade;
import io.tickwire.simulator.market.TradeOrder;
import io.tickwire.simulator.market.TradingFloor;
import io.tickwire.simulator.protocol.Decimals;
import io.tickwire.simulator.protocol.Json;
import io.tickwire.simulator.protocol.Topic;
import io.tickwire.simulator.server.MarketRunner;
import io.tickwire.simulator.session.Session;
import io.tickwire.simulator.session.SessionRegistry;
import io.tickwire.simulator.tape.RunTape;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The {@code /sim} calls, for tests and demos. What a call did is on its way to the subscribers
 * before the call is answered; a refusal is {@code application/problem+json} and has changed
 * nothing.
 */
public final class ControlRoutes {

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int TOO_LARGE = 413;
  private static final long MAX_BODY_BYTES = 4 * 1024 * 1024;

  private final MarketRunner runner;
  private final SessionRegistry registry;
  private final FaultBoard board;
  private final RunTape tape;
  private final ControlParser parser;
  private final RunCalls runs;

  /**
   * @param recordings folder of the files that may be replayed; without it none may
   */
  public ControlRoutes(
      TradingFloor floor,
      MarketRunner runner,
      SessionRegistry registry,
      FaultBoard board,
      RunTape tape,
      @Nullable Path recordings) {
    this.runner = runner;
    this.registry = registry;
    this.board = board;
    this.tape = tape;
    this.parser = new ControlParser(floor);
    this.runs = new RunCalls(runner, new RecordingReader(parser, recordings));
  }

  /** A control call's work: the answer, or why not. */
  private interface Call {
    ObjectNode run(String body) throws BadControlCall;
  }

  public void mount(Router router) {
    router
        .route("/sim/*")
        .handler(BodyHandler.create(false).setBodyLimit(MAX_BODY_BYTES))
        .failureHandler(ControlRoutes::onFailure);
    post(router, "/sim/trades", this::printTrades);
    post(router, "/sim/marks", this::setMarks);
    router.post("/sim/run").handler(this::changeRun);
    router.get("/sim/run").handler(call -> end(call, runs.state()));
    FaultCalls faults = new FaultCalls(board, registry);
    post(router, "/sim/faults", faults::order);
    router.get("/sim/faults").handler(call -> end(call, faults.list()));
    router.delete("/sim/faults").handler(call -> end(call, faults.clear()));
    router.get("/sim/tape").handler(this::tape);
    router.get("/sim/connections").handler(call -> end(call, connections()));
    router
        .route("/sim/*")
        .handler(
            call ->
                problem(
                    call,
                    NOT_FOUND,
                    "not_found",
                    "There is no control call "
                        + call.request().method()
                        + " "
                        + call.normalizedPath()
                        + "."));
  }

  private static void post(Router router, String path, Call work) {
    router
        .route(HttpMethod.POST, path)
        .handler(
            call -> {
              try {
                end(call, work.run(text(call)));
              } catch (BadControlCall refusal) {
                problem(call, BAD_REQUEST, refusal.code(), refusal.sentence());
              }
            });
  }

  private static String text(RoutingContext call) {
    String body = call.body().asString();
    return body == null ? "" : body;
  }

  private ObjectNode printTrades(String body) throws BadControlCall {
    List<TradeOrder> orders = parser.trades(body, runner.nowNs());
    ObjectNode answer = Json.object();
    ArrayNode rows = answer.putArray("trades");
    for (Trade trade : runner.print(orders)) {
      rows.addObject()
          .put("symbol", trade.instrument().symbol())
          .put("sequence", trade.sequence())
          .put("price", Decimals.text(trade.price()))
          .put("time", trade.timeNs());
    }
    return answer;
  }

  private ObjectNode setMarks(String body) throws BadControlCall {
    List<MarksOrder> orders = parser.marks(body);
    ObjectNode answer = Json.object();
    ArrayNode rows = answer.putArray("marks");
    for (MarksOrder order : orders) {
      runner.setMarks(order.contract(), order.mark(), order.index());
      rows.addObject()
          .put("symbol", order.contract().symbol())
          .put("mark_price", Decimals.text(order.mark()))
          .put("index_price", Decimals.text(order.index()));
    }
    return answer;
  }

  private void changeRun(RoutingContext call) {
    runs.change(call.vertx(), text(call))
        .onSuccess(answer -> end(call, answer))
        .onFailure(
            cause -> {
              if (cause instanceof BadControlCall refusal) {
                problem(call, BAD_REQUEST, refusal.code(), refusal.sentence());
              } else {
                call.fail(cause);
              }
            });
  }

  /** Answers when the file holds every line up to the call. */
  private void tape(RoutingContext call) {
    Path path = tape.path();
    if (path == null) {
      problem(
          call, NOT_FOUND, "no_tape", "A tape needs the setting TICKWIRE_SIM_TAPE_FILE, its file.");
      return;
    }
    ObjectNode answer =
        Json.object()
            .put("file", path.toString())
            .put("lines", tape.lines())
            .put("full", tape.isFull());
    tape.written().onSuccess(ignored -> end(call, answer)).onFailure(call::fail);
  }

  private ObjectNode connections() {
    ObjectNode answer = Json.object();
    ArrayNode rows = answer.putArray("connections");
    for (Session session : registry.sessions()) {
      ObjectNode row = rows.addObject();
      row.put("connection_id", session.connectionId()).put("market", session.market().label());
      ArrayNode topics = row.putArray("topics");
      session.topics().stream().map(Topic::text).forEach(topics::add);
      row.put("age_ms", session.ageMs()).put("last_message_ms", session.quietMs());
    }
    return answer;
  }

  private static void onFailure(RoutingContext call) {
    if (call.statusCode() == TOO_LARGE) {
      problem(call, TOO_LARGE, "too_large", "The body is over " + MAX_BODY_BYTES + " bytes.");
    } else {
      call.next();
    }
  }

  private static void problem(RoutingContext call, int status, String code, String detail) {
    ObjectNode body =
        Json.object()
            .put("type", "about:blank")
            .put("title", "The control call was refused")
            .put("status", status)
            .put("code", code)
            .put("detail", detail);
    call.response()
        .setStatusCode(status)
        .putHeader("content-type", "application/problem+json")
        .end(Json.write(body));
  }

  private static void end(RoutingContext call, ObjectNode body) {
    call.response().putHeader("content-type", "application/json").end(Json.write(body));
  }
}
