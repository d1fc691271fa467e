package io.tickwire.benchmarks;

import java.io.IOException;

/** A feed that is measured, and the consumer beside or apart from it. */
interface FeedUnderTest extends AutoCloseable {
  FeedConsumer consumer();

  /** Of the feed's process since its start. */
  double cpuSeconds();

  /** Of the feed's process; 0 where the system does not say. */
  long residentMiB() throws IOException;

  /** What a reader of the figures must know; may be empty. */
  String remark();

  @Override
  void close();
}
