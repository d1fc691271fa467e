package io.tickwire.push;

import static io.tickwire.push.GatewayRig.trade;
import static io.tickwire.push.HttpClient.json;
import static io.tickwire.push.HttpClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Demand;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.ExitPrice;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.Repeat;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleQuery;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.TrailingStop;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.push.auth.Scope;
import io.tickwire.testsupport.RedisExtension;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route, what it asks of the engines and what it refuses. */
final class HttpApiTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final String OPEN =
      "{'symbol':'XBTUSDTM','side':'long','quantity':'100','leverage':'10','stop_loss':'59000',"
          + "'take_profit':'62000.5','trigger_source':'mark','client_id':'c1','colour':'red'}";
  private static final String ALERT =
      "{'symbol':'BTC-USDT','condition':'above','price':'65000',"
          + "'action':{'alert':{'message':'look'}}}";

  private static GatewayRig rig;
  private static HttpClient alice;

  @BeforeAll
  static void start() {
    rig = GatewayRig.start(REDIS.uri(), Map.of("dev.tokens", "true", "push.price-wait", "50ms"));
    alice = new HttpClient(rig, rig.token("alice"));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @BeforeEach
  void answerByDefault() {
    rig.engine().commands().clear();
    rig.engine().queries().clear();
    rig.engine()
        .answerCommands(command -> RuleReply.Done.of(Map.of("id", command.id(), "version", 1)));
    rig.engine().answerQueries(query -> RuleReply.Done.of(Map.of("items", List.of())));
  }

  private static RuleCommand command() {
    assertThat(rig.engine().commands()).hasSize(1);
    return rig.engine().commands().get(0);
  }

  private static RuleQuery query() {
    assertThat(rig.engine().queries()).hasSize(1);
    return rig.engine().queries().get(0);
  }

  @Test
  void opensAPosition() {
    HttpResponse<Buffer> response = alice.post("/v1/positions", OPEN);

    RuleCommand.OpenPosition open = (RuleCommand.OpenPosition) command();
    assertThat(open)
        .isEqualTo(
            new RuleCommand.OpenPosition(
                open.id(),
                "alice",
                "XBTUSDTM",
                Side.LONG,
                new BigDecimal("100"),
                new BigDecimal("10"),
                ExitPrice.at(new BigDecimal("59000")),
                ExitPrice.at(new BigDecimal("62000.5")),
                List.of(),
                null,
                PriceSource.MARK,
                null,
                false,
                "c1"));
    assertThat(open.id()).startsWith("pos_");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.getHeader("Location")).isEqualTo("/v1/positions/" + open.id());
    assertThat(response.getHeader("ETag")).isEqualTo("\"1\"");
    assertThat(json(response).path("id").asText()).isEqualTo(open.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | symbol",
        "{'symbol':7} | symbol",
        "{'symbol':'X'} | side",
        "{'symbol':'X','side':'up'} | side",
        "{'symbol':'X','side':'long'} | quantity",
        "{'symbol':'X','side':'long','quantity':null} | quantity",
        "{'symbol':'X','side':'long','quantity':'0'} | quantity",
        "{'symbol':'X','side':'long','quantity':'-1'} | quantity",
        "{'symbol':'X','side':'long','quantity':1.5} | quantity",
        "{'symbol':'X','side':'long','quantity':'NaN'} | quantity",
        "{'symbol':'X','side':'long','quantity':'1e5'} | quantity",
        "{'symbol':'X','side':'long','quantity':'1','leverage':'x'} | leverage",
        "{'symbol':'X','side':'long','quantity':'1','stop_loss':[]} | stop_loss",
        "{'symbol':'X','side':'long','quantity':'1','stop_loss':{'percent':2.5}} |"
            + " stop_loss.percent",
        "{'symbol':'X','side':'long','quantity':'1','stop_loss':{'percent':'0'}} |"
            + " stop_loss.percent",
        "{'symbol':'X','side':'long','quantity':'1','trigger_source':'bid'} | trigger_source",
        "{'symbol':'X','side':'long','quantity':'1','allow_immediate':'yes'} | allow_immediate",
        "{'symbol':'X','side':'long','quantity':'1','client_id':7} | client_id",
        "{'symbol':'X','side':'long','quantity':'1','take_profits':{}} | take_profits",
        "{'symbol':'X','side':'long','quantity':'1','take_profits':[7]} | take_profits[0]",
        "{'symbol':'X','side':'long','quantity':'1','take_profits':[{'price':'1'}]} |"
            + " take_profits[0].quantity",
        "{'symbol':'X','side':'long','quantity':'1','take_profits':[{'price':'1','quantity':'1'},{'quantity':'1'}]}"
            + " | take_profits[1].price",
        "{'symbol':'X','side':'long','quantity':'1','trailing_stop':'1'} | trailing_stop",
        "{'symbol':'X','side':'long','quantity':'1','trailing_stop':{}} | trailing_stop",
        "{'symbol':'X','side':'long','quantity':'1','trailing_stop':{'callback_bp':1,'distance':'1'}}"
            + " | trailing_stop",
        "{'symbol':'X','side':'long','quantity':'1','trailing_stop':{'callback_bp':1.5}} |"
            + " trailing_stop.callback_bp",
        "{'symbol':'X','side':'long','quantity':'1','trailing_stop':{'distance':'-1'}} |"
            + " trailing_stop.distance",
        "{'symbol':'X','side':'long','quantity':'1','trailing_stop':{'callback_bp':1,'activation':{'price':'1'}}}"
            + " | trailing_stop.activation.condition",
        "{'symbol':'X','side':'long','quantity':'1','price_protection_bp':'5'} |"
            + " price_protection_bp"
      })
  void namesTheField_whenAPositionCannotBe(String body, String field) {
    JsonNode problem = problem(alice.post("/v1/positions", body), 422, "bad_request");
    assertThat(problem.path("field").asText()).isEqualTo(field);
    assertThat(rig.engine().commands()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "[]", "7", "null", "'x'", "{}{}"})
  void refusesTheBody_whenItIsNoJsonObject(String body) {
    problem(alice.post("/v1/positions", body), 400, "bad_request");
  }

  @Test
  void refusesTheBody_whenItIsTooBig() {
    problem(alice.post("/v1/positions", "{'x':'" + "x".repeat(70_000) + "'}"), 413, "bad_request");
  }

  @Test
  void passesOnWhatTheEngineRefuses() {
    rig.engine()
        .answerCommands(
            command ->
                new RuleReply.Refused(
                    ErrorCode.CONFLICT,
                    "a stop was first",
                    null,
                    Json.tree(Map.of("id", "pos_1"))));
    JsonNode conflict = problem(alice.post("/v1/positions/pos_1/close", ""), 409, "conflict");
    assertThat(conflict.path("current").path("id").asText()).isEqualTo("pos_1");

    rig.engine()
        .answerCommands(
            command ->
                RuleReply.Refused.field(
                    ErrorCode.WOULD_TRIGGER_IMMEDIATELY, "stop_loss", "beyond the price"));
    JsonNode immediate =
        problem(alice.post("/v1/positions", OPEN), 422, "would_trigger_immediately");
    assertThat(immediate.path("field").asText()).isEqualTo("stop_loss");
  }

  @Test
  void listsPositions_withAllFilters() {
    HttpResponse<Buffer> response =
        alice.get("/v1/positions?status=closing&symbol=X&cursor=pos_9&limit=7");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(query())
        .isEqualTo(new RuleQuery.ListPositions("alice", PositionStatus.CLOSING, "X", "pos_9", 7));
  }

  @ParameterizedTest
  @CsvSource({
    "limit=0,limit",
    "limit=501,limit",
    "limit=-1,limit",
    "limit=x,limit",
    "status=ajar,status"
  })
  void namesTheParameter_whenAListCannotBe(String query, String field) {
    JsonNode problem = problem(alice.get("/v1/positions?" + query), 422, "bad_request");
    assertThat(problem.path("field").asText()).isEqualTo(field);
  }

  @Test
  void getsOneObjectOfEachKind() {
    alice.get("/v1/positions/pos_1");
    alice.get("/v1/triggers/trg_1");
    alice.get("/v1/executions/exe_1");
    alice.get("/v1/account");
    alice.get("/v1/triggers?status=armed");
    alice.get("/v1/executions");
    assertThat(rig.engine().queries())
        .containsExactly(
            new RuleQuery.GetPosition("alice", "pos_1"),
            new RuleQuery.GetTrigger("alice", "trg_1"),
            new RuleQuery.GetExecution("alice", "exe_1"),
            new RuleQuery.GetAccount("alice"),
            new RuleQuery.ListTriggers("alice", TriggerStatus.ARMED, null, null, 100),
            new RuleQuery.ListExecutions("alice", null, 100));
  }

  @Test
  void findsNothing_underAnIdThatCannotBe() {
    problem(alice.get("/v1/positions/%7Bp17%7D"), 404, "not_found");
    problem(alice.get("/v1/positions/" + "x".repeat(65)), 404, "not_found");
    assertThat(rig.engine().queries()).isEmpty();
  }

  @Test
  void editsAPosition_atTheVersionNamed() {
    HttpResponse<Buffer> response =
        alice.call(
            "PATCH",
            "/v1/positions/pos_1",
            "{'stop_loss':'58500.50','take_profit':null}",
            Map.of("If-Match", "\"3\""));
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(command())
        .isEqualTo(
            new RuleCommand.EditPosition(
                "pos_1",
                "alice",
                Map.of("stop_loss", TextNode.valueOf("58500.50"), "take_profit", NullNode.instance),
                3L));
  }

  @Test
  void passesEveryExitOn_whenAPositionIsOpened() {
    alice.post(
        "/v1/positions",
        "{'symbol':'X','side':'long','quantity':'10','stop_loss':{'percent':'2'},"
            + "'take_profits':[{'price':'61000','quantity':'4'},"
            + "{'price':{'percent':'5'},'quantity':'6'}],"
            + "'trailing_stop':{'callback_bp':100,"
            + "'activation':{'condition':'above','price':'60500'}},'price_protection_bp':50}");

    RuleCommand.OpenPosition open = (RuleCommand.OpenPosition) command();
    assertThat(open.stopLoss()).isEqualTo(ExitPrice.percent(new BigDecimal("2")));
    assertThat(open.takeProfits())
        .containsExactly(
            new RuleCommand.ExitTarget(ExitPrice.at(new BigDecimal("61000")), new BigDecimal("4")),
            new RuleCommand.ExitTarget(
                ExitPrice.percent(new BigDecimal("5")), new BigDecimal("6")));
    assertThat(open.trailingStop())
        .isEqualTo(
            new TrailingStop(
                100, null, new TrailingStop.Activation(Condition.ABOVE, new BigDecimal("60500"))));
    assertThat(open.priceProtectionBp()).isEqualTo(50);
  }

  @Test
  void passesEveryExitOn_whenAPositionIsEdited() {
    alice.call(
        "PATCH",
        "/v1/positions/pos_1",
        "{'stop_loss':{'percent':'3'},'take_profits':[{'price':'61000','quantity':'4'}],"
            + "'trailing_stop':null}");

    assertThat(Json.write(((RuleCommand.EditPosition) command()).changes()))
        .contains("\"stop_loss\":{\"percent\":\"3\"}")
        .contains("\"take_profits\":[{\"price\":\"61000\",\"quantity\":\"4\"}]")
        .contains("\"trailing_stop\":null");
  }

  @Test
  void refusesAnEdit_thatSaysNothingOrTooMuch() {
    JsonNode nothing =
        problem(alice.call("PATCH", "/v1/positions/pos_1", "{}"), 422, "bad_request");
    assertThat(nothing.path("field").asText()).isEqualTo("stop_loss");
    problem(alice.call("PATCH", "/v1/positions/pos_1", "{'trailing_stop':{}}"), 422, "bad_request");
    problem(
        alice.call("PATCH", "/v1/positions/pos_1", "{'stop_loss':'1'}", Map.of("If-Match", "soon")),
        400,
        "bad_request");
  }

  @Test
  void closesAPosition_wholeOrInPart() {
    assertThat(alice.call("POST", "/v1/positions/pos_1/close", null).statusCode()).isEqualTo(200);
    alice.post("/v1/positions/pos_1/close", "{'quantity':'5'}");
    assertThat(rig.engine().commands())
        .containsExactly(
            new RuleCommand.ClosePosition("pos_1", "alice", null),
            new RuleCommand.ClosePosition("pos_1", "alice", new BigDecimal("5")));
  }

  @Test
  void createsATrigger() {
    HttpResponse<Buffer> response = alice.post("/v1/triggers", ALERT);
    RuleCommand.CreateTrigger create = (RuleCommand.CreateTrigger) command();
    assertThat(create.condition()).isEqualTo(Condition.ABOVE);
    assertThat(create.action().open()).isNull();
    assertThat(create.id()).startsWith("trg_");
    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(response.getHeader("Location")).isEqualTo("/v1/triggers/" + create.id());
  }

  @Test
  void passesOnExpiryRepetitionAndGroup() {
    alice.post(
        "/v1/triggers",
        "{'symbol':'XBTUSDTM','condition':'crosses_up','price':'65000','expires_at':1795222093355,"
            + "'repeat':{'cooldown_s':60,'hysteresis_bp':10},'oco_group':'breakout',"
            + "'action':{'alert':{'message':'m'}}}");

    RuleCommand.CreateTrigger create = (RuleCommand.CreateTrigger) command();
    assertThat(create.condition()).isEqualTo(Condition.CROSSES_UP);
    assertThat(create.expiresAt()).isEqualTo(1_795_222_093_355L);
    assertThat(create.repeat()).isEqualTo(new Repeat(60, 10));
    assertThat(create.ocoGroup()).isEqualTo("breakout");
  }

  @Test
  void takesAbsentPartsOfARepetitionAsNone() {
    String body = ALERT.substring(0, ALERT.length() - 1);
    alice.post("/v1/triggers", body + ",'repeat':{},'condition':'crosses'}");

    RuleCommand.CreateTrigger create = (RuleCommand.CreateTrigger) command();
    assertThat(create.repeat()).isEqualTo(new Repeat(0, 0));
    assertThat(create.condition()).isEqualTo(Condition.CROSSES);
    assertThat(create.expiresAt()).isNull();
    assertThat(create.ocoGroup()).isNull();
  }

  @Test
  void passesOnExitsInPercentOfTheFill() {
    alice.post(
        "/v1/triggers",
        "{'symbol':'XBTUSDTM','condition':'below','price':'65000','action':{'open':{'side':'long',"
            + "'quantity':'1','stop_loss':{'percent':'2'},'take_profit':'70000'}}}");

    assertThat(((RuleCommand.CreateTrigger) command()).action())
        .isEqualTo(
            new TriggerAction(
                new TriggerAction.Open(
                    Side.LONG,
                    new BigDecimal("1"),
                    null,
                    ExitPrice.percent(new BigDecimal("2")),
                    ExitPrice.at(new BigDecimal("70000"))),
                null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'condition':'near' | condition",
        "'price':{'percent':'2'} | price",
        "'price':'0' | price",
        "'expires_at':'5' | expires_at",
        "'expires_at':5.5 | expires_at",
        "'expires_at':-1 | expires_at",
        "'expires_at':99999999999999999999 | expires_at",
        "'repeat':5 | repeat",
        "'repeat':{'cooldown_s':'60'} | repeat.cooldown_s",
        "'repeat':{'cooldown_s':-1} | repeat.cooldown_s",
        "'repeat':{'hysteresis_bp':0.5} | repeat.hysteresis_bp",
        "'oco_group':'' | oco_group",
        "'oco_group':7 | oco_group",
        "'oco_group':'12345678901234567890123456789012345678901234567890123456789012345' |"
            + " oco_group",
        "'action':{'open':{'side':'long','quantity':'1','stop_loss':{}}} |"
            + " action.open.stop_loss.percent",
        "'action':{'open':{'side':'long','quantity':'1','stop_loss':{'percent':'0'}}} |"
            + " action.open.stop_loss.percent",
        "'action':{'open':{'side':'long','quantity':'1','take_profit':{'percent':2.5}}} |"
            + " action.open.take_profit.percent",
        "'action':null | action",
        "'action':'alert' | action",
        "'action':{} | action",
        "'action':{'alert':{'message':'m'},'open':{}} | action",
        "'action':{'alert':{}} | action.alert.message",
        "'action':{'open':{'side':'long'}} | action.open.quantity",
        "'action':{'open':{'trailing_stop':{}}} | action.open.trailing_stop"
      })
  void namesTheField_whenATriggerCannotBe(String change, String field) {
    // The last one of two equal names counts.
    String body = ALERT.substring(0, ALERT.length() - 1) + "," + change + "}";
    JsonNode problem = problem(alice.post("/v1/triggers", body), 422, "bad_request");
    assertThat(problem.path("field").asText()).isEqualTo(field);
  }

  @Test
  void cancelsATrigger_andGivesItBack() {
    HttpResponse<Buffer> response = alice.call("DELETE", "/v1/triggers/trg_1", null);
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(command()).isEqualTo(new RuleCommand.CancelTrigger("trg_1", "alice"));
    assertThat(json(response).path("id").asText()).isEqualTo("trg_1");
  }

  @Test
  void sendsTheSameCommandAgain_whenItsAnswerWasLost() {
    rig.engine().swallow(1);
    assertThat(alice.post("/v1/positions", OPEN).statusCode()).isEqualTo(201);
    assertThat(rig.engine().commands()).hasSize(2);
    assertThat(rig.engine().commands().get(1)).isEqualTo(rig.engine().commands().get(0));
  }

  @Test
  void listsSymbols_inPages() {
    JsonNode first = json(alice.get("/v1/symbols?limit=2"));
    assertThat(first.path("items").findValuesAsText("symbol"))
        .containsExactly("BTC-USDT", "ETH-USDT");
    assertThat(first.path("items").get(0).path("tick_size").asText()).isEqualTo("0.1");
    JsonNode second =
        json(alice.get("/v1/symbols?limit=2&cursor=" + first.path("next_cursor").asText()));
    assertThat(second.path("items").findValuesAsText("symbol")).containsExactly("XBTUSDTM");
    assertThat(second.path("next_cursor").isNull()).isTrue();
  }

  @Test
  void answersAQuote_onceAPriceIsKnown() {
    problem(alice.get("/v1/quotes/NOPE"), 404, "not_found");
    problem(alice.get("/v1/quotes/ETH-USDT"), 503, "unavailable");
    var feed =
        rig.vertx()
            .eventBus()
            .<Demand>consumer(
                Addresses.DEMAND,
                demand -> {
                  if (demand.body().symbols().contains("BTC-USDT")) {
                    rig.publish(trade("BTC-USDT", 1, 600_001));
                  }
                });
    JsonNode quote = json(alice.get("/v1/quotes/BTC-USDT"));
    feed.unregister();
    assertThat(quote.path("last").asText()).isEqualTo("60000.1");
    assertThat(quote.path("timestamp").asLong()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/v1/positions", "/v1/triggers", "/v1/account", "/v1/executions", "/v1/symbols"})
  void demandsAToken_andItsScope(String path) {
    HttpResponse<Buffer> nobody = new HttpClient(rig, null).get(path);
    problem(nobody, 401, "unauthenticated");
    assertThat(nobody.getHeader("WWW-Authenticate")).isEqualTo("Bearer");
    problem(new HttpClient(rig, "worthless").get(path), 401, "unauthenticated");
    problem(
        new HttpClient(rig, rig.token("alice", Duration.ofSeconds(-1))).get(path),
        401,
        "unauthenticated");
    problem(new HttpClient(rig, rig.token("alice", Scope.ADMIN)).get(path), 403, "forbidden");
    assertThat(new HttpClient(rig, null).get(path + "?token=" + rig.token("alice")).statusCode())
        .isEqualTo(200);
    problem(
        new HttpClient(rig, null).call("GET", path, null, Map.of("Authorization", "Basic YTpi")),
        401,
        "unauthenticated");
  }

  @Test
  void answersInWords_whenAPathOrMethodIsWrong() {
    problem(alice.get("/v1/nothing"), 404, "not_found");
    problem(alice.get("/console/../../etc/passwd"), 404, "not_found");
    HttpResponse<Buffer> wrong = alice.call("PUT", "/v1/positions", "{}");
    problem(wrong, 405, "bad_request");
    assertThat(wrong.getHeader("Allow")).isEqualTo("POST, GET, HEAD, OPTIONS");
    wrong = alice.call("POST", "/console/index.html", "{}");
    problem(wrong, 405, "bad_request");
    assertThat(wrong.getHeader("Allow")).isEqualTo("GET, HEAD");
    problem(alice.get("/v1/ws"), 426, "bad_request");
  }

  @Test
  void servesHeadAndOptions() {
    HttpResponse<Buffer> options = alice.call("OPTIONS", "/v1/triggers/trg_1", null);
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.getHeader("Allow")).isEqualTo("GET, DELETE, HEAD, OPTIONS");
    HttpResponse<Buffer> head = alice.call("HEAD", "/v1/account", null);
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isNull();
    problem(new HttpClient(rig, null).get("/v1/account"), 401, "unauthenticated");
  }

  @Test
  void issuesDevTokens_thatWork() {
    HttpClient nobody = new HttpClient(rig, null);
    JsonNode issued = json(nobody.post("/v1/dev/tokens", "{'user':'zoe'}"));
    assertThat(issued.path("expires_at").asLong()).isGreaterThan(System.currentTimeMillis());
    new HttpClient(rig, issued.path("token").asText()).get("/v1/account");
    assertThat(query()).isEqualTo(new RuleQuery.GetAccount("zoe"));

    JsonNode narrow =
        json(nobody.post("/v1/dev/tokens", "{'user':'zoe','scope':['push'],'expires_in':60}"));
    problem(
        new HttpClient(rig, narrow.path("token").asText()).get("/v1/account"), 403, "forbidden");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{} | 422",
        "{'user':''} | 400",
        "{'user':'a b'} | 400",
        "{'user':7} | 400",
        "{'user':'*'} | 400",
        "{'user':'a:*'} | 400",
        "{'user':'a','scope':'fly'} | 422",
        "{'user':'a','expires_in':0} | 422",
        "{'user':'a','expires_in':'soon'} | 422",
        "{'user':'a','expires_in':99999999999} | 422"
      })
  void refusesDevTokens_whenTheRequestCannotBe(String body, int status) {
    problem(new HttpClient(rig, null).post("/v1/dev/tokens", body), status, "bad_request");
  }

  @Test
  void servesTheConsole_withAPolicy() {
    HttpClient nobody = new HttpClient(rig, null);
    HttpResponse<Buffer> page = nobody.get("/");
    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.getHeader("Content-Type")).isEqualTo("text/html; charset=utf-8");
    assertThat(page.getHeader("Content-Security-Policy")).startsWith("default-src 'none'");
    assertThat(page.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(page.bodyAsString()).doesNotContain("<style").doesNotContain("style=");
    HttpResponse<Buffer> library = nobody.get("/console/lib/tickwire.js");
    assertThat(library.getHeader("Content-Type")).startsWith("text/javascript");
    assertThat(library.bodyAsString()).contains("class TickwireClient");
    assertThat(
            nobody
                .call(
                    "GET",
                    "/console/lib/tickwire.js",
                    null,
                    Map.of("If-None-Match", library.getHeader("ETag")))
                .statusCode())
        .isEqualTo(304);
  }
}
