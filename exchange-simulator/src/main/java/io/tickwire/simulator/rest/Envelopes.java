package io.tickwire.simulator.rest;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.simulator.protocol.Json;

/** What every REST answer is wrapped in; {@code code} is always a string. */
public final class Envelopes {

  private Envelopes() {}

  public static String success(JsonNode data) {
    return Json.write(Json.object().put("code", "200000").set("data", data));
  }

  public static String failure(String code, String message) {
    return Json.write(Json.object().put("code", code).put("msg", message));
  }
}
