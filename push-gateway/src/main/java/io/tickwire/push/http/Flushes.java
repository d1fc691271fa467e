package io.tickwire.push.http;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * The writers of one event loop that have written and not yet flushed. They flush when the loop has
 * done what it is at, so that messages that follow each other leave in one system call; sooner when
 * there is much of it. Confined to the event loop.
 */
final class Flushes {
  private static final long MOST_BYTES = 1 << 20;

  private final Executor soon;
  private List<ChannelSocket> writers = new ArrayList<>();
  private long bytes;

  /**
   * @param soon runs something on the event loop once the present task is over
   */
  Flushes(Executor soon) {
    this.soon = soon;
  }

  void add(ChannelSocket writer) {
    if (writers.isEmpty()) {
      soon.execute(this::flush);
    }
    writers.add(writer);
  }

  /** The writer is among those that were added. */
  void written(int more) {
    bytes += more;
    if (bytes >= MOST_BYTES) {
      flush();
    }
  }

  private void flush() {
    List<ChannelSocket> all = writers;
    writers = new ArrayList<>();
    bytes = 0;
    all.forEach(ChannelSocket::flush);
  }
}
