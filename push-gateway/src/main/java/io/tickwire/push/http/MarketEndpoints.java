package io.tickwire.push.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.market.Catalogue;
import io.tickwire.push.market.MarketWatch;
import io.tickwire.push.market.Quote;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** {@code /v1/symbols} and {@code /v1/quotes}. */
final class MarketEndpoints {
  private final Catalogue catalogue;
  private final MarketWatch market;

  MarketEndpoints(Catalogue catalogue, MarketWatch market) {
    this.catalogue = catalogue;
    this.market = market;
  }

  void register(Routes routes) {
    routes.on(HttpMethod.GET, "/v1/symbols", Scope.PUSH, this::symbols);
    routes.on(HttpMethod.GET, "/v1/quotes/:symbol", Scope.PUSH, this::quote);
  }

  /** In alphabetical order; the cursor is the last symbol of the page before. */
  private Future<Answer> symbols(Call call) {
    NavigableMap<String, Instrument> all = catalogue.all();
    String cursor = call.cursor();
    Collection<Instrument> rest =
        cursor == null ? all.values() : all.tailMap(cursor, false).values();
    List<Instrument> page = rest.stream().limit(call.limit()).toList();
    ObjectNode body = Json.mapper().createObjectNode();
    body.set("items", Json.tree(page));
    if (page.size() < rest.size()) {
      body.put("next_cursor", page.get(page.size() - 1).symbol());
    } else {
      body.putNull("next_cursor");
    }
    return Future.succeededFuture(Answer.ok(body));
  }

  private Future<Answer> quote(Call call) {
    String symbol = call.path("symbol");
    if (!catalogue.contains(symbol)) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "no such symbol");
    }
    return market.first(symbol).map(MarketEndpoints::answer);
  }

  private static Answer answer(@Nullable Quote quote) {
    if (quote == null) {
      return Answer.problem(
          Refusal.of(ErrorCode.UNAVAILABLE, "no price of this symbol is known yet").problem());
    }
    ObjectNode body = (ObjectNode) Json.tree(quote);
    body.put("timestamp", quote.timestamp());
    return Answer.ok(body);
  }
}
