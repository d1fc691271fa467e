package io.tickwire.simulator.tape;

import io.tickwire.simulator.market.Instrument;
import io.tickwire.simulator.market.Marks;
import io.tickwire.simulator.market.Trade;
import io.tickwire.simulator.protocol.Decimals;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every trade printed and every mark told since the start, in their order, one JSON object a line:
 * the form that a replay reads, with each trade's sequence and all times in nanoseconds. Ends at
 * {@value #MOST_LINES} lines, the most that a replay reads.
 *
 * <p>Confined to the simulator's event loop, which never waits for the disk.
 */
public final class RunTape {
  static final int MOST_LINES = 2_000_000;

  private static final Logger log = LoggerFactory.getLogger(RunTape.class);
  private static final int WRITE_BYTES = 32 * 1024;
  private static final long NS_PER_MS = 1_000_000;

  private final @Nullable Path path;
  private final @Nullable AsyncFile file;
  private Buffer unwritten = Buffer.buffer();
  private Future<Void> written = Future.succeededFuture();
  private int lines;
  private boolean full;

  private RunTape(@Nullable Path path, @Nullable AsyncFile file) {
    this.path = path;
    this.file = file;
  }

  /**
   * Begins the file anew; fails with a sentence when it cannot be written.
   *
   * @param path null to keep no tape
   */
  public static Future<RunTape> open(Vertx vertx, @Nullable Path path) {
    if (path == null) {
      return Future.succeededFuture(new RunTape(null, null));
    }
    OpenOptions anew = new OpenOptions().setWrite(true).setCreate(true).setTruncateExisting(true);
    return vertx
        .fileSystem()
        .open(path.toString(), anew)
        .map(file -> new RunTape(path, file))
        .recover(
            cause ->
                Future.failedFuture(
                    new IllegalArgumentException("The tape cannot be written: " + path, cause)));
  }

  /** Null without a tape. */
  public @Nullable Path path() {
    return path;
  }

  public int lines() {
    return lines;
  }

  /** Whether something was left out since the file has all the lines it may have. */
  public boolean isFull() {
    return full;
  }

  public void onTrade(Trade trade) {
    if (hasRoom()) {
      line(
          "{\"symbol\":\""
              + trade.listing().symbol()
              + "\",\"sequence\":"
              + trade.sequence()
              + ",\"price\":\""
              + Decimals.text(trade.price())
              + "\",\"size\":\""
              + Decimals.text(trade.size())
              + "\",\"time\":"
              + trade.timeNs()
              + "}\n");
    }
  }

  public void onMarks(Instrument contract, Marks marks) {
    if (hasRoom()) {
      line(
          "{\"symbol\":\""
              + contract.symbol()
              + "\",\"mark_price\":\""
              + Decimals.text(marks.mark())
              + "\",\"index_price\":\""
              + Decimals.text(marks.index())
              + "\",\"time\":"
              + marks.timeMs() * NS_PER_MS
              + "}\n");
    }
  }

  private boolean hasRoom() {
    if (file != null && lines == MOST_LINES && !full) {
      full = true;
      log.warn("tape is full file={} lines={}", path, lines);
    }
    return file != null && !full;
  }

  private void line(String line) {
    lines++;
    unwritten.appendString(line);
    if (unwritten.length() >= WRITE_BYTES) {
      write();
    }
  }

  private void write() {
    AsyncFile open = file;
    if (open == null || unwritten.length() == 0) {
      return;
    }
    Buffer next = unwritten;
    unwritten = Buffer.buffer(WRITE_BYTES);
    boolean healthy = !written.failed();
    written = written.compose(ignored -> open.write(next));
    if (healthy) {
      written.onFailure(cause -> log.error("tape not written file={}", path, cause));
    }
  }

  /** Completes when all lines up to now are in the file; fails when some will never be. */
  public Future<Void> written() {
    write();
    return written;
  }

  public Future<Void> close() {
    AsyncFile open = file;
    return open == null
        ? Future.succeededFuture()
        : written().otherwiseEmpty().compose(ignored -> open.close());
  }
}
