package io.tickwire.common.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.common.config.Settings;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.cluster.ClusterManager;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two real members on loopback. */
class ClusterNodeTest {
  private final int port = twoFreePorts();
  private final List<ClusterNode> started = new ArrayList<>();

  @AfterEach
  void leave() throws Exception {
    for (ClusterNode node : started) {
      await(node.vertx().close());
    }
  }

  @Test
  void membersSeeEachOtherByRole_andNoticeOneLeaving() throws Exception {
    ClusterNode feed = join(config("feed-0"), Role.FEED);
    assertThat(feed.members().isComplete()).as("alone, but expects others").isFalse();
    BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
    feed.members().onChange(() -> changes.add(true));

    ClusterNode rules = join(config("rules-0"), Role.RULES);
    assertThat(changes.poll(20, TimeUnit.SECONDS)).isTrue();
    assertThat(feed.members().live(Role.RULES)).containsExactly("rules-0");
    assertThat(rules.members().live(Role.FEED)).containsExactly("feed-0");
    assertThat(rules.members().live(Role.GATEWAY)).isEmpty();
    assertThat(feed.members().isComplete()).isTrue();

    Demand demand = new Demand("rules-0", Set.of("BTC-USDT"), 1_000);
    assertThat(carried(rules, feed, demand)).isEqualTo(demand);

    leave(rules);
    assertThat(changes.poll(20, TimeUnit.SECONDS)).isTrue();
    assertThat(feed.members().live(Role.RULES)).isEmpty();
  }

  @Test
  void aConsumerIsFoundOnceItsRegistrationCompleted_andNoMoreOnceItLeft() throws Exception {
    ClusterNode from = join(config("sender"), Role.FEED);
    ClusterNode to = join(config("hearer"), Role.RULES);
    for (int round = 0; round < 20; round++) {
      String address = "round." + round;
      assertThatThrownBy(() -> await(from.vertx().eventBus().request(address, "anybody")))
          .hasMessageContaining("No handlers");
      MessageConsumer<String> consumer =
          to.vertx().eventBus().consumer(address, message -> message.reply(message.body()));
      await(consumer.completion());
      assertThat(await(from.vertx().eventBus().request(address, "you")).body()).isEqualTo("you");
    }
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    MessageConsumer<String> late =
        from.vertx().eventBus().consumer("round.0", message -> heard.add(message.body()));
    await(late.completion());
    await(to.vertx().close());
    started.remove(to);
    from.vertx().eventBus().publish("round.0", "alone");
    assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("alone");
  }

  @Test
  void whoListensElsewhereIsKnownAtOnce_withoutAskingTheCluster() throws Exception {
    ClusterNode from = join(config("sender"), Role.FEED);
    ClusterNode to = join(config("hearer"), Role.RULES);
    MessageConsumer<String> consumer =
        to.vertx().eventBus().consumer("known", message -> message.reply(message.body()));
    await(consumer.completion());
    ClusterManager manager = ((VertxInternal) from.vertx()).clusterManager();

    Instant giveUp = Instant.now().plusSeconds(20);
    while (!answersAtOnce(manager, "known") && Instant.now().isBefore(giveUp)) {
      Thread.onSpinWait();
    }

    assertThat(answersAtOnce(manager, "known")).isTrue();
    AtomicReference<NodeInfo> place = new AtomicReference<>();
    manager.getNodeInfo(
        ((VertxInternal) to.vertx()).clusterManager().getNodeId(),
        (found, failure) -> place.set(found));
    assertThat(place.get()).isNotNull();
  }

  /** Whether the consumers of an address are told before the question returns, from memory. */
  private static boolean answersAtOnce(ClusterManager manager, String address) {
    List<RegistrationInfo> known = new CopyOnWriteArrayList<>();
    Thread asking = Thread.currentThread();
    manager.getRegistrations(
        address,
        (found, failure) -> {
          if (Thread.currentThread() == asking) {
            known.addAll(found);
          }
        });
    return known.size() == 1;
  }

  @Test
  void membersFindEachOther_byANameThatListsThem() throws Exception {
    Map<String, String> byName = Map.of("cluster.dns", "localhost");
    ClusterNode first = join(config("dns-0", byName), Role.FEED);
    ClusterNode second = join(config("dns-1", byName), Role.RULES);
    untilComplete(second);
    assertThat(second.members().live(Role.FEED)).containsExactly("dns-0");
    untilComplete(first);
    assertThat(first.members().live(Role.RULES)).containsExactly("dns-1");
  }

  /** A member that found nobody in time founds a cluster, which merges with the other's later. */
  private static void untilComplete(ClusterNode node) throws Exception {
    BlockingQueue<Boolean> changes = new LinkedBlockingQueue<>();
    node.members().onChange(() -> changes.add(true));
    while (!node.members().isComplete()) {
      assertThat(changes.poll(30, TimeUnit.SECONDS)).as("a change of the members").isNotNull();
    }
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

  private ClusterConfig config(String node) {
    return config(
        node, Map.of("cluster.members", "127.0.0.1:" + port + ",127.0.0.1:" + (port + 1)));
  }

  private ClusterConfig config(String node, Map<String, String> discovery) {
    return ClusterConfig.from(
        Settings.of(
                Map.of(
                    "cluster.name",
                    "test-" + port,
                    "cluster.node-name",
                    node,
                    "cluster.port",
                    Integer.toString(port),
                    "cluster.expect-others",
                    "true"))
            .with(discovery),
        "test");
  }

  private ClusterNode join(ClusterConfig config, Role role) throws Exception {
    ClusterNode node = await(ClusterNode.join(config, Set.of(role)));
    started.add(node);
    return node;
  }

  private void leave(ClusterNode node) throws Exception {
    started.remove(node);
    await(node.vertx().close());
  }

  /** The first of two neighbours, from below the range that is given to outgoing connections. */
  private static int twoFreePorts() {
    return ThreadLocalRandom.current()
        .ints(15_000, 30_000)
        .limit(100)
        .filter(port -> isFree(port) && isFree(port + 1))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no two free ports found"));
  }

  private static boolean isFree(int port) {
    try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return probe.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(60, TimeUnit.SECONDS);
  }
}
