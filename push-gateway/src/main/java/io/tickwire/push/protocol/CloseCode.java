package io.tickwire.push.protocol;

/** Why the gateway closes a connection, and what the client should do. */
public enum CloseCode {
  DRAINING(1012, Advice.RECONNECT),
  TOO_BIG(1009, Advice.DO_NOT_REPEAT),
  PROTOCOL_VIOLATION(4400, Advice.FIX),
  UNAUTHENTICATED(4401, Advice.NEW_TOKEN),
  FORBIDDEN(4403, Advice.STOP),
  SILENT(4408, Advice.RECONNECT),
  TOO_SLOW(4409, Advice.RECONNECT),
  TOO_MANY_CONNECTIONS(4429, Advice.BACK_OFF);

  /** What a client does next. */
  public enum Advice {
    /** Connect again at once, elsewhere or here. */
    RECONNECT,
    /** Connect again with another token. */
    NEW_TOKEN,
    /** Connect again after a good while. */
    BACK_OFF,
    /** Connect again, but leave out the message that was refused. */
    DO_NOT_REPEAT,
    /** The client has a fault; connecting again would not help. */
    FIX,
    /** Not allowed; connecting again would not help. */
    STOP
  }

  private final int number;
  private final Advice advice;

  CloseCode(int number, Advice advice) {
    this.number = number;
    this.advice = advice;
  }

  public short number() {
    return (short) number;
  }

  public Advice advice() {
    return advice;
  }
}
