package io.tickwire.feed.port;

/** Opens WebSockets to the exchange. Everything happens on the feed's event loop. */
public interface Transport {
  /**
   * Starts to connect; the receiver hears how it went, never inside this call.
   *
   * @param uri with token, so never into a log
   * @param timeoutMs until the connection must stand
   */
  Connection open(String uri, long timeoutMs, Receiver receiver);

  /** One connection, from the attempt to the end. */
  interface Connection {
    /** Sends a text message; a failure ends the connection and reaches the receiver. */
    void send(String text);

    /** Ends it in good order; the receiver hears nothing more. */
    void close();
  }

  /** What a connection has to say; after {@link #onEnd} nothing more. */
  interface Receiver {
    /** It stands. */
    void onOpen();

    /**
     * A text or binary message, whole.
     *
     * @param bytes UTF-8, valid during the call only
     * @param length how many of them
     */
    void onMessage(byte[] bytes, int length);

    /**
     * It could not be opened, failed or was closed by the other side.
     *
     * @param reason for a log
     */
    void onEnd(String reason);
  }
}
