package io.tickwire.push;

import static io.tickwire.push.HttpClient.json;
import static io.tickwire.push.HttpClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.push.auth.Scope;
import io.tickwire.push.profile.Watchlists;
import io.tickwire.testsupport.RedisExtension;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.client.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What users keep with us, through two gateways. */
final class ProfileTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static GatewayRig rig;
  private static GatewayRig other;
  private static HttpClient alice;

  @BeforeAll
  static void start() {
    Map<String, String> settings =
        Map.of("push.profile.max-symbols", "2", "push.max-subscriptions", "3");
    rig = GatewayRig.start(REDIS.uri(), "one", settings);
    other = GatewayRig.start(REDIS.uri(), "two", settings);
    alice = new HttpClient(rig, rig.token("alice"));
  }

  @AfterAll
  static void stop() {
    rig.close();
    other.close();
  }

  private static JsonNode put(HttpClient client, String path, String body) {
    HttpResponse<Buffer> response = client.call("PUT", path, body);
    assertThat(response.statusCode()).as(response.bodyAsString()).isEqualTo(200);
    return json(response);
  }

  @Test
  void keepsTheWatchlist_ofEachUser_andTellsEveryGateway() throws InterruptedException {
    Watchlists watchlists = other.gateway().watchlists();
    BlockingQueue<String> changed = new LinkedBlockingQueue<>();
    watchlists.onWatchlistChange(changed::add);
    HttpClient zoe = new HttpClient(rig, rig.token("zoe"));
    assertThat(zoe.get("/v1/watchlist").bodyAsString()).isEqualTo("{\"symbols\":[]}");

    put(zoe, "/v1/preferences", "{}");
    put(zoe, "/v1/watchlist", "{'symbols':['ETH-USDT','BTC-USDT']}");

    assertThat(changed.poll(10, TimeUnit.SECONDS)).isEqualTo("zoe");
    assertThat(TestContext.await(watchlists.watchlist("zoe")))
        .containsExactly("ETH-USDT", "BTC-USDT");
    assertThat(new HttpClient(other, other.token("zoe")).get("/v1/watchlist").bodyAsString())
        .isEqualTo("{\"symbols\":[\"ETH-USDT\",\"BTC-USDT\"]}");
    assertThat(alice.get("/v1/watchlist").bodyAsString()).isEqualTo("{\"symbols\":[]}");
    put(zoe, "/v1/watchlist", "{'symbols':[]}");
    assertThat(changed.poll(10, TimeUnit.SECONDS)).isEqualTo("zoe");
    assertThat(zoe.get("/v1/watchlist").bodyAsString()).isEqualTo("{\"symbols\":[]}");
  }

  @Test
  void keepsASymbolOnce() {
    HttpClient yan = new HttpClient(rig, rig.token("yan"));
    assertThat(put(yan, "/v1/watchlist", "{'symbols':['BTC-USDT','BTC-USDT']}").path("symbols"))
        .hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | symbols",
        "{'symbols':'BTC-USDT'} | symbols",
        "{'symbols':['BTC-USDT','ETH-USDT','XBTUSDTM']} | symbols",
        "{'symbols':['BTC-USDT','NOPE']} | symbols[1]",
        "{'symbols':[7]} | symbols[0]",
      })
  void refusesAWatchlist_thatCannotBe(String body, String field) {
    JsonNode problem = problem(alice.call("PUT", "/v1/watchlist", body), 422, "bad_request");
    assertThat(problem.path("field").asText()).isEqualTo(field);
  }

  @Test
  void keepsPreferences() {
    HttpClient xenia = new HttpClient(rig, rig.token("xenia"));
    String empty = "{\"notifications\":{},\"subscriptions\":[]}";
    assertThat(xenia.get("/v1/preferences").bodyAsString()).isEqualTo(empty);
    String full =
        "{'notifications':{'position_closed':['push','email'],'quiet_from':22,'sound':true},"
            + "'subscriptions':['user:me',{'channel':'market:BTC-USDT','interval_ms':250,"
            + "'filters':{'tiers':['daily'],'confidence_min':'0.7'}}]}";
    assertThat(put(xenia, "/v1/preferences", full).toString()).isEqualTo(full.replace('\'', '"'));
    assertThat(new HttpClient(other, other.token("xenia")).get("/v1/preferences").bodyAsString())
        .isEqualTo(full.replace('\'', '"'));
    put(xenia, "/v1/preferences", "{'colour':'red'}");
    assertThat(xenia.get("/v1/preferences").bodyAsString()).isEqualTo(empty);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'notifications':[]} | notifications",
        "{'notifications':{'a b':1}} | notifications",
        "{'notifications':{'x':{}}} | notifications.x",
        "{'notifications':{'x':[[]]}} | notifications.x",
        "{'notifications':{'x':null}} | notifications.x",
        "{'subscriptions':{}} | subscriptions",
        "{'subscriptions':['user:me','user:me','user:me','user:me']} | subscriptions",
        "{'subscriptions':[7]} | subscriptions[0]",
        "{'subscriptions':['user:bob']} | subscriptions[0]",
        "{'subscriptions':['market:NOPE']} | subscriptions[0]",
        "{'subscriptions':['user:me',{}]} | subscriptions[1].channel",
        "{'subscriptions':[{'channel':7}]} | subscriptions[0].channel",
        "{'subscriptions':[{'channel':'user:me','interval_ms':60001}]} |"
            + " subscriptions[0].interval_ms",
        "{'subscriptions':[{'channel':'user:me','interval_ms':'1'}]} |"
            + " subscriptions[0].interval_ms",
        "{'subscriptions':[{'channel':'user:me','filters':[]}]} | subscriptions[0].filters",
        "{'subscriptions':[{'channel':'user:me','filters':{'x':{}}}]} |"
            + " subscriptions[0].filters",
        "{'subscriptions':['user:me',{'channel':'user:me','filters':{'n_min':'low'}}]} |"
            + " subscriptions[1].filters",
        "{'subscriptions':[{'channel':'user:me','filters':{'n_min':2,'n_max':1}}]} |"
            + " subscriptions[0].filters",
        "{'subscriptions':[{'channel':'user:me','filters':{'update_frequency':61}}]} |"
            + " subscriptions[0].filters",
      })
  void refusesPreferences_thatCannotBe(String body, String field) {
    JsonNode problem = problem(alice.call("PUT", "/v1/preferences", body), 422, "bad_request");
    assertThat(problem.path("field").asText()).isEqualTo(field);
  }

  @Test
  void needTheScopePush() {
    HttpClient trader = new HttpClient(rig, rig.token("alice", Scope.TRADE));
    for (String path : List.of("/v1/watchlist", "/v1/preferences")) {
      problem(trader.get(path), 403, "forbidden");
      problem(trader.call("PUT", path, "{}"), 403, "forbidden");
    }
  }
}
