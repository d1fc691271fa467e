package io.tickwire.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.Settings;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Two real members on loopback. */
class ClusterNodeTest {
  private static final int PORT = 20_000 + (int) (ProcessHandle.current().pid() % 10_000) * 2;

  @Test
  void membersSeeEachOtherByRole_andNoticeOneLeaving() throws Exception {
    ClusterNode feed = await(ClusterNode.join(config("feed-0"), Set.of(Role.FEED)));
    assertThat(feed.members().isComplete()).as("alone, but expects others").isFalse();
    BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
    feed.members().onChange(() -> changes.add(true));

    ClusterNode rules = await(ClusterNode.join(config("rules-0"), Set.of(Role.RULES)));
    assertThat(changes.poll(20, TimeUnit.SECONDS)).isTrue();
    assertThat(feed.members().live(Role.RULES)).containsExactly("rules-0");
    assertThat(rules.members().live(Role.FEED)).containsExactly("feed-0");
    assertThat(rules.members().live(Role.GATEWAY)).isEmpty();
    assertThat(feed.members().isComplete()).isTrue();

    Demand demand = new Demand("rules-0", Set.of("BTC-USDT"), 1_000);
    assertThat(carried(rules, feed, demand)).isEqualTo(demand);

    await(rules.vertx().close());
    assertThat(changes.poll(20, TimeUnit.SECONDS)).isTrue();
    assertThat(feed.members().live(Role.RULES)).isEmpty();
    await(feed.vertx().close());
  }

  @Test
  void membersFindEachOther_byANameThatListsThem() throws Exception {
    Map<String, String> byName = Map.of("cluster.dns", "localhost");
    ClusterNode first = await(ClusterNode.join(config("dns-0", byName), Set.of(Role.FEED)));
    ClusterNode second = await(ClusterNode.join(config("dns-1", byName), Set.of(Role.RULES)));
    assertThat(second.members().live(Role.FEED)).containsExactly("dns-0");
    assertThat(first.members().isComplete()).isTrue();
    await(second.vertx().close());
    await(first.vertx().close());
  }

  private static Demand carried(ClusterNode from, ClusterNode to, Demand demand) throws Exception {
    Wire.register(from.vertx().eventBus());
    Wire.register(to.vertx().eventBus());
    BlockingQueue<Demand> heard = new LinkedBlockingQueue<>();
    await(
        to.vertx()
            .eventBus()
            .<Demand>consumer(Addresses.DEMAND, message -> heard.add(message.body()))
            .completion());
    from.vertx().eventBus().publish(Addresses.DEMAND, demand, Wire.DEMAND);
    return heard.poll(20, TimeUnit.SECONDS);
  }

  @Test
  void refuses_whenThereIsNoWayToFindTheOthers() {
    Settings settings = Settings.of(Map.of("cluster.members", ","));
    assertThatThrownBy(() -> ClusterConfig.from(settings, "feed"))
        .hasMessageContaining("cluster.members or cluster.dns");
  }

  private static ClusterConfig config(String node) {
    return config(
        node, Map.of("cluster.members", "127.0.0.1:" + PORT + ",127.0.0.1:" + (PORT + 1)));
  }

  private static ClusterConfig config(String node, Map<String, String> discovery) {
    return ClusterConfig.from(
        Settings.of(
                Map.of(
                    "cluster.name",
                    "test-" + PORT,
                    "cluster.node-name",
                    node,
                    "cluster.port",
                    Integer.toString(PORT),
                    "cluster.expect-others",
                    "true"))
            .with(discovery),
        "test");
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
