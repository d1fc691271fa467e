package io.tickwire.push;

import java.util.Map;

/** Messages are written through Vert.x's public interface. */
final class StockWebSocketTest extends WebSocketContract {
  StockWebSocketTest() {
    super(Map.of("push.shared-frames", "false"));
  }
}
