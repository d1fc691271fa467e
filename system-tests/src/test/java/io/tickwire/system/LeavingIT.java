package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that leave, one that is alone, and one that has not started yet. */
class LeavingIT {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void theOthersGoOn_whenOneOfEachLeaves() throws Exception {
    try (SmallCluster cluster = SmallCluster.start(folder)) {
      Api alice = cluster.gateway(0).as("alice");
      try (UserStream stream = UserStream.open(alice, "user:me")) {
        for (String role : new String[] {"market-feed", "rule-engine", "push-gateway"}) {
          ServiceJar process = cluster.process(role + "-0");
          assertThat(process.terminate()).as(process.output()).isIn(0, 143);
          assertThat(process.output()).contains("service left");
        }
        stream.await("reconnect", frame -> frame.path("type").asText().equals("reconnect"));
      }
      Api other = alice.at(cluster.gateway(1).port());
      try (UserStream stream = UserStream.open(other, "user:me", "market:XBTUSDTM")) {
        // Until the other feed has taken the symbol over, a trade may pass unseen: print it again.
        Deadline.await(
            "a quote from the feed that stayed",
            WITHIN,
            () -> {
              cluster.trade("XBTUSDTM", "60000.0");
              return stream.has(frame -> frame.path("type").asText().equals("quote"));
            });
        Api.Answer opened =
            other.post(
                "/v1/positions",
                "{\"symbol\":\"XBTUSDTM\",\"side\":\"long\",\"quantity\":\"100\","
                    + "\"leverage\":\"10\",\"stop_loss\":\"59000\"}");
        assertThat(opened.status()).as(opened.toString()).isEqualTo(201);
        cluster.trade("XBTUSDTM", "59000.0");
        stream.await("position_closed", opened.text("id"));
      }
    }
  }

  @Test
  void isNotReady_whenItIsAloneButExpectsOthers() throws Exception {
    try (SmallCluster cluster = SmallCluster.empty(folder)) {
      cluster.start("rule-engine", "rule-engine-0");
      Api admin = cluster.admin("rule-engine-0");
      Deadline.await("the admin port answers", WITHIN, () -> admin.isOk("/livez"));
      Deadline.await(
          "only the cluster is missing",
          WITHIN,
          () -> admin.get("/readyz").body().path("redis").asBoolean());
      Api.Answer ready = admin.get("/readyz");
      assertThat(ready.status()).isEqualTo(503);
      assertThat(ready.body().path("cluster").asBoolean()).isFalse();
    }
  }

  @Test
  void isNotReady_untilItHasStarted() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    HttpServer keys =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keys.createContext(
        "/",
        exchange -> {
          asked.countDown();
          awaitQuietly(mayAnswer);
          exchange.sendResponseHeaders(404, -1);
          exchange.close();
        });
    keys.start();
    try (SmallCluster cluster = SmallCluster.empty(folder)) {
      cluster.start(
          "push-gateway",
          "push-gateway-0",
          Map.of(
              "TICKWIRE_CLUSTER_EXPECT_OTHERS", "false",
              "TICKWIRE_DEV_TOKENS", "false",
              "TICKWIRE_AUTH_JWT_SECRET", "",
              "TICKWIRE_AUTH_JWT_ALGORITHM", "RS256",
              "TICKWIRE_AUTH_JWKS", "http://127.0.0.1:" + keys.getAddress().getPort() + "/"));
      assertThat(asked.await(WITHIN.toSeconds(), TimeUnit.SECONDS)).isTrue();

      Api.Answer starting = cluster.admin("push-gateway-0").get("/readyz");
      mayAnswer.countDown();

      assertThat(starting.status()).isEqualTo(503);
      assertThat(starting.body().path("started").asBoolean(true)).isFalse();
      Deadline.await(
          "started",
          WITHIN,
          () -> cluster.admin("push-gateway-0").get("/readyz").body().path("started").asBoolean());
    } finally {
      mayAnswer.countDown();
      keys.stop(0);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
