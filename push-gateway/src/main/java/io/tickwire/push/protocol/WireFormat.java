package io.tickwire.push.protocol;

import org.jspecify.annotations.Nullable;

/** How messages are written on one connection; the client chooses by subprotocol. */
public enum WireFormat {
  /** Text frames; the default. */
  JSON("tickwire.v1.json"),
  /** Binary frames with the same objects in CBOR, RFC 8949. */
  CBOR("tickwire.v1.cbor");

  private final String subprotocol;

  WireFormat(String subprotocol) {
    this.subprotocol = subprotocol;
  }

  public String subprotocol() {
    return subprotocol;
  }

  /**
   * @param subprotocol that was agreed on, null when there was none
   */
  public static WireFormat of(@Nullable String subprotocol) {
    return CBOR.subprotocol.equals(subprotocol) ? CBOR : JSON;
  }
}
