package io.tickwire.common.cluster;

/**
 * Which partition a symbol's ticks and rules belong to. The count is fixed for the life of a
 * deployment's data: Redis keys carry the partition. Pure.
 *
 * @param count 1 to 4096, 64 unless configured
 */
public record Partitions(int count) {
  public static final int DEFAULT_COUNT = 64;

  public Partitions {
    if (count < 1 || count > 4096) {
      throw new IllegalArgumentException("partitions must be 1 to 4096: count=" + count);
    }
  }

  public int of(String symbol) {
    return (int) Long.remainderUnsigned(Hashing.hash(symbol), count);
  }
}
