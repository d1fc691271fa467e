package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.Principal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request, with its caller known. */
final class Call {
  static final int DEFAULT_LIMIT = 100;
  static final int LARGEST_LIMIT = 500;
  private static final int LONGEST_ID = 64;
  private static final String CALLER = "tickwire.caller";

  private final RoutingContext context;

  Call(RoutingContext context) {
    this.context = context;
  }

  static void identify(RoutingContext context, Authentication.Caller caller) {
    context.put(CALLER, caller);
  }

  private Authentication.Caller caller() {
    Authentication.Caller caller = context.get(CALLER);
    if (caller == null) {
      throw new AssertionError("a route without a scope asked who calls");
    }
    return caller;
  }

  /** Whom the token of this request speaks for. */
  Principal principal() {
    return caller().principal();
  }

  /** The id of the API key it came with; null with a token. */
  @Nullable String keyId() {
    return caller().keyId();
  }

  HttpServerRequest request() {
    return context.request();
  }

  String user() {
    return principal().user();
  }

  /** The id in the path; nothing that could not be an id gets further. */
  String id() {
    String id = context.pathParam("id");
    if (id.length() > LONGEST_ID || !id.matches("[A-Za-z0-9_-]+")) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "no such object");
    }
    return id;
  }

  String path(String name) {
    return context.pathParam(name);
  }

  @Nullable String header(String name) {
    return context.request().getHeader(name);
  }

  /** A query parameter; null when it is absent or empty. */
  @Nullable String query(String name) {
    String value = context.request().getParam(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** All values of a query parameter that comes several times. */
  List<String> queries(String name) {
    return context.request().params().getAll(name);
  }

  @Nullable String cursor() {
    String cursor = query("cursor");
    if (cursor != null && cursor.length() > LONGEST_ID) {
      throw Refusal.field("cursor", "cursor must be one that a list gave as next_cursor");
    }
    return cursor;
  }

  int limit() {
    String asked = query("limit");
    if (asked == null) {
      return DEFAULT_LIMIT;
    }
    if (asked.matches("\\d{1,3}")) {
      int limit = Integer.parseInt(asked);
      if (limit >= 1 && limit <= LARGEST_LIMIT) {
        return limit;
      }
    }
    throw Refusal.field("limit", "limit must be a whole number from 1 to " + LARGEST_LIMIT);
  }

  <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
    String value = query(name);
    return value == null ? null : Fields.choose(name, value, type);
  }

  Fields body() {
    return read(false);
  }

  /** Like {@link #body}, but no body at all is an empty object. */
  Fields optionalBody() {
    return read(true);
  }

  private Fields read(boolean mayBeEmpty) {
    if (mayBeEmpty && isEmpty()) {
      return new Fields(Json.mapper().createObjectNode(), "");
    }
    JsonNode body = json();
    if (!body.isObject()) {
      throw Refusal.of(ErrorCode.BAD_REQUEST, "the body must be a JSON object");
    }
    return new Fields(body, "");
  }

  /** The body, whatever JSON it is. */
  JsonNode json() {
    if (isEmpty()) {
      throw Refusal.of(ErrorCode.BAD_REQUEST, "the body must be JSON");
    }
    try {
      return Json.read(context.body().buffer().toString(StandardCharsets.UTF_8), JsonNode.class);
    } catch (IllegalArgumentException e) {
      throw Refusal.of(ErrorCode.BAD_REQUEST, "the body is not JSON");
    }
  }

  private boolean isEmpty() {
    Buffer buffer = context.body().buffer();
    return buffer == null || buffer.length() == 0;
  }
}
