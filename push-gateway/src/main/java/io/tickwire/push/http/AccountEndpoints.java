package io.tickwire.push.http;

import io.tickwire.common.wire.RuleQuery;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.engine.EngineClient;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;

/** {@code /v1/account} and {@code /v1/executions}. */
final class AccountEndpoints {
  private final EngineClient engine;

  AccountEndpoints(EngineClient engine) {
    this.engine = engine;
  }

  void register(Routes routes) {
    routes.on(HttpMethod.GET, "/v1/account", Scope.TRADE, this::account);
    routes.on(HttpMethod.GET, "/v1/executions", Scope.TRADE, this::list);
    routes.on(HttpMethod.GET, "/v1/executions/:id", Scope.TRADE, this::get);
  }

  private Future<Answer> account(Call call) {
    return engine.query(new RuleQuery.GetAccount(call.user())).map(Answer::of);
  }

  private Future<Answer> list(Call call) {
    return engine
        .query(new RuleQuery.ListExecutions(call.user(), call.cursor(), call.limit()))
        .map(Answer::of);
  }

  private Future<Answer> get(Call call) {
    return engine.query(new RuleQuery.GetExecution(call.user(), call.id())).map(Answer::of);
  }
}
