package io.tickwire.rules.partition;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says that ticks were lost: the first of many; the metric counts them all. Not thread-safe. */
final class LossLog {
  private static final Logger log = LoggerFactory.getLogger(LossLog.class);
  private static final long EVERY_NS = TimeUnit.SECONDS.toNanos(10);

  private @Nullable Long loggedNs;

  void lost(long feedId, int partition, long from, long to) {
    long nowNs = System.nanoTime();
    if (loggedNs == null || nowNs - loggedNs > EVERY_NS) {
      loggedNs = nowNs;
      log.warn(
          "ticks lost feed={} partition={} from={} to={}",
          Long.toHexString(feedId),
          partition,
          from,
          to);
    }
  }
}
