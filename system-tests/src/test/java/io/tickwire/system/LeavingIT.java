package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members that leave, and one that is alone. */
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
}
