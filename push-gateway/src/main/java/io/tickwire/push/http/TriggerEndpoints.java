package io.tickwire.push.http;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Repeat;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.engine.EngineClient;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/** {@code /v1/triggers}: checks the form of a request; whether it makes sense is the engine's. */
final class TriggerEndpoints {
  private static final int LONGEST_MESSAGE = 500;
  private static final int LONGEST_GROUP = 64;
  private static final String PATH = "/v1/triggers";

  private final EngineClient engine;
  private final Clock clock;

  TriggerEndpoints(EngineClient engine, Clock clock) {
    this.engine = engine;
    this.clock = clock;
  }

  void register(Routes routes) {
    routes.on(HttpMethod.POST, PATH, Scope.TRADE, this::create);
    routes.on(HttpMethod.GET, PATH, Scope.TRADE, this::list);
    routes.on(HttpMethod.GET, PATH + "/:id", Scope.TRADE, this::get);
    routes.on(HttpMethod.DELETE, PATH + "/:id", Scope.TRADE, this::cancel);
  }

  private Future<Answer> create(Call call) {
    Fields body = call.body();
    RuleCommand command =
        new RuleCommand.CreateTrigger(
            Ids.next(Ids.TRIGGER, clock.millis()),
            call.user(),
            body.text("symbol", PositionEndpoints.LONGEST_SYMBOL),
            body.choice("condition", Condition.class),
            body.positive("price"),
            body.optionalChoice("trigger_source", PriceSource.class),
            action(body),
            body.optionalWhole("expires_at"),
            repeat(body),
            body.optionalText("oco_group", LONGEST_GROUP),
            body.flag("allow_immediate"),
            body.optionalText("client_id", PositionEndpoints.LONGEST_CLIENT_ID));
    return engine.command(command).map(reply -> Answer.created(reply, PATH));
  }

  /** What is absent of it is 0; whether it is in range is the engine's. */
  private static @Nullable Repeat repeat(Fields body) {
    Fields repeat = body.optionalObject("repeat");
    if (repeat == null) {
      return null;
    }
    Long cooldownS = repeat.optionalWhole("cooldown_s");
    Long hysteresisBp = repeat.optionalWhole("hysteresis_bp");
    return new Repeat(
        cooldownS == null ? 0 : cooldownS,
        hysteresisBp == null ? 0 : (int) Math.min(hysteresisBp, Integer.MAX_VALUE));
  }

  private static TriggerAction action(Fields body) {
    Fields action = body.optionalObject("action");
    if (action == null) {
      throw body.missing("action");
    }
    Fields open = action.optionalObject("open");
    Fields alert = action.optionalObject("alert");
    if ((open == null) == (alert == null)) {
      throw Refusal.field("action", "action must be either open or alert");
    }
    return open == null
        ? new TriggerAction(null, alert(alert == null ? action : alert))
        : new TriggerAction(open(open), null);
  }

  private static TriggerAction.Open open(Fields open) {
    open.refuseUnbuilt("take_profits", "trailing_stop");
    return new TriggerAction.Open(
        open.choice("side", Side.class),
        open.positive("quantity"),
        open.optionalPositive("leverage"),
        open.optionalExit("stop_loss"),
        open.optionalExit("take_profit"));
  }

  private static TriggerAction.Alert alert(Fields alert) {
    return new TriggerAction.Alert(alert.text("message", LONGEST_MESSAGE));
  }

  private Future<Answer> list(Call call) {
    return engine
        .query(
            new RuleQuery.ListTriggers(
                call.user(),
                call.choice("status", TriggerStatus.class),
                call.query("symbol"),
                call.cursor(),
                call.limit()))
        .map(Answer::of);
  }

  private Future<Answer> get(Call call) {
    return engine.query(new RuleQuery.GetTrigger(call.user(), call.id())).map(Answer::of);
  }

  private Future<Answer> cancel(Call call) {
    return engine.command(new RuleCommand.CancelTrigger(call.id(), call.user())).map(Answer::of);
  }
}
