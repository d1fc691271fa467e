package io.tickwire.benchmarks;

import io.tickwire.common.cluster.LocalMembers;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.feed.FeedService;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Clock;
import java.util.Map;

/** A feed in this process, as in the standalone: the bus hands frames over by reference. */
final class FeedHere implements FeedUnderTest {
  private final FeedService feed;
  private final FeedConsumer consumer;

  FeedHere(String redisUri, int chunk) {
    Vertx vertx = Vertx.vertx();
    ServiceContext context =
        TestContext.of(
            vertx,
            redisUri,
            new LocalMembers("feed-run"),
            Clock.systemUTC(),
            Map.of(
                "feed.spot-url", "http://127.0.0.1:" + FeedRun.SPOT_PORT,
                "feed.futures-url", "http://127.0.0.1:" + (FeedRun.SPOT_PORT + 1),
                "feed.socket.chunk", Integer.toString(chunk)));
    Promise<FeedService> started = Promise.promise();
    vertx.runOnContext(ignored -> FeedService.start(context).onComplete(started));
    feed = TestContext.await(started.future());
    consumer = FeedConsumer.on(vertx);
  }

  @Override
  public FeedConsumer consumer() {
    return consumer;
  }

  @Override
  public double cpuSeconds() {
    return Child.cpuSeconds(ProcessHandle.current());
  }

  @Override
  public long residentMiB() throws IOException {
    return Child.residentMiB(ProcessHandle.current());
  }

  @Override
  public String remark() {
    return " (with the consumer)";
  }

  @Override
  public void close() {
    TestContext.await(feed.stop());
  }
}
