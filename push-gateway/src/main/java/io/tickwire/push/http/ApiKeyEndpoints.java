package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.ApiKey;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.auth.UserIds;
import io.tickwire.push.identity.ApiKeyStore;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code /v1/admin/keys}: makes, lists and revokes API keys. The text of one is told once. */
final class ApiKeyEndpoints {
  private static final String PATH = "/v1/admin/keys";
  private static final long MOST_SECONDS = 10L * 366 * 86_400;
  private static final int MOST_CHANNELS = 100;
  private static final int LONGEST_CHANNEL = 256;
  private static final int LONGEST_NAME = 100;
  private static final Logger log = LoggerFactory.getLogger(ApiKeyEndpoints.class);

  private final ApiKeyStore keys;
  private final Clock clock;

  ApiKeyEndpoints(ApiKeyStore keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  void register(Routes routes) {
    routes.on(HttpMethod.POST, PATH, Scope.ADMIN, this::create);
    routes.on(HttpMethod.GET, PATH, Scope.ADMIN, this::list);
    routes.on(HttpMethod.DELETE, PATH + "/:id", Scope.ADMIN, this::revoke);
  }

  private Future<Answer> create(Call call) {
    Fields body = call.body();
    String user = body.text("user", 128);
    if (!UserIds.isValid(user)) {
      throw Refusal.field("user", "user " + UserIds.RULE);
    }
    Long seconds = body.optionalWhole("expires_in");
    if (seconds != null && (seconds < 1 || seconds > MOST_SECONDS)) {
      throw Refusal.field("expires_in", "expires_in must be 1 to " + MOST_SECONDS + " seconds");
    }
    long nowMs = clock.millis();
    ApiKey.Issued issued =
        ApiKey.issue(
            user,
            scopes(body),
            channels(body),
            body.optionalText("name", LONGEST_NAME),
            nowMs,
            seconds == null ? 0 : nowMs + seconds * 1_000);
    return keys.add(issued.key())
        .map(
            ignored -> {
              log.info("API key made key={} user={} by={}", issued.key().id(), user, call.user());
              return Answer.created(
                  json(issued.key()).put("key", issued.text()), PATH + "/" + issued.key().id());
            })
        .recover(ApiKeyEndpoints::unavailable);
  }

  private static Set<Scope> scopes(Fields body) {
    if (!body.has("scope")) {
      throw body.missing("scope");
    }
    Set<Scope> scopes = EnumSet.noneOf(Scope.class);
    JsonNode asked = body.raw("scope");
    if (asked.isTextual()) {
      for (String name : asked.asText().split(" ", -1)) {
        scopes.add(scope(name));
      }
    } else {
      asked.forEach(name -> scopes.add(scope(name.asText())));
    }
    if (scopes.isEmpty()) {
      throw body.missing("scope");
    }
    return scopes;
  }

  private static Scope scope(String name) {
    return Scope.of(name)
        .orElseThrow(
            () -> Refusal.field("scope", "scope knows push, trade, publish and admin only"));
  }

  private static List<String> channels(Fields body) {
    if (!body.has("channels")) {
      return List.of();
    }
    JsonNode asked = body.raw("channels");
    List<String> channels = new ArrayList<>();
    for (JsonNode channel : asked) {
      if (channel.isTextual() && channel.asText().length() <= LONGEST_CHANNEL) {
        channels.add(channel.asText());
      }
    }
    if (!asked.isArray() || channels.isEmpty() || channels.size() != asked.size()) {
      throw Refusal.field("channels", "channels must be a list of names or patterns");
    }
    if (channels.size() > MOST_CHANNELS) {
      throw Refusal.field("channels", "channels must be at most " + MOST_CHANNELS);
    }
    return channels;
  }

  private Future<Answer> list(Call call) {
    return keys.all()
        .map(
            all -> {
              String cursor = call.cursor();
              List<ApiKey> rest =
                  all.stream()
                      .filter(key -> cursor == null || key.id().compareTo(cursor) > 0)
                      .toList();
              List<ApiKey> page = rest.stream().limit(call.limit()).toList();
              ObjectNode body = Json.mapper().createObjectNode();
              ArrayNode items = body.putArray("items");
              page.forEach(key -> items.add(json(key)));
              body.put(
                  "next_cursor", page.size() < rest.size() ? page.get(page.size() - 1).id() : null);
              return Answer.ok(body);
            })
        .recover(ApiKeyEndpoints::unavailable);
  }

  private Future<Answer> revoke(Call call) {
    String id = call.id();
    return keys.revoke(id)
        .map(
            removed -> {
              if (!removed) {
                throw Refusal.of(ErrorCode.NOT_FOUND, "no such key");
              }
              log.info("API key revoked key={} by={}", id, call.user());
              return Answer.empty();
            })
        .recover(ApiKeyEndpoints::unavailable);
  }

  private static Future<Answer> unavailable(Throwable failure) {
    return failure instanceof Refusal refusal
        ? Future.succeededFuture(Answer.problem(refusal.problem()))
        : Future.succeededFuture(
            Answer.problem(
                Refusal.of(ErrorCode.UNAVAILABLE, "Redis did not answer in time").problem()));
  }

  /** Never the hash. */
  private static ObjectNode json(ApiKey key) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("id", key.id()).put("user", key.user());
    ArrayNode scopes = json.putArray("scope");
    key.scopes().stream().map(Scope::wireName).sorted().forEach(scopes::add);
    if (!key.channels().isEmpty()) {
      key.channels().forEach(json.putArray("channels")::add);
    }
    if (key.name() != null) {
      json.put("name", key.name());
    }
    json.put("created_at", key.createdAt());
    if (key.expiresAt() != 0) {
      json.put("expires_at", key.expiresAt());
    }
    return json;
  }
}
