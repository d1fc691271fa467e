package io.tickwire.common.wire;

import java.util.Map;

/**
 * What a consumer of ticks has handled of one run of one feed: sent to that run some times a
 * second, only while frames come. The feed counts what is sent and not handled, and spares who lags
 * behind.
 *
 * @param consumer who handled them; also names the address for frames to it alone
 * @param handled by partition the newest sequence up to which no frame is missing
 */
public record TickCredit(String consumer, Map<Integer, Long> handled) {
  public TickCredit {
    if (consumer == null || consumer.isEmpty() || handled == null) {
      throw new IllegalArgumentException("impossible credit: consumer=" + consumer);
    }
    handled = Map.copyOf(handled);
  }
}
