package io.tickwire.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.tickwire.simulator.fault.FaultBoard;
import io.tickwire.simulator.fault.FaultKind;
import io.tickwire.simulator.fault.FaultOrder;
import io.tickwire.simulator.market.Candle;
import io.tickwire.simulator.market.InstrumentState;
import io.tickwire.simulator.market.Market;
import io.tickwire.simulator.market.TradingFloor;
import io.tickwire.simulator.rest.CandleBodies;
import io.tickwire.simulator.rest.Envelopes;
import io.tickwire.simulator.rest.FuturesBodies;
import io.tickwire.simulator.rest.SpotBodies;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** KuCoin's market calls of one half, each with its weight in the request pool. */
final class RestRoutes {

  private static final int TOO_MANY_REQUESTS = 429;

  /** Of an overloaded server, not of a used-up budget: without rate headers. */
  private static final String BARE = "bare";

  private static final String SPOT_BAD_SYMBOL = "400100";
  private static final String FUTURES_BAD_SYMBOL = "200003";

  private final Market market;
  private final TradingFloor floor;
  private final Clock clock;
  private final FaultBoard faults;
  private final RequestPool pool = new RequestPool();

  RestRoutes(Market market, TradingFloor floor, Clock clock, FaultBoard faults) {
    this.market = market;
    this.floor = floor;
    this.clock = clock;
    this.faults = faults;
  }

  void mount(Router router, Function<RoutingContext, JsonNode> bullet) {
    weighted(router, HttpMethod.POST, "/api/v1/bullet-public", 10, c -> answer(c, bullet.apply(c)));
    int timestampWeight = market == Market.SPOT ? 3 : 2;
    get(router, "/api/v1/timestamp", timestampWeight, () -> LongNode.valueOf(clock.millis()));
    if (market == Market.SPOT) {
      mountSpot(router);
    } else {
      mountFutures(router);
    }
  }

  private void mountSpot(Router router) {
    get(router, "/api/v2/symbols", 4, () -> SpotBodies.symbols(floor));
    get(router, "/api/v3/currencies", 3, () -> SpotBodies.currencies(floor));
    get(
        router,
        "/api/v1/market/allTickers",
        15,
        () -> SpotBodies.allTickers(floor, clock.millis()));
    ofSymbol(router, "/api/v1/market/stats", 15, state -> SpotBodies.stats(state, clock.millis()));
    ofSymbol(router, "/api/v1/market/orderbook/level1", 2, SpotBodies::level1);
    ofSymbol(router, "/api/v1/market/histories", 3, SpotBodies::histories);
    candles(router, "/api/v1/market/candles", CandleQuery::spot, CandleBodies::spot);
  }

  private void mountFutures(Router router) {
    get(
        router,
        "/api/v1/contracts/active",
        3,
        () -> FuturesBodies.activeContracts(floor, clock.millis()));
    get(router, "/api/v1/allTickers", 5, () -> FuturesBodies.allTickers(floor));
    ofSymbol(router, "/api/v1/ticker", 2, FuturesBodies::ticker);
    ofSymbol(router, "/api/v1/trade/history", 5, FuturesBodies::tradeHistory);
    candles(router, "/api/v1/kline/query", CandleQuery::futures, CandleBodies::futures);
    ofSymbol(router, "/api/v1/mark-price/:symbol/current", 3, FuturesBodies::markPrice);
  }

  private void get(Router router, String path, int weight, Supplier<JsonNode> body) {
    weighted(router, HttpMethod.GET, path, weight, call -> answer(call, body.get()));
  }

  private void ofSymbol(
      Router router, String path, int weight, Function<InstrumentState, JsonNode> body) {
    weighted(
        router,
        HttpMethod.GET,
        path,
        weight,
        call ->
            find(call)
                .ifPresentOrElse(
                    state -> answer(call, body.apply(state)), () -> refuseSymbol(call)));
  }

  private void candles(
      Router router,
      String path,
      Function<RoutingContext, Optional<CandleQuery>> reader,
      Function<List<Candle>, JsonNode> body) {
    weighted(
        router,
        HttpMethod.GET,
        path,
        3,
        call -> {
          Optional<InstrumentState> state = find(call);
          Optional<CandleQuery> query = reader.apply(call);
          if (state.isEmpty()) {
            refuseSymbol(call);
          } else if (query.isEmpty()) {
            end(call, Envelopes.failure("400100", "invalid parameter"));
          } else {
            CandleQuery asked = query.get();
            answer(
                call,
                body.apply(
                    state.get().candles().between(asked.fromMs(), asked.toMs(), asked.most())));
          }
        });
  }

  private void weighted(
      Router router, HttpMethod method, String path, int weight, Consumer<RoutingContext> next) {
    router.route(method, path).handler(call -> admit(call, weight, next));
  }

  private void admit(RoutingContext call, int weight, Consumer<RoutingContext> next) {
    String address = call.request().remoteAddress().hostAddress();
    Optional<FaultOrder> overload =
        faults.takeOrder(FaultKind.REST_429, market, null, System.nanoTime());
    if (overload.isPresent() && overload.get().variant().equals(BARE)) {
      refuseTooMany(call);
      return;
    }
    RequestPool.Standing standing = pool.take(address, weight, clock.millis());
    call.response()
        .putHeader("gw-ratelimit-limit", Integer.toString(RequestPool.LIMIT))
        .putHeader("gw-ratelimit-remaining", Integer.toString(standing.remaining()))
        .putHeader("gw-ratelimit-reset", Long.toString(standing.resetMs()));
    if (standing.admitted() && overload.isEmpty()) {
      next.accept(call);
    } else {
      refuseTooMany(call);
    }
  }

  private static void refuseTooMany(RoutingContext call) {
    call.response().setStatusCode(TOO_MANY_REQUESTS);
    end(call, Envelopes.failure("429000", "too many requests"));
  }

  /** From the path or the query; a symbol of the other half is unknown here. */
  private Optional<InstrumentState> find(RoutingContext call) {
    String inPath = call.pathParam("symbol");
    String symbol = inPath == null ? call.request().getParam("symbol", "") : inPath;
    return Optional.ofNullable(floor.find(symbol))
        .filter(state -> state.instrument().market() == market);
  }

  private void refuseSymbol(RoutingContext call) {
    end(
        call,
        market == Market.SPOT
            ? Envelopes.failure(SPOT_BAD_SYMBOL, "symbol does not exist")
            : Envelopes.failure(FUTURES_BAD_SYMBOL, "symbol not exists"));
  }

  static void refusePath(RoutingContext call) {
    call.response().setStatusCode(404);
    end(call, Envelopes.failure("404", "Not Found"));
  }

  private static void answer(RoutingContext call, JsonNode data) {
    end(call, Envelopes.success(data));
  }

  private static void end(RoutingContext call, String body) {
    call.response().putHeader("content-type", "application/json").end(body);
  }
}
