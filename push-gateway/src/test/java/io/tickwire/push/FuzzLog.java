package io.tickwire.push;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import io.vertx.core.http.HttpClosedException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.LoggerFactory;

/** Takes the place of the console: counts what would have been logged and keeps some of it. */
final class FuzzLog implements AutoCloseable {
  private static final int KEPT = 10;
  private static final int KEPT_CHARACTERS = 6_000;

  private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  private final List<Appender<ILoggingEvent>> before = new ArrayList<>();
  private final AtomicInteger lines = new AtomicInteger();
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> warnings = new CopyOnWriteArrayList<>();
  private final AppenderBase<ILoggingEvent> ear =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          hear(event);
        }
      };

  FuzzLog() {
    for (Iterator<Appender<ILoggingEvent>> all = root.iteratorForAppenders(); all.hasNext(); ) {
      before.add(all.next());
    }
    before.forEach(root::detachAppender);
    ear.start();
    root.addAppender(ear);
  }

  private void hear(ILoggingEvent event) {
    lines.incrementAndGet();
    // That a client is gone in the middle of its request is no error, whatever level it has.
    boolean gone =
        event.getThrowableProxy() instanceof ThrowableProxy proxy
            && (proxy.getThrowable() instanceof IOException
                || proxy.getThrowable() instanceof HttpClosedException);
    List<String> kept = event.getLevel().isGreaterOrEqual(Level.ERROR) && !gone ? errors : warnings;
    if (kept.size() < KEPT) {
      String trace =
          event.getThrowableProxy() == null
              ? ""
              : "\n" + ThrowableProxyUtil.asString(event.getThrowableProxy());
      String line = event.getLoggerName() + " " + event.getFormattedMessage() + trace;
      kept.add(line.substring(0, Math.min(line.length(), KEPT_CHARACTERS)));
    }
  }

  /** Warnings and worse. */
  int lines() {
    return lines.get();
  }

  /** The first errors. */
  List<String> errors() {
    return errors;
  }

  /** The first lines that are no errors. */
  List<String> warnings() {
    return warnings;
  }

  @Override
  public void close() {
    root.detachAppender(ear);
    ear.stop();
    before.forEach(root::addAppender);
  }
}
