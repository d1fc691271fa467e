package io.tickwire.push.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Json;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.ServerFrame.RejectedChannel;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the query of a stream or a long poll asks for, as the {@code subscribe} message that a
 * WebSocket would have brought.
 */
final class StreamRequest {
  private StreamRequest() {}

  /**
   * @param since the same for all channels
   */
  static String subscribe(Call call, @Nullable Offset since) {
    ObjectNode message = Json.mapper().createObjectNode();
    message.put("type", "subscribe");
    ArrayNode list = message.putArray("channels");
    for (String channel : channels(call)) {
      ObjectNode entry = list.addObject().put("channel", channel);
      if (since != null) {
        entry.put("since", since.toString());
      }
    }
    JsonNode filters = filters(call);
    if (filters != null) {
      message.set("filters", filters);
    }
    String intervalMs = call.query("interval_ms");
    if (intervalMs != null) {
      message.put("interval_ms", whole("interval_ms", intervalMs, 60_000));
    }
    return Json.write(message);
  }

  /** Separated by commas, or the parameter several times. */
  private static List<String> channels(Call call) {
    List<String> channels = new ArrayList<>();
    for (String part : call.queries("channels")) {
      for (String name : part.split(",", -1)) {
        if (!name.isEmpty()) {
          channels.add(name);
        }
      }
    }
    if (channels.isEmpty()) {
      throw Refusal.field("channels", "channels must name at least one channel");
    }
    return channels;
  }

  private static @Nullable JsonNode filters(Call call) {
    String text = call.query("filters");
    if (text == null) {
      return null;
    }
    try {
      return Json.read(text, JsonNode.class);
    } catch (IllegalArgumentException e) {
      throw Refusal.field("filters", "filters must be a JSON object");
    }
  }

  static int whole(String name, String value, int most) {
    int number = value.matches("\\d{1,6}") ? Integer.parseInt(value) : -1;
    if (number < 0 || number > most) {
      throw Refusal.field(name, name + " must be a whole number from 0 to " + most);
    }
    return number;
  }

  /** Why a channel cannot be read. */
  static Refusal rejected(RejectedChannel channel) {
    String detail = channel.channel() + ": " + channel.message();
    return channel.code() == ErrorCode.BAD_REQUEST
        ? Refusal.field("channels", detail)
        : Refusal.of(channel.code(), detail);
  }

  /** What a request is answered with that ends before there is anything else to say. */
  static Refusal closed(CloseCode code, String reason) {
    return switch (code) {
      case UNAUTHENTICATED -> Refusal.of(ErrorCode.UNAUTHENTICATED, reason);
      case FORBIDDEN -> Refusal.of(ErrorCode.FORBIDDEN, reason);
      case TOO_MANY_CONNECTIONS, TOO_SLOW -> Refusal.of(ErrorCode.TOO_MANY_REQUESTS, reason);
      case TOO_BIG, PROTOCOL_VIOLATION -> Refusal.of(ErrorCode.BAD_REQUEST, reason);
      case DRAINING, SILENT -> Refusal.of(ErrorCode.UNAVAILABLE, reason);
    };
  }
}
