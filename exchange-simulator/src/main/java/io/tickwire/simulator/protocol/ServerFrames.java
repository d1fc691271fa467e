package io.tickwire.simulator.protocol;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/**
 * The frames that answer a client: welcome, pong, ack, error. Ids are strings whatever the client
 * sent.
 */
public final class ServerFrames {

  private ServerFrames() {}

  public static String welcome(String connectId) {
    return Json.write(frame(connectId, "welcome"));
  }

  /** {@code timeUs} is epoch microseconds. */
  public static String pong(String id, long timeUs) {
    return Json.write(frame(id, "pong").put("timestamp", timeUs));
  }

  public static String ack(String id) {
    return Json.write(frame(id, "ack"));
  }

  /** An error frame; the one for an idle socket carries no id. */
  public static String error(@Nullable String id, ProtocolError error) {
    return Json.write(frame(id, "error").put("code", error.code()).put("data", error.text()));
  }

  private static ObjectNode frame(@Nullable String id, String type) {
    ObjectNode frame = Json.object();
    if (id != null) {
      frame.put("id", id);
    }
    return frame.put("type", type);
  }
}
