package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.market.Catalogue;
import io.tickwire.push.profile.Profiles;
import io.tickwire.push.subscription.ChannelRules;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** {@code /v1/watchlist} and {@code /v1/preferences} of whoever asks. */
final class ProfileEndpoints {
  private static final String WATCHLIST = "/v1/watchlist";
  private static final String PREFERENCES = "/v1/preferences";

  private final Profiles profiles;
  private final Catalogue catalogue;
  private final int mostSymbols;
  private final PreferenceReader preferences;

  /**
   * @param mostSymbols on a watch list
   * @param mostSubscriptions that preferences may hold
   */
  ProfileEndpoints(
      Profiles profiles,
      Catalogue catalogue,
      ChannelRules channels,
      int mostSymbols,
      int mostSubscriptions) {
    this.profiles = profiles;
    this.catalogue = catalogue;
    this.mostSymbols = mostSymbols;
    this.preferences = new PreferenceReader(channels, mostSubscriptions);
  }

  void register(Routes routes) {
    routes.on(HttpMethod.GET, WATCHLIST, Scope.PUSH, this::watchlist);
    routes.on(HttpMethod.PUT, WATCHLIST, Scope.PUSH, this::putWatchlist);
    routes.on(HttpMethod.GET, PREFERENCES, Scope.PUSH, this::preferences);
    routes.on(HttpMethod.PUT, PREFERENCES, Scope.PUSH, this::putPreferences);
  }

  private Future<Answer> watchlist(Call call) {
    return profiles
        .watchlist(call.user())
        .map(ProfileEndpoints::answer)
        .otherwise(ProfileEndpoints::unavailable);
  }

  private Future<Answer> putWatchlist(Call call) {
    List<String> symbols = symbols(call.body());
    return profiles
        .putWatchlist(call.user(), symbols)
        .map(ignored -> answer(symbols))
        .otherwise(ProfileEndpoints::unavailable);
  }

  /** Each once, in the order given. */
  private List<String> symbols(Fields body) {
    if (!body.has("symbols")) {
      throw body.missing("symbols");
    }
    JsonNode list = body.raw("symbols");
    if (!list.isArray() || list.size() > mostSymbols) {
      throw Refusal.field("symbols", "symbols must be a list of at most " + mostSymbols);
    }
    Set<String> symbols = new LinkedHashSet<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode symbol = list.get(i);
      if (!symbol.isTextual() || !catalogue.contains(symbol.asText())) {
        String field = "symbols[" + i + "]";
        throw Refusal.field(field, field + " is no symbol that is known");
      }
      symbols.add(symbol.asText());
    }
    return List.copyOf(symbols);
  }

  private static Answer answer(List<String> symbols) {
    ObjectNode body = Json.mapper().createObjectNode();
    ArrayNode list = body.putArray("symbols");
    symbols.forEach(list::add);
    return Answer.ok(body);
  }

  private Future<Answer> preferences(Call call) {
    return profiles
        .preferences(call.user())
        .map(stored -> Answer.ok(PreferenceReader.complete(stored)))
        .otherwise(ProfileEndpoints::unavailable);
  }

  private Future<Answer> putPreferences(Call call) {
    ObjectNode read = preferences.read(call.body(), call.principal());
    return profiles
        .putPreferences(call.user(), read)
        .map(ignored -> Answer.ok(read))
        .otherwise(ProfileEndpoints::unavailable);
  }

  private static Answer unavailable(Throwable failure) {
    return Answer.problem(
        Refusal.of(ErrorCode.UNAVAILABLE, "Redis did not answer in time").problem());
  }
}
