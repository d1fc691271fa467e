package io.tickwire.simulator.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.simulator.protocol.Json;
import java.time.Duration;

/** The answer to {@code POST /api/v1/bullet-public}: a token and where to take it. */
public final class BulletBody {

  private BulletBody() {}

  public static ObjectNode of(
      String token, String endpoint, Duration pingInterval, Duration pingTimeout) {
    ObjectNode data = Json.object().put("token", token);
    data.putArray("instanceServers")
        .addObject()
        .put("endpoint", endpoint)
        .put("encrypt", false)
        .put("protocol", "websocket")
        .put("pingInterval", pingInterval.toMillis())
        .put("pingTimeout", pingTimeout.toMillis());
    return data;
  }
}
