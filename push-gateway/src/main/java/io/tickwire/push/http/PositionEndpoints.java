package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.engine.EngineClient;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v1/positions}: checks the form of a request; whether it makes sense is the engine's. */
final class PositionEndpoints {
  static final int LONGEST_SYMBOL = 64;
  static final int LONGEST_CLIENT_ID = 128;
  private static final String PATH = "/v1/positions";
  private static final String STOP = "stop_loss";
  private static final String TARGET = "take_profit";
  private static final String TARGETS = "take_profits";
  private static final String TRAILING = "trailing_stop";

  private final EngineClient engine;
  private final Clock clock;

  PositionEndpoints(EngineClient engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  void register(Routes routes) {
    routes.on(HttpMethod.POST, PATH, Scope.TRADE, this::open);
    routes.on(HttpMethod.GET, PATH, Scope.TRADE, this::list);
    routes.on(HttpMethod.GET, PATH + "/:id", Scope.TRADE, this::get);
    routes.on(HttpMethod.PATCH, PATH + "/:id", Scope.TRADE, this::edit);
    routes.on(HttpMethod.POST, PATH + "/:id/close", Scope.TRADE, this::close);
  }

  private Future<Answer> open(Call call) {
    Fields body = call.body();
    ExitFields exits = new ExitFields(body);
    RuleCommand command =
        new RuleCommand.OpenPosition(
            Ids.next(Ids.POSITION, clock.millis()),
            call.user(),
            body.text("symbol", LONGEST_SYMBOL),
            body.choice("side", Side.class),
            body.positive("quantity"),
            body.optionalPositive("leverage"),
            exits.exit(STOP),
            exits.exit(TARGET),
            exits.targets(TARGETS),
            exits.trailing(TRAILING),
            body.optionalChoice("trigger_source", PriceSource.class),
            exits.whole("price_protection_bp"),
            body.flag("allow_immediate"),
            body.optionalText("client_id", LONGEST_CLIENT_ID));
    return engine.command(command).map(reply -> Answer.created(reply, PATH));
  }

  static @Nullable ExitPrice exit(Fields body, String name) {
    return new ExitFields(body).exit(name);
  }

  private Future<Answer> list(Call call) {
    return engine
        .query(
            new RuleQuery.ListPositions(
                call.user(),
                call.choice("status", PositionStatus.class),
                call.query("symbol"),
                call.cursor(),
                call.limit()))
        .map(Answer::of);
  }

  private Future<Answer> get(Call call) {
    return engine.query(new RuleQuery.GetPosition(call.user(), call.id())).map(Answer::of);
  }

  private Future<Answer> edit(Call call) {
    String id = call.id();
    Fields body = call.body();
    Map<String, JsonNode> changes = changes(body);
    if (changes.isEmpty()) {
      throw Refusal.field(
          STOP, "name stop_loss, take_profit, take_profits or trailing_stop to change it");
    }
    return engine
        .command(
            new RuleCommand.EditPosition(
                id, call.user(), changes, version(call.header("If-Match"))))
        .map(Answer::of);
  }

  private static Map<String, JsonNode> changes(Fields body) {
    ExitFields exits = new ExitFields(body);
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put(STOP, exits.exit(STOP));
    values.put(TARGET, exits.exit(TARGET));
    values.put(TARGETS, body.has(TARGETS) ? exits.targets(TARGETS) : null);
    values.put(TRAILING, exits.trailing(TRAILING));
    Map<String, JsonNode> changes = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (body.mentions(name)) {
            changes.put(name, value == null ? NullNode.getInstance() : Json.tree(value));
          }
        });
    return changes;
  }

  private static @Nullable Long version(@Nullable String ifMatch) {
    if (ifMatch == null || ifMatch.strip().equals("*")) {
      return null;
    }
    String bare = ifMatch.strip().replaceAll("^\"(.*)\"$", "$1");
    if (!bare.matches("\\d{1,18}")) {
      throw Refusal.of(ErrorCode.BAD_REQUEST, "If-Match must be a version such as \"3\"");
    }
    return Long.valueOf(bare);
  }

  private Future<Answer> close(Call call) {
    return engine
        .command(
            new RuleCommand.ClosePosition(
                call.id(), call.user(), call.optionalBody().optionalPositive("quantity")))
        .map(Answer::of);
  }
}
