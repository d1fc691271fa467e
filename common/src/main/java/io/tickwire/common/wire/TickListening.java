package io.tickwire.common.wire;

import java.util.Set;

/**
 * All the partitions whose ticks a consumer listens to: published at every change and again every
 * some seconds. It replaces what the consumer said before.
 *
 * @param consumer who listens; also names the address for frames to it alone
 * @param partitions empty when it leaves
 */
public record TickListening(String consumer, Set<Integer> partitions) {
  public TickListening {
    if (consumer == null || consumer.isEmpty() || partitions == null) {
      throw new IllegalArgumentException("impossible listening: consumer=" + consumer);
    }
    partitions = Set.copyOf(partitions);
  }
}
