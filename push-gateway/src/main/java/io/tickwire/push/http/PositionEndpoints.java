package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.engine.EngineClient;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code /v1/positions}: checks the form of a request; whether it makes sense is the engine's. */
final class PositionEndpoints {
  static final int LONGEST_SYMBOL = 64;
  static final int LONGEST_CLIENT_ID = 128;
  private static final String PATH = "/v1/positions";

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
    body.refuseUnbuilt("take_profits", "trailing_stop", "price_protection_bp");
    RuleCommand command =
        new RuleCommand.OpenPosition(
            Ids.next(Ids.POSITION, clock.millis()),
            call.user(),
            body.text("symbol", LONGEST_SYMBOL),
            body.choice("side", Side.class),
            body.positive("quantity"),
            body.optionalPositive("leverage"),
            exit(body, "stop_loss"),
            exit(body, "take_profit"),
            List.of(),
            null,
            body.optionalChoice("trigger_source", PriceSource.class),
            null,
            body.flag("allow_immediate"),
            body.optionalText("client_id", LONGEST_CLIENT_ID));
    return engine.command(command).map(reply -> Answer.created(reply, PATH));
  }

  static @Nullable ExitPrice exit(Fields body, String name) {
    BigDecimal price = body.optionalPositive(name);
    return price == null ? null : ExitPrice.at(price);
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
    body.refuseUnbuilt("take_profits", "trailing_stop");
    Map<String, JsonNode> changes = new LinkedHashMap<>();
    for (String field : new String[] {"stop_loss", "take_profit"}) {
      if (body.has(field)) {
        changes.put(field, TextNode.valueOf(body.positive(field).toPlainString()));
      } else if (body.mentions(field)) {
        changes.put(field, NullNode.getInstance());
      }
    }
    if (changes.isEmpty()) {
      throw Refusal.of(ErrorCode.INVALID, "name stop_loss or take_profit to change it");
    }
    return engine
        .command(
            new RuleCommand.EditPosition(
                id, call.user(), changes, version(call.header("If-Match"))))
        .map(Answer::of);
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
