package io.tickwire.system;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisConfig;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What can be read of a run: by users over HTTP, and what Redis holds of it. */
final class ShownRecords {
  private static final int TRIES = 40;

  private ShownRecords() {}

  /** All items of a list, over its pages. */
  static List<JsonNode> all(Api user, String path) {
    List<JsonNode> items = new ArrayList<>();
    String cursor = "";
    do {
      JsonNode page = page(user, path + "?limit=500" + cursor);
      page.path("items").forEach(items::add);
      cursor =
          page.path("next_cursor").isTextual()
              ? "&cursor=" + page.path("next_cursor").asText()
              : "";
    } while (!cursor.isEmpty());
    return items;
  }

  private static JsonNode page(Api user, String path) {
    Api.Answer answer = user.tryGet(path);
    for (int i = 0; i < TRIES && answer.status() == 503; i++) {
      answer = user.tryGet(path);
    }
    if (answer.status() != 200) {
      throw new AssertionError(path + " was answered " + answer);
    }
    return answer.body();
  }

  /** The users' executions by the position or trigger that they ended. */
  static Map<String, List<JsonNode>> executions(List<Api> users) {
    Map<String, List<JsonNode>> byOwner = new HashMap<>();
    for (Api user : users) {
      for (JsonNode execution : all(user, "/v1/executions")) {
        String owner =
            execution.path("position_id").isTextual()
                ? execution.path("position_id").asText()
                : execution.path("trigger_id").asText();
        byOwner.computeIfAbsent(owner, ignored -> new ArrayList<>()).add(execution);
      }
    }
    return byOwner;
  }

  /** How often each kind of event was told of each position and trigger: {@code type id}. */
  static Map<String, Integer> events(String redisUri) {
    Map<String, Integer> told = new TreeMap<>();
    for (Response entry : streams(redisUri, List.of(Keys.EVENTS)).get(0)) {
      JsonNode event = json(field(entry, "event"));
      String id = event.path("data").path("id").asText();
      if (!id.isEmpty()) {
        told.merge(event.path("type").asText() + " " + id, 1, Integer::sum);
      }
    }
    return told;
  }

  /** Every position and trigger that was ever armed, by its id, as it was when it was armed. */
  static Map<String, ArmedRule> armed(String redisUri) {
    List<String> keys = new ArrayList<>();
    for (int partition = 0; partition < Partitions.DEFAULT_COUNT; partition++) {
      keys.add(Keys.partition(partition, "changes"));
    }
    Map<String, ArmedRule> rules = new LinkedHashMap<>();
    for (Response stream : streams(redisUri, keys)) {
      for (Response entry : stream) {
        String document = field(entry, "doc");
        if (!document.isEmpty()) {
          ArmedRule rule = ArmedRule.of(json(document));
          rules.putIfAbsent(rule.id(), rule);
        }
      }
    }
    return rules;
  }

  private static List<Response> streams(String redisUri, List<String> keys) {
    Vertx vertx = Vertx.vertx();
    RedisLink link = RedisLink.create(vertx, new RedisConfig(redisUri, Duration.ofSeconds(15), 2));
    try {
      List<Response> streams = new ArrayList<>();
      for (String key : keys) {
        streams.add(
            TestContext.await(link.send(Request.cmd(Command.XRANGE).arg(key).arg("-").arg("+"))));
      }
      return streams;
    } finally {
      link.close();
      TestContext.await(vertx.close());
    }
  }

  private static String field(Response entry, String name) {
    Response fields = entry.get(1);
    for (int i = 0; i + 1 < fields.size(); i += 2) {
      if (fields.get(i).toString().equals(name)) {
        return fields.get(i + 1).toString();
      }
    }
    return "";
  }

  private static JsonNode json(String text) {
    try {
      return Api.JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
