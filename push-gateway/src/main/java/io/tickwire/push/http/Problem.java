package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.RuleReply;
import org.jspecify.annotations.Nullable;

/**
 * An error as {@code application/problem+json} (RFC 9457).
 *
 * @param detail one sentence for a person
 * @param field of the request that is at fault
 * @param current the object as it stands, when another change was first
 * @param retryAfterS seconds after which another try may go better
 */
record Problem(
    int status,
    ErrorCode code,
    String detail,
    @Nullable String field,
    @Nullable JsonNode current,
    long retryAfterS) {
  private static final long SOON_S = 1;

  Problem(
      int status,
      ErrorCode code,
      String detail,
      @Nullable String field,
      @Nullable JsonNode current) {
    this(status, code, detail, field, current, SOON_S);
  }

  static Problem of(RuleReply.Refused refused) {
    return new Problem(
        refused.code().status(),
        refused.code(),
        refused.message(),
        refused.field(),
        refused.current());
  }

  String json() {
    ObjectNode body = Json.mapper().createObjectNode();
    body.put("type", "urn:tickwire:problem:" + code.wireName());
    body.put("title", HttpResponseStatus.valueOf(status).reasonPhrase());
    body.put("status", status);
    body.put("code", code.wireName());
    body.put("detail", detail);
    if (field != null) {
      body.put("field", field);
    }
    if (current != null) {
      body.set("current", current);
    }
    return Json.write(body);
  }
}
