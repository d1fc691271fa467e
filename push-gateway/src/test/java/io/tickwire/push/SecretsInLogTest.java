package io.tickwire.push;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import io.tickwire.push.auth.Scope;
import io.tickwire.testsupport.RedisExtension;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** Tokens and keys never get into a log, at whatever level, accepted or refused. */
final class SecretsInLogTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static void signInEveryWay(GatewayRig rig, String token, String key) {
    new HttpClient(rig, token).get("/v1/symbols");
    HttpClient nobody = new HttpClient(rig, null);
    nobody.get("/v1/symbols?token=" + token);
    nobody.get("/v1/nowhere?token=" + token + "&api_key=" + key);
    nobody.get("/v1/symbols?api_key=" + key);
    nobody.call("GET", "/v1/symbols", null, Map.of("X-API-Key", key));
    nobody.call("POST", "/v1/positions?token=" + token, "{", Map.of());
    for (String query : List.of("?token=" + token, "?api_key=" + key)) {
      WsClient client = WsClient.connect(rig.vertx(), rig.port(), query);
      client.next(any -> true);
      client.close();
    }
    WsClient byMessage = WsClient.connect(rig.vertx(), rig.port(), "");
    byMessage.send("{'type':'auth','token':'" + token + "'}");
    byMessage.next(any -> true);
    byMessage.close();
  }

  @Test
  void areNotThere() {
    Logger ours = (Logger) LoggerFactory.getLogger("io.tickwire");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    ours.setLevel(Level.TRACE);
    ours.setAdditive(false);
    ours.addAppender(log);
    String good;
    String bad;
    String key;
    String wrongKey;
    try (GatewayRig rig = GatewayRig.start(REDIS.uri(), Map.of())) {
      good = rig.token("alice");
      bad = good.substring(0, good.length() - 3) + "AAA";
      HttpClient admin = new HttpClient(rig, rig.token("root", Scope.ADMIN));
      key =
          HttpClient.json(admin.post("/v1/admin/keys", "{'user':'alice','scope':'push'}"))
              .path("key")
              .asText();
      wrongKey = key.substring(0, key.length() - 3) + "AAA";
      signInEveryWay(rig, good, key);
      signInEveryWay(rig, bad, wrongKey);
    } finally {
      ours.setLevel(null);
      ours.setAdditive(true);
      ours.detachAppender(log);
    }
    String written =
        log.list.stream()
            .map(
                event ->
                    event.getFormattedMessage()
                        + (event.getThrowableProxy() == null
                            ? ""
                            : ThrowableProxyUtil.asString(event.getThrowableProxy())))
            .collect(Collectors.joining("\n"));
    assertThat(written).contains("gateway listening").contains("API key made");
    for (String secret :
        List.of(
            GatewayRig.SECRET,
            good.substring(good.lastIndexOf('.') + 1, good.length() - 3),
            key.substring(key.indexOf('.') + 1, key.length() - 3),
            bad,
            wrongKey)) {
      assertThat(written).doesNotContain(secret);
    }
  }

  /** Vert.x writes whole addresses, with the tokens in them, when it is let. */
  @Test
  void areNotThere_whenALibraryWouldWriteThem() throws IOException {
    try (InputStream settings = SecretsInLogTest.class.getResourceAsStream("/logback.xml")) {
      assertThat(settings).isNotNull();
      assertThat(new String(settings.readAllBytes(), StandardCharsets.UTF_8))
          .contains("<logger name=\"io.vertx\" level=\"WARN\"/>")
          .contains("<logger name=\"io.netty\" level=\"WARN\"/>");
    }
  }
}
