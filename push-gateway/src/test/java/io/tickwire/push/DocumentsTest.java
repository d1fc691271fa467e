package io.tickwire.push;

import static io.tickwire.push.GatewayRig.trade;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Account;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.TakeProfit;
import io.tickwire.common.wire.TrailingStop;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The documents say what the gateway does: every route, and what it really answers. */
final class DocumentsTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final BigDecimal ONE = new BigDecimal("1.5");
  private static final Position POSITION =
      new Position(
          "pos_1",
          "alice",
          "XBTUSDTM",
          Market.FUTURES,
          Side.LONG,
          ONE,
          ONE,
          ONE,
          ONE,
          ONE,
          ONE,
          ONE,
          ONE,
          List.of(new TakeProfit(ONE, ONE)),
          new TrailingStop(100, null, null),
          PriceSource.LAST,
          100,
          PositionStatus.CLOSED,
          3,
          1,
          1_000,
          2_000L,
          ONE,
          ExecutionKind.STOP_LOSS,
          ONE.negate(),
          ONE,
          ONE,
          ONE,
          "USDT",
          "mine",
          "exe_1");
  private static final Trigger TRIGGER =
      new Trigger(
          "trg_1",
          "alice",
          "XBTUSDTM",
          Condition.CROSSES_UP,
          ONE,
          PriceSource.MARK,
          new TriggerAction(
              new TriggerAction.Open(Side.SHORT, ONE, ONE, ExitPrice.at(ONE), null), null),
          5_000L,
          null,
          "group",
          TriggerStatus.ARMED,
          1,
          1_000,
          null,
          0,
          null,
          "mine",
          null);
  private static final Execution EXECUTION =
      new Execution(
          "exe_1",
          "alice",
          ExecutionKind.TRIGGER,
          "pos_1",
          "trg_1",
          "XBTUSDTM",
          ONE,
          Condition.ABOVE,
          ONE,
          ONE,
          new Execution.Evidence("kucoin", "XBTUSDTM", PriceSource.LAST, 7, ONE, 1_000),
          1,
          2,
          3,
          false,
          false,
          "engine-0",
          List.of("trg_2"));

  private static GatewayRig rig;
  private static HttpClient alice;
  private static JsonNode openapi;
  private static JsonNode asyncapi;

  @BeforeAll
  static void start() throws JsonProcessingException {
    rig =
        GatewayRig.start(
            REDIS.uri(),
            Map.of("dev.tokens", "true", "push.demand-ttl", "20s", "push.price-wait", "100ms"));
    alice = new HttpClient(rig, rig.token("alice"));
    openapi = document("openapi.yaml");
    asyncapi = document("asyncapi.yaml");
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static JsonNode document(String name) throws JsonProcessingException {
    HttpResponse<Buffer> answer = new HttpClient(rig, null).get("/v1/" + name);
    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.getHeader("Content-Type")).isEqualTo("application/yaml");
    return new YAMLMapper().readTree(answer.bodyAsString());
  }

  /** The schema of that name, with all that it refers to. */
  private static JsonSchema schema(JsonNode document, String pointer) {
    ObjectNode schema = Json.mapper().createObjectNode();
    schema.put("$ref", pointer);
    schema.set("components", document.path("components"));
    for (String part : List.of("paths", "channels", "operations")) {
      if (document.has(part)) {
        schema.set(part, document.get(part));
      }
    }
    return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
  }

  private static void check(JsonNode document, String schema, JsonNode value) {
    assertThat(schema(document, "#/components/schemas/" + schema).validate(value))
        .as(schema + " " + value)
        .isEmpty();
  }

  /** Looks up the schema of the answer by the path as documented. */
  private static void check(HttpResponse<Buffer> answer, String path, String method) {
    JsonNode operation = openapi.path("paths").path(path).path(method);
    assertThat(operation.isObject()).as(path).isTrue();
    String status = Integer.toString(answer.statusCode());
    JsonNode documented = operation.path("responses").path(status);
    assertThat(documented.isMissingNode()).as(path + " " + status).isFalse();
    String name = documented.path("$ref").asText();
    JsonNode response =
        name.isEmpty()
            ? documented
            : openapi
                .path("components")
                .path("responses")
                .path(name.substring(name.lastIndexOf('/') + 1));
    String type = answer.getHeader("Content-Type");
    JsonNode content = response.path("content").path(type);
    assertThat(content.isMissingNode()).as(path + " " + status + " " + type).isFalse();
    ObjectNode schema = Json.mapper().createObjectNode();
    schema.setAll((ObjectNode) content.path("schema"));
    schema.set("components", openapi.path("components"));
    assertThat(
            JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(HttpClient.json(answer)))
        .as(answer.bodyAsString())
        .isEmpty();
  }

  @Test
  void nameTheRoutesOfTheCode_andNoOthers() {
    Map<String, Set<String>> documented = new TreeMap<>();
    openapi
        .path("paths")
        .properties()
        .forEach(
            path -> {
              Set<String> methods = new TreeSet<>();
              path.getValue().fieldNames().forEachRemaining(methods::add);
              methods.remove("parameters");
              documented.put(path.getKey(), methods);
            });
    Map<String, Set<String>> bound = new TreeMap<>();
    rig.gateway()
        .routes()
        .forEach(
            (path, methods) -> {
              Set<String> lower = new TreeSet<>();
              methods.forEach(method -> lower.add(method.toLowerCase(java.util.Locale.ROOT)));
              bound.put(path.replaceAll(":([a-z]+)", "{$1}"), lower);
            });
    // These two are no calls of the API, and are bound elsewhere.
    bound.put("/", Set.of("get"));
    bound.put("/v1/ws", Set.of("get"));
    assertThat(documented).isEqualTo(bound);
  }

  @Test
  void referToNothingThatIsNotThere() {
    for (JsonNode document : List.of(openapi, asyncapi)) {
      List<String> references = new ArrayList<>();
      document.findValues("$ref").forEach(one -> references.add(one.asText()));
      assertThat(references).isNotEmpty();
      for (String reference : references) {
        assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
      }
    }
    // A key without a value is a comma in a text without quotes.
    assertThat(nulls(openapi)).isEqualTo(nulls(asyncapi)).isZero();
    assertThat(openapi.path("openapi").asText()).startsWith("3.1.");
    assertThat(asyncapi.path("asyncapi").asText()).isEqualTo("3.0.0");
  }

  private static int nulls(JsonNode node) {
    int count = node.isNull() ? 1 : 0;
    for (JsonNode child : node) {
      count += nulls(child);
    }
    return count;
  }

  @Test
  void nameEveryErrorCode_everyMessage_andEveryCloseCode() {
    Set<String> codes = new TreeSet<>();
    Arrays.stream(ErrorCode.values()).forEach(code -> codes.add(code.wireName()));
    for (JsonNode document : List.of(openapi, asyncapi)) {
      Set<String> named = new TreeSet<>();
      document.at("/components/schemas/ErrorCode/enum").forEach(code -> named.add(code.asText()));
      assertThat(named).isEqualTo(codes);
    }
    for (CloseCode code : CloseCode.values()) {
      assertThat(asyncapi.at("/info/description").asText())
          .contains(Integer.toString(code.number() & 0xffff));
    }
    Set<String> schemas = new TreeSet<>();
    asyncapi.at("/components/schemas").fieldNames().forEachRemaining(schemas::add);
    for (Class<?> frame : ServerFrame.class.getPermittedSubclasses()) {
      String name = frame.getSimpleName().equals("Failure") ? "Error" : frame.getSimpleName();
      assertThat(schemas).contains(name);
    }
  }

  @Test
  void describeWhatIsSaidUnasked() {
    for (ServerFrame frame :
        List.of(
            new ServerFrame.Lagged("alerts", 3),
            new ServerFrame.Heartbeat(1_000, 25_000),
            new ServerFrame.AuthExpiring(60),
            new ServerFrame.Reconnect(500, "draining"))) {
      JsonNode said = Json.read(ServerFrames.write(frame), JsonNode.class);

      check(asyncapi, frame.getClass().getSimpleName(), said);
    }
  }

  @Test
  void describeWhatEnginesAnswer() {
    rig.engine()
        .answerCommands(
            command ->
                RuleReply.Done.of(
                    command instanceof RuleCommand.CreateTrigger
                            || command instanceof RuleCommand.CancelTrigger
                        ? TRIGGER
                        : POSITION));
    rig.engine().answerQueries(DocumentsTest::answer);
    String position = "/v1/positions";
    String one = position + "/{id}";
    check(
        alice.post(position, "{'symbol':'XBTUSDTM','side':'long','quantity':'1'}"),
        position,
        "post");
    check(alice.get(position), position, "get");
    check(alice.get(position + "/pos_1"), one, "get");
    check(alice.call("PATCH", position + "/pos_1", "{'stop_loss':'1'}"), one, "patch");
    check(alice.call("POST", position + "/pos_1/close", null), one + "/close", "post");
    check(
        alice.post(
            "/v1/triggers",
            "{'symbol':'XBTUSDTM','condition':'above','price':'1',"
                + "'action':{'alert':{'message':'m'}}}"),
        "/v1/triggers",
        "post");
    check(alice.get("/v1/triggers"), "/v1/triggers", "get");
    check(alice.get("/v1/triggers/trg_1"), "/v1/triggers/{id}", "get");
    check(alice.call("DELETE", "/v1/triggers/trg_1", null), "/v1/triggers/{id}", "delete");
    check(alice.get("/v1/account"), "/v1/account", "get");
    check(alice.get("/v1/executions"), "/v1/executions", "get");
    check(alice.get("/v1/executions/exe_1"), "/v1/executions/{id}", "get");
    check(alice.post(position, "{}"), position, "post");
    check(alice.post(position, "x"), position, "post");
    check(alice.get(position + "/%7B"), one, "get");
    check(new HttpClient(rig, null).get(position), position, "get");
  }

  private static RuleReply answer(RuleQuery query) {
    if (query instanceof RuleQuery.ListPositions) {
      return RuleReply.Done.of(Map.of("items", List.of(POSITION), "next_cursor", "pos_1"));
    } else if (query instanceof RuleQuery.GetPosition) {
      return RuleReply.Done.of(POSITION);
    } else if (query instanceof RuleQuery.ListTriggers) {
      return RuleReply.Done.of(Map.of("items", List.of(TRIGGER), "next_cursor", "trg_1"));
    } else if (query instanceof RuleQuery.GetTrigger) {
      return RuleReply.Done.of(TRIGGER);
    } else if (query instanceof RuleQuery.ListExecutions) {
      return RuleReply.Done.of(Map.of("items", List.of(EXECUTION), "next_cursor", "exe_1"));
    } else if (query instanceof RuleQuery.GetExecution) {
      return RuleReply.Done.of(EXECUTION);
    }
    return RuleReply.Done.of(
        new Account(List.of(new Account.Balance("USDT", ONE, ONE, ONE, ONE.negate(), ONE))));
  }

  @Test
  void describeWhatTheGatewayAnswersItself() {
    check(alice.get("/v1/symbols?limit=1"), "/v1/symbols", "get");
    check(alice.get("/v1/quotes/NOPE"), "/v1/quotes/{symbol}", "get");
    GatewayRig.until(
        () -> {
          rig.publish(trade("BTC-USDT", System.nanoTime(), 600_000));
          return alice.get("/v1/quotes/BTC-USDT").statusCode() == 200;
        });
    check(alice.get("/v1/quotes/BTC-USDT"), "/v1/quotes/{symbol}", "get");
    check(alice.get("/v1/watchlist"), "/v1/watchlist", "get");
    check(alice.call("PUT", "/v1/watchlist", "{'symbols':['BTC-USDT']}"), "/v1/watchlist", "put");
    check(alice.call("PUT", "/v1/watchlist", "{'symbols':['X']}"), "/v1/watchlist", "put");
    check(
        alice.call(
            "PUT",
            "/v1/preferences",
            "{'notifications':{'a':['b',1,true]},"
                + "'subscriptions':['alerts',{'channel':'user:me','interval_ms':5}]}"),
        "/v1/preferences",
        "put");
    check(alice.get("/v1/preferences"), "/v1/preferences", "get");
    HttpClient desk = new HttpClient(rig, rig.publisher("desk", "alerts"));
    check(
        desk.post("/v1/events", "[{'channel':'alerts','type':'alert','data':{}}]"),
        "/v1/events",
        "post");
    check(desk.post("/v1/events", "{'channel':'x'}"), "/v1/events", "post");
    check(alice.get("/v1/updates?channels=alerts&wait=0"), "/v1/updates", "get");
    check(alice.get("/v1/updates?channels=alerts&wait=0&since=1-0"), "/v1/updates", "get");
    check(alice.get("/v1/updates?channels=user:bob"), "/v1/updates", "get");
    check(alice.get("/v1/stream?channels=nope"), "/v1/stream", "get");
    check(alice.get("/v1/ws"), "/v1/ws", "get");
    HttpClient admin = new HttpClient(rig, rig.token("root", Scope.ADMIN));
    String keys = "/v1/admin/keys";
    check(admin.post(keys, "{'user':'bob','scope':'push','name':'n'}"), keys, "post");
    check(admin.get(keys), keys, "get");
    check(admin.call("DELETE", keys + "/key_none", null), keys + "/{id}", "delete");
    check(admin.post("/v1/dev/tokens", "{'user':'bob'}"), "/v1/dev/tokens", "post");
  }

  @Test
  void describeWhatASocketSays() {
    WsClient client = WsClient.connect(rig.vertx(), rig.port(), "");
    client.send("{'type':'auth','id':1,'token':'" + rig.token("alice") + "'}");
    check(asyncapi, "Welcome", client.next("welcome"));
    client.send(
        "{'type':'subscribe','interval_ms':0,"
            + "'channels':['alerts','user:me','market:BTC-USDT','x']}");
    check(asyncapi, "Subscribed", client.next("subscribed"));
    client.send("{'type':'ping','id':'p'}");
    check(asyncapi, "Pong", client.next("pong"));
    client.send("{'type':'nope','id':2}");
    check(asyncapi, "Error", client.next("error"));
    List<JsonNode> quotes = new ArrayList<>();
    GatewayRig.until(
        () -> {
          rig.publish(trade("BTC-USDT", System.nanoTime(), 600_000));
          client.countUntilPong(
              message -> message.path("type").asText().equals("quote") && quotes.add(message));
          return !quotes.isEmpty();
        });
    check(asyncapi, "QuoteEvent", quotes.get(0));
    rig.append("alert", "alerts", Map.of("n", 1), Map.of("color", "red"));
    check(asyncapi, "Event", client.next("alert"));
    client.send("{'type':'unsubscribe'}");
    check(asyncapi, "Unsubscribed", client.next("unsubscribed"));
    client.send("{'type':'subscribe','channels':['alerts'],'interval_ms':2000}");
    client.next("subscribed");
    for (int i = 0; i < 3; i++) {
      rig.append("alert", "alerts", Map.of("n", i));
    }
    check(asyncapi, "EventBatch", client.next("event_batch"));
    client.close();
  }
}
