package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.feed.venue.ConnectGrant;
import io.tickwire.feed.venue.ExchangeBusyException;
import java.io.IOException;

/** Reads KuCoin's REST envelope and the token answer. */
public final class RestAnswers {
  private static final String SUCCESS = "200000";
  private static final String TOO_MANY = "429000";

  private RestAnswers() {}

  /**
   * The {@code data} of an answer.
   *
   * @throws ExchangeBusyException when it was one call too many
   * @throws IllegalArgumentException when it is not JSON or KuCoin refused: that comes with HTTP
   *     200
   */
  public static JsonNode data(byte[] body) {
    JsonNode answer;
    try {
      answer = Json.mapper().readTree(body);
    } catch (IOException e) {
      throw new IllegalArgumentException("the answer is not JSON: bytes=" + body.length, e);
    }
    String code = answer.path("code").asText();
    if (!SUCCESS.equals(code)) {
      String refusal = "the exchange refused: code=" + code + " msg=" + answer.path("msg").asText();
      throw code.equals(TOO_MANY)
          ? new ExchangeBusyException(refusal)
          : new IllegalArgumentException(refusal);
    }
    return answer.path("data");
  }

  /**
   * @throws IllegalArgumentException when it names no usable endpoint
   */
  public static ConnectGrant grant(JsonNode data) {
    for (JsonNode server : data.path("instanceServers")) {
      if ("websocket".equals(server.path("protocol").asText("websocket"))) {
        return new ConnectGrant(
            data.path("token").asText(),
            server.path("endpoint").asText(),
            server.path("pingInterval").asLong(),
            server.path("pingTimeout").asLong());
      }
    }
    throw new IllegalArgumentException("a token answer without a WebSocket endpoint");
  }
}
