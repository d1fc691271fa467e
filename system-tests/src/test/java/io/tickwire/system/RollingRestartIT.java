package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Two gateways are replaced one after the other while events are published, many clients listen and
 * connections are cut at random: all come back by {@code since}, and nobody misses an event or gets
 * one twice. {@code -Dtickwire.clients=1000} for more of them.
 */
class RollingRestartIT {
  private static final Logger log = LoggerFactory.getLogger(RollingRestartIT.class);
  private static final int CLIENTS = Integer.getInteger("tickwire.clients", 200);
  private static final long SEED = Long.getLong("tickwire.seed", 1);

  /** As many deliveries a second however many clients there are. */
  private static final long PAUSE_NS =
      Duration.ofMillis(25).toNanos() * Math.max(200, CLIENTS) / 200;

  /** Every twentieth client is cut off once a second. */
  private static final long CUT_MS = Math.max(1, 20_000 / CLIENTS);

  private static final Duration WITHIN = Duration.ofSeconds(90);
  private static final Map<String, String> SETTINGS =
      Map.of("TICKWIRE_PUSH_DRAIN", "2s", "TICKWIRE_CLUSTER_EXPECT_OTHERS", "false");

  @TempDir Path folder;

  private final Map<String, Integer> ports = new ConcurrentHashMap<>();
  private final AtomicInteger turns = new AtomicInteger();
  private volatile boolean publishing = true;
  private volatile int published;

  @Test
  void nobodyMissesAnything_whenGatewaysLeaveInGoodOrder() throws Exception {
    replaceBoth(false);
  }

  @Test
  void nobodyMissesAnything_whenGatewaysAreKilled() throws Exception {
    replaceBoth(true);
  }

  private void replaceBoth(boolean kill) throws Exception {
    Vertx vertx = Vertx.vertx();
    try (SmallCluster cluster = SmallCluster.empty(folder)) {
      cluster.start("market-feed", "market-feed-0", SETTINGS);
      startGateway(cluster, "push-gateway-0");
      startGateway(cluster, "push-gateway-1");
      cluster.awaitReady();
      List<ResumingClient> clients = connect(vertx, cluster.gateway(0));
      String token = publisherToken(cluster.gateway(0));
      Thread publisher = new Thread(() -> publish(token), "publisher");
      publisher.start();
      awaitTold(clients, 20);
      Random random = new Random(SEED);
      long cutter =
          vertx.setPeriodic(CUT_MS, ignored -> clients.get(random.nextInt(clients.size())).cut());
      for (String name : List.of("push-gateway-0", "push-gateway-1")) {
        replace(cluster, name, kill);
        awaitTold(clients, published + 20);
      }
      publishing = false;
      publisher.join();
      vertx.cancelTimer(cutter);
      awaitTold(clients, published);
      log.info(
          "restarted kill={} clients={} published={} connections={} reconnects={} seed={}",
          kill,
          CLIENTS,
          published,
          clients.stream().mapToInt(ResumingClient::connections).sum(),
          clients.stream().mapToInt(ResumingClient::reconnects).sum(),
          SEED);
      assertThat(published).isGreaterThan(60);
      List<Integer> all = IntStream.rangeClosed(1, published).boxed().toList();
      for (ResumingClient client : clients) {
        assertThat(client.complaints()).isEmpty();
        assertThat(client.told("alerts")).isEqualTo(all);
        assertThat(client.told("signals:*")).isEqualTo(all);
        assertThat(client.connections()).isGreaterThan(1);
        client.stop();
      }
      // A gateway that is killed tells nobody, one that leaves all but those who are just cut off.
      long asked = clients.stream().filter(client -> client.reconnects() > 0).count();
      assertThat(asked).isBetween(kill ? 0L : CLIENTS / 2, kill ? 0L : CLIENTS);
    } finally {
      publishing = false;
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private void startGateway(SmallCluster cluster, String name) throws IOException {
    cluster.start("push-gateway", name, SETTINGS);
    ports.put(name, cluster.portOf(name));
  }

  private void replace(SmallCluster cluster, String name, boolean kill) throws IOException {
    ServiceJar process = cluster.process(name);
    if (kill) {
      process.kill();
    } else {
      assertThat(process.terminate()).as(process.output()).isIn(0, 143);
      assertThat(process.output()).contains("service left").doesNotContain("takes too long");
    }
    ports.remove(name);
    startGateway(cluster, name);
    cluster.awaitReady();
  }

  private int anyPort() {
    List<Integer> all = new ArrayList<>(ports.values());
    return all.get(Math.floorMod(turns.getAndIncrement(), all.size()));
  }

  private List<ResumingClient> connect(Vertx vertx, Api gateway) {
    WebSocketClient sockets =
        vertx.createWebSocketClient(
            new WebSocketClientOptions().setMaxConnections(CLIENTS * 2).setMaxMessageSize(1 << 22));
    List<ResumingClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      ResumingClient client =
          new ResumingClient(
              vertx, sockets, this::anyPort, gateway.as("user" + i).token(), "alerts", "signals:*");
      clients.add(client);
      vertx.runOnContext(ignored -> client.connect());
    }
    Deadline.await(
        "all are subscribed",
        WITHIN,
        () -> clients.stream().allMatch(ResumingClient::isSubscribed));
    return clients;
  }

  private static String publisherToken(Api gateway) {
    return gateway
        .post("/v1/dev/tokens", "{\"user\":\"desk\",\"scope\":[\"publish\"]}")
        .text("token");
  }

  private void publish(String token) {
    while (publishing) {
      int number = published + 1;
      String events =
          "[{\"channel\":\"alerts\",\"type\":\"alert\",\"data\":{\"n\":%d}},".formatted(number)
              + "{\"channel\":\"signals:entity:e%d\",\"type\":\"signal_update\",\"data\":{\"n\":%d}}]"
                  .formatted(number % 7, number);
      if (isTaken(token, "key-" + number, events)) {
        published = number;
        LockSupport.parkNanos(PAUSE_NS);
      }
    }
  }

  /** Whoever does not know whether it was taken asks again with the same key. */
  private boolean isTaken(String token, String key, String events) {
    try {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + anyPort() + "/v1/events"))
              .timeout(Duration.ofSeconds(3))
              .header("Authorization", "Bearer " + token)
              .header("Idempotency-Key", key)
              .POST(HttpRequest.BodyPublishers.ofString(events))
              .build();
      return Api.HTTP.send(request, HttpResponse.BodyHandlers.ofString()).statusCode() == 202;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }

  private static void awaitTold(List<ResumingClient> clients, int count) {
    Deadline.await(
        "all were told " + count,
        WITHIN,
        () ->
            clients.stream()
                .allMatch(
                    client ->
                        client.count("alerts") >= count && client.count("signals:*") >= count),
        () ->
            clients.stream()
                .filter(client -> client.count("alerts") < count)
                .limit(3)
                .map(client -> client.count("alerts") + " " + client.complaints())
                .toList()
                .toString());
  }
}
