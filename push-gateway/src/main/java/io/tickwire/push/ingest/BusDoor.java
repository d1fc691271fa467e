package io.tickwire.push.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * {@link Addresses#PUBLISH_EVENTS}: takes events from members of the cluster, who are trusted with
 * every channel. The request is JSON as a String, a Buffer, a JsonObject or a JsonArray, with the
 * header {@code Idempotency-Key} if it may come twice; the reply is a String, or a JsonObject if
 * the request was one of Vert.x's own: {@code offsets}, or {@code code}, {@code status}, {@code
 * detail} and perhaps {@code field}.
 */
final class BusDoor {
  private final Vertx vertx;
  private final EventIntake intake;
  private @Nullable MessageConsumer<Object> consumer;

  BusDoor(Vertx vertx, EventIntake intake) {
    this.vertx = vertx;
    this.intake = intake;
  }

  Future<Void> start() {
    MessageConsumer<Object> fresh =
        vertx.eventBus().consumer(Addresses.PUBLISH_EVENTS, this::onMessage);
    consumer = fresh;
    return fresh.completion();
  }

  Future<Void> stop() {
    return consumer == null ? Future.succeededFuture() : consumer.unregister();
  }

  private void onMessage(Message<Object> message) {
    boolean ofVertx = message.body() instanceof JsonObject || message.body() instanceof JsonArray;
    take(message)
        .onSuccess(
            reply -> {
              String text = Json.write(json(reply));
              message.reply(ofVertx ? new JsonObject(text) : text);
            });
  }

  private Future<PublishReply> take(Message<Object> message) {
    JsonNode body;
    try {
      body = read(message.body());
    } catch (IllegalArgumentException e) {
      intake.metrics().refused(Door.BUS, ErrorCode.BAD_REQUEST);
      return Future.succeededFuture(
          new PublishReply.Refused(ErrorCode.BAD_REQUEST, "", "the body is not JSON"));
    }
    // Any member may repeat what another one began: they share their names of requests.
    return intake.take(
        Door.BUS, body, "", message.headers().get("Idempotency-Key"), channel -> true);
  }

  private JsonNode read(@Nullable Object body) {
    boolean known =
        body instanceof String
            || body instanceof Buffer
            || body instanceof JsonObject
            || body instanceof JsonArray;
    String text = known ? String.valueOf(body) : "";
    if (text.isBlank() || text.length() > intake.maxRequestBytes()) {
      throw new IllegalArgumentException("no JSON, or too much of it");
    }
    return Json.read(text, JsonNode.class);
  }

  private static JsonNode json(PublishReply reply) {
    ObjectNode json = Json.mapper().createObjectNode();
    if (reply instanceof PublishReply.Stored stored) {
      ArrayNode offsets = json.putArray("offsets");
      stored.offsets().forEach(offsets::add);
      return json;
    }
    PublishReply.Refused refused = (PublishReply.Refused) reply;
    json.put("status", refused.code().status());
    json.put("code", refused.code().wireName());
    json.put("detail", refused.message());
    if (!refused.field().isEmpty()) {
      json.put("field", refused.field());
    }
    return json;
  }
}
