package io.tickwire.push;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** Hears what Netty's leak detector reports. */
final class Leaks implements AutoCloseable {
  private static final String MARK = "left behind on purpose";

  private final Logger logger =
      (Logger) LoggerFactory.getLogger("io.netty.util.ResourceLeakDetector");
  private final ListAppender<ILoggingEvent> reports = new ListAppender<>();

  Leaks() {
    reports.start();
    logger.addAppender(reports);
  }

  /** Leaks a buffer and waits until that is reported: then all others were reported as well. */
  List<String> foundBesidesTheOneMadeNow() {
    leak();
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (reported().stream().noneMatch(Leaks::isMark)) {
      if (System.nanoTime() - deadlineNs > 0) {
        throw new AssertionError("the leak that was made is not reported: " + reported());
      }
      System.gc();
      // Leaks are reported when the next buffer is made.
      for (int i = 0; i < 100; i++) {
        PooledByteBufAllocator.DEFAULT.directBuffer(16).release();
      }
    }
    return reported().stream().filter(report -> !isMark(report)).toList();
  }

  private static void leak() {
    PooledByteBufAllocator.DEFAULT.directBuffer(16).touch(MARK);
  }

  private static boolean isMark(String report) {
    return report.contains(MARK);
  }

  private List<String> reported() {
    return List.copyOf(reports.list).stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    logger.detachAppender(reports);
    reports.stop();
  }
}
