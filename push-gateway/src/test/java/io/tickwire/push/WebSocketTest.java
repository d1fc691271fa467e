package io.tickwire.push;

import java.util.Map;

/** Messages are put together from shared bytes. */
final class WebSocketTest extends WebSocketContract {
  WebSocketTest() {
    super(Map.of());
  }
}
