package io.tickwire.benchmarks;

import io.tickwire.common.cluster.ClusterConfig;
import io.tickwire.common.cluster.ClusterNode;
import io.tickwire.common.wire.Wire;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A feed in a process of its own; the consumer is another member of its cluster. */
final class FeedApart implements FeedUnderTest {
  private static final String CLUSTER = "feed-run";
  private static final int ADMIN_PORT = 18_082;
  private static final int CLUSTER_PORT = 18_701;

  private final Child process;
  private final FeedConsumer consumer;

  /**
   * @param jvm options of the process, separated by spaces
   */
  FeedApart(Path jar, Path folder, String redisUri, int chunk, String jvm) throws Exception {
    Map<String, String> environment = new HashMap<>();
    environment.put("TICKWIRE_REDIS_URI", redisUri);
    environment.put("TICKWIRE_ADMIN_PORT", Integer.toString(ADMIN_PORT));
    environment.put("TICKWIRE_CLUSTER_NAME", CLUSTER);
    environment.put("TICKWIRE_CLUSTER_PORT", Integer.toString(CLUSTER_PORT));
    environment.put("TICKWIRE_CLUSTER_MEMBERS", "127.0.0.1:" + CLUSTER_PORT);
    environment.put("TICKWIRE_FEED_SPOT_URL", "http://127.0.0.1:" + FeedRun.SPOT_PORT);
    environment.put("TICKWIRE_FEED_FUTURES_URL", "http://127.0.0.1:" + (FeedRun.SPOT_PORT + 1));
    environment.put("TICKWIRE_FEED_SOCKET_CHUNK", Integer.toString(chunk));
    process = Child.start(jar, folder, environment, jvm.split(" ", -1));
    consumer = FeedConsumer.on(join().vertx());
    process.await("http://127.0.0.1:" + ADMIN_PORT + "/readyz", 60);
  }

  private static ClusterNode join() throws Exception {
    ClusterConfig config =
        new ClusterConfig(
            CLUSTER,
            "consumer",
            "127.0.0.1",
            CLUSTER_PORT,
            0,
            List.of("127.0.0.1:" + CLUSTER_PORT, "127.0.0.1:" + (CLUSTER_PORT + 1)),
            null,
            true);
    ClusterNode node =
        ClusterNode.join(config, Set.of())
            .toCompletionStage()
            .toCompletableFuture()
            .get(30, TimeUnit.SECONDS);
    Wire.register(node.vertx().eventBus());
    return node;
  }

  @Override
  public FeedConsumer consumer() {
    return consumer;
  }

  @Override
  public double cpuSeconds() {
    return process.cpuSeconds();
  }

  @Override
  public long residentMiB() throws IOException {
    return process.residentMiB();
  }

  @Override
  public String remark() {
    return "";
  }

  @Override
  public void close() {
    process.close();
  }
}
