package io.tickwire.push;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/**
 * What this process holds.
 *
 * @param heapBytes after a collection
 * @param directBytes of buffers outside the heap
 * @param files that are open, sockets among them; 0 where that cannot be told
 */
record Footprint(long heapBytes, long directBytes, long files) {
  private static final int MOST_COLLECTIONS = 10;
  private static final long HEAP_MARGIN = 16L << 20;
  private static final long DIRECT_MARGIN = 32L << 20;
  private static final long FILES_MARGIN = 10;

  /** Collects until no less is left. */
  static Footprint now() {
    long least = collected();
    for (int i = 0; i < MOST_COLLECTIONS; i++) {
      long again = collected();
      if (again >= least) {
        break;
      }
      least = again;
    }
    long files =
        ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
            ? unix.getOpenFileDescriptorCount()
            : 0;
    return new Footprint(least, direct(), files);
  }

  /** Whether it is no more than what a process grows by that begins to work. */
  boolean isWithin(Footprint start) {
    return heapBytes < start.heapBytes + HEAP_MARGIN
        && directBytes < start.directBytes + DIRECT_MARGIN
        && files < start.files + FILES_MARGIN;
  }

  private static long collected() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Netty's own, and Java's. */
  private static long direct() {
    long netty = Math.max(0, io.netty.util.internal.PlatformDependent.usedDirectMemory());
    return netty
        + ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
            .filter(pool -> pool.getName().equals("direct"))
            .mapToLong(BufferPoolMXBean::getMemoryUsed)
            .sum();
  }
}
