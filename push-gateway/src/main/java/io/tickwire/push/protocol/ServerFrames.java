package io.tickwire.push.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import java.util.List;

/** Writes server frames as the text of a WebSocket message. Pure. */
public final class ServerFrames {
  private static final String BATCH = "{\"type\":\"event_batch\",\"events\":[";

  private ServerFrames() {}

  public static String write(ServerFrame frame) {
    ObjectNode message = Json.mapper().createObjectNode();
    message.put("type", frame.type());
    message.setAll((ObjectNode) Json.tree(frame));
    return Json.write(message);
  }

  /**
   * Events that leave together: two or more become one {@code event_batch}, a lone one stays
   * itself.
   *
   * @param events written by {@link #write}, one at least
   */
  public static String batch(List<String> events) {
    return events.size() == 1 ? events.get(0) : BATCH + String.join(",", events) + "]}";
  }
}
