package io.tickwire.simulator.protocol;

/** An error frame's code and text, in KuCoin's wording: clients match on both. */
public record ProtocolError(int code, String text) {

  public static final ProtocolError TOPIC_INVALID = new ProtocolError(400, "topic is invalid");
  public static final ProtocolError PING_TIMEOUT = new ProtocolError(400, "ping timeout");
  public static final ProtocolError TOKEN_INVALID = new ProtocolError(401, "token is invalid");
  public static final ProtocolError TOKEN_EXPIRED = new ProtocolError(401, "token is expired");
  public static final ProtocolError LOGIN_REQUIRED = new ProtocolError(403, "login is required");
  public static final ProtocolError TOPIC_UNKNOWN = new ProtocolError(404, "topic does not exist");
  public static final ProtocolError TOPIC_REQUIRED = new ProtocolError(406, "topic is required");
  public static final ProtocolError TYPE_INVALID =
      new ProtocolError(415, "command type is invalid");
  public static final ProtocolError TOO_MANY_MESSAGES =
      new ProtocolError(509, "exceed max permits per 10 seconds");

  public static final ProtocolError BUSY =
      new ProtocolError(509, "service busy, please retry later");

  public static ProtocolError tooManySessions(int limit) {
    return new ProtocolError(509, "exceed max session count limitation of " + limit);
  }

  public static ProtocolError notJson(String parserMessage) {
    return new ProtocolError(400, parserMessage);
  }

  public static ProtocolError tooManyPerSubscribe(int limit) {
    return new ProtocolError(
        509, "exceed max subscription count limitation of " + limit + " per time");
  }

  public static ProtocolError tooManyPerSession(int limit) {
    return new ProtocolError(
        509, "exceed max subscription count limitation of " + limit + " per session");
  }
}
