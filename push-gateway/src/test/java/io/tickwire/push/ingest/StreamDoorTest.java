package io.tickwire.push.ingest;

import static io.tickwire.push.GatewayRig.until;
import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.config.Settings;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.Json;
import io.tickwire.push.GatewayRig;
import io.tickwire.push.audit.Audit;
import io.tickwire.push.publish.PublishConfig;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Events that backends add to the Redis stream. */
final class StreamDoorTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final Map<String, String> SETTINGS = Map.of("push.ingest.claim-after", "300ms");

  private final Vertx vertx = Vertx.vertx();
  private final RedisLink redis =
      RedisLink.create(vertx, new RedisConfig(REDIS.uri(), Duration.ofSeconds(2), 4));

  @BeforeEach
  void empty() {
    await(redis.send(Request.cmd(Command.FLUSHALL)));
  }

  @AfterEach
  void close() {
    redis.close();
    await(vertx.close());
  }

  private String add(String event) {
    return await(
            redis.send(
                Request.cmd(Command.XADD)
                    .arg(Keys.INGEST)
                    .arg("*")
                    .arg("event")
                    .arg(event.replace('\'', '"'))))
        .toString();
  }

  private static String event(int number) {
    return "{'channel':'ops','type':'note','data':" + number + "}";
  }

  private static List<Integer> numbers(GatewayRig rig) {
    return rig.logged("ops").stream().map(Event::data).map(JsonNode::asInt).toList();
  }

  private long length(String stream) {
    return await(redis.send(Request.cmd(Command.XLEN).arg(stream))).toLong();
  }

  private long pending() {
    return await(redis.send(Request.cmd(Command.XPENDING).arg(Keys.INGEST).arg(StreamDoor.GROUP)))
        .get(0)
        .toLong();
  }

  @Test
  void storesEachEntryOnce_inOrder_alsoWhatCameBefore() {
    IntStream.range(0, 50).forEach(number -> add(event(number)));
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), SETTINGS)) {
      IntStream.range(50, 200).forEach(number -> add(event(number)));
      until(() -> numbers(rig).size() >= 200 && pending() == 0);
      assertThat(numbers(rig)).containsExactlyElementsOf(IntStream.range(0, 200).boxed().toList());
    }
  }

  @Test
  void sharesTheEntries_betweenGateways() {
    try (GatewayRig one = GatewayRig.start(REDIS.uri(), "one", SETTINGS);
        GatewayRig two = GatewayRig.start(REDIS.uri(), "two", SETTINGS)) {
      IntStream.range(0, 300).forEach(number -> add(event(number)));
      until(() -> numbers(two).size() >= 300 && pending() == 0);
      assertThat(numbers(one))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 300).boxed().toList());
    }
  }

  @Test
  void parksWhatCanNeverBeStored_andGoesOn() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), SETTINGS)) {
      add("no json");
      String bad = add("{'channel':'ops'}");
      add("{'channel':'market:BTC-USDT','type':'quote'}");
      await(redis.send(Request.cmd(Command.XADD).arg(Keys.INGEST).arg("*").arg("x").arg("y")));
      add(event(1));

      until(() -> numbers(rig).equals(List.of(1)) && pending() == 0);
      assertThat(length(Keys.INGEST_PARKED)).isEqualTo(4);
      String parked =
          await(redis.send(Request.cmd(Command.XRANGE).arg(Keys.INGEST_PARKED).arg("-").arg("+")))
              .toString();
      assertThat(parked).contains(bad).contains("type is missing");
      assertThat(rig.context().telemetry().metrics().scrape())
          .contains("push_events_parked_total 4.0");
    }
  }

  /** A gateway that died leaves entries it had read, and some it had even stored. */
  @Test
  void takesOver_whatADeadGatewayLeft_withoutARepeat() {
    String stored = add(event(1));
    add(event(2));
    await(
        redis.send(
            Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(Keys.INGEST)
                .arg(StreamDoor.GROUP)
                .arg("0")));
    await(
        redis.send(
            Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg(StreamDoor.GROUP)
                .arg("dead")
                .arg("STREAMS")
                .arg(Keys.INGEST)
                .arg(">")));
    EventIntake dead =
        new EventIntake(
            redis,
            PublishConfig.from(Settings.of(Map.of())),
            new SimpleMeterRegistry(),
            Clock.systemUTC(),
            new Audit(Clock.systemUTC()));
    JsonNode body = Json.read(event(1).replace('\'', '"'), JsonNode.class);
    assertThat(await(dead.take(Door.STREAM, body, "", stored, channel -> true)))
        .isInstanceOf(PublishReply.Stored.class);

    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), "alive", SETTINGS)) {
      until(() -> pending() == 0 && numbers(rig).size() >= 2);
      assertThat(numbers(rig)).containsExactly(1, 2);
    }
  }

  @Test
  void dropsWhatIsDone_butNotWhatIsPending() {
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), SETTINGS)) {
      IntStream.range(0, 20).forEach(number -> add(event(number)));
      until(() -> numbers(rig).size() >= 20 && length(Keys.INGEST) == 1);
      assertThat(numbers(rig)).hasSize(20);
    }
  }
}
