package io.tickwire.push;

import static io.tickwire.testsupport.TestContext.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.redis.Keys;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries of the event log that are no events: whoever reaches Redis can add them. */
final class SkippedEventsTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static GatewayRig rig;

  @BeforeAll
  static void start() {
    rig = GatewayRig.start(REDIS.uri(), Map.of());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static String append(int number) {
    return rig.append("alert", "alerts", Map.of("n", number));
  }

  private static void add(String field, String text) {
    Request entry = Request.cmd(Command.XADD).arg(Keys.EVENTS).arg("*").arg(field).arg(text);
    await(rig.context().redis().send(entry));
  }

  private static int number(JsonNode event) {
    return event.path("data").path("n").asInt();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "unreadable | other | {}",
        "unreadable | event | {'type'",
        "unreadable | event | [1]",
        "unreadable | event | {'type':{},'channel':'alerts','data':{}}",
        "incomplete | event | null",
        "incomplete | event | {}",
        "incomplete | event | {'channel':'alerts','timestamp':1,'data':{}}",
        "incomplete | event | {'type':'','channel':'alerts','timestamp':1,'data':{}}",
        "incomplete | event | {'type':'alert','timestamp':1,'data':{}}",
        "incomplete | event | {'type':'alert','channel':'alerts','timestamp':1}",
        "incomplete | event | {'type':'alert','channel':'alerts','timestamp':1,'data':null}"
      })
  void tellsWhatIsBeforeAndBehind(String reason, String field, String text) {
    WsClient socket = WsClient.signedIn(rig, "alice");
    // At once, and not several in one message.
    socket.send("{'type':'subscribe','channels':[{'channel':'alerts','interval_ms':0}]}");
    socket.next("subscribed");
    SseClient stream = SseClient.open(rig, rig.token("bob"), "?channels=alerts", Map.of());
    String since = stream.next("subscribed").id();
    double skipped = skipped(reason);
    append(1);
    add(field, text.replace('\'', '"'));
    append(2);
    for (int n = 1; n <= 2; n++) {
      assertThat(number(socket.next("alert"))).isEqualTo(n);
      assertThat(number(stream.next("alert").json())).isEqualTo(n);
    }
    assertThat(skipped(reason)).isEqualTo(skipped + 1);
    SseClient returned =
        SseClient.open(rig, rig.token("bob"), "?channels=alerts", Map.of("Last-Event-ID", since));
    assertThat(number(returned.next("alert").json())).isEqualTo(1);
    assertThat(number(returned.next("alert").json())).isEqualTo(2);
    socket.close();
    stream.close();
    returned.close();
  }

  private static double skipped(String reason) {
    return rig.count("push.events.skipped", "reason", reason);
  }
}
