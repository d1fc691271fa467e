package io.tickwire.push;

import io.tickwire.push.protocol.Damage;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Messages and bodies that are good, damaged, of a wrong shape, or noise. Seeded. */
final class HostileMessages {
  private static final List<String> CHANNELS =
      List.of(
          "market:BTC-USDT",
          "market:NOPE",
          "market:*",
          "market:",
          "signals:*",
          "signals:type:x",
          "alerts",
          "tier_patterns",
          "token.*.update",
          "token.*",
          "token.*.*.*.*",
          "global.*",
          "*",
          "user:me",
          "user:someone",
          "USER:me",
          "user:%6de",
          "watchlist:me",
          "watchlist:../me",
          "\\ud800",
          "\\u0000",
          "a.b..c",
          "");

  private static final List<String> BODIES =
      List.of(
          "{\"symbol\":\"BTC-USDT\",\"side\":\"long\",\"quantity\":\"1\",\"leverage\":\"2\","
              + "\"stop_loss\":\"100.1\",\"take_profits\":[{\"price\":\"1\",\"quantity\":\"1\"}],"
              + "\"trailing_stop\":{\"callback_bp\":100},\"client_id\":\"c\"}",
          "{\"symbol\":\"XBTUSDTM\",\"condition\":\"above\",\"price\":\"60000.1\",\"repeat\":"
              + "{\"cooldown_s\":1,\"hysteresis_bp\":2},\"action\":{\"open\":{\"side\":\"long\","
              + "\"quantity\":\"1\"}},\"expires_at\":1795282200000}",
          "[{\"channel\":\"global.fuzz\",\"type\":\"global_update\",\"attributes\":{\"sector\":"
              + "[\"a\",1.5,true]},\"data\":{\"n\":1},\"key\":\"k\"}]",
          "{\"symbols\":[\"BTC-USDT\",\"ETH-USDT\"]}",
          "{\"notifications\":{\"a\":true},\"subscriptions\":[\"alerts\",{\"channel\":\"token.*\","
              + "\"filters\":{\"symbols\":[\"A\"]},\"interval_ms\":100}]}",
          "{\"quantity\":\"0.5\"}");

  private static final List<String> SHAPES =
      List.of(
          "[]",
          "[[[[]]]]",
          "7",
          "\"ping\"",
          "null",
          "{}",
          "{\"type\":7}",
          "{\"type\":[\"ping\"]}",
          "{\"type\":\"ping\",\"id\":{}}",
          "{\"type\":\"subscribe\"}",
          "{\"type\":\"subscribe\",\"channels\":{\"a\":1}}",
          "{\"type\":\"subscribe\",\"channels\":[[\"alerts\"]]}",
          "{\"type\":\"subscribe\",\"channels\":[{\"channel\":\"alerts\",\"since\":7}]}",
          "{\"type\":\"subscribe\",\"channels\":[\"alerts\"],\"filters\":[1,2]}",
          "{\"type\":\"subscribe\",\"channels\":[\"alerts\"],\"interval_ms\":-1}",
          "{\"type\":\"unsubscribe\",\"channels\":[null]}",
          "{\"type\":\"auth\"}",
          "{\"type\":\"auth\",\"token\":7}",
          "{\"type\":\"welcome\",\"user\":\"root\"}",
          "{\"type\":\"subscribe\",\"type\":\"ping\"}");

  private final Random random;
  private final Damage damage;
  private final List<String> tokens;

  /**
   * @param tokens that are good
   */
  HostileMessages(Random random, List<String> tokens) {
    this.random = random;
    this.damage = new Damage(random);
    this.tokens = tokens;
  }

  <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  /** A good or hardly good name of a channel, in JSON. */
  String channel() {
    return switch (random.nextInt(8)) {
      case 0 -> "signals:entity:e" + Integer.toHexString(random.nextInt());
      case 1 -> "token." + random.nextInt(1_000_000) + ".update";
      case 2 -> "token." + "x".repeat(random.nextInt(3_000));
      default -> any(CHANNELS);
    };
  }

  /** Text of one message: what a client may say, in any order, or nearly that. */
  String text() {
    return switch (random.nextInt(6)) {
      case 0 -> any(SHAPES);
      case 1 -> damaged(subscribe());
      case 2 -> damaged(any(SHAPES));
      case 3 -> "{\"type\":\"ping\",\"id\":" + random.nextInt() + "}";
      case 4 -> random.nextInt(8) == 0 ? auth() : unsubscribe();
      default -> subscribe();
    };
  }

  private String auth() {
    return "{\"type\":\"auth\",\"token\":\""
        + (random.nextInt(4) == 0 ? "worthless" : any(tokens))
        + "\"}";
  }

  private String unsubscribe() {
    return random.nextInt(4) == 0
        ? "{\"type\":\"unsubscribe\"}"
        : "{\"type\":\"unsubscribe\",\"topics\":[\"" + channel() + "\"]}";
  }

  private String subscribe() {
    StringBuilder list = new StringBuilder();
    for (int i = random.nextInt(4); i >= 0; i--) {
      list.append("{\"channel\":\"").append(channel()).append('"');
      if (random.nextInt(4) == 0) {
        list.append(",\"since\":\"").append(since()).append('"');
      }
      if (random.nextInt(3) == 0) {
        list.append(",\"filters\":").append(filters());
      }
      list.append(i == 0 ? "}" : "},");
    }
    return "{\"type\":\"subscribe\",\"id\":\"i\",\"interval_ms\":"
        + (random.nextInt(3) * 50)
        + ",\"channels\":["
        + list
        + "]}";
  }

  String since() {
    return switch (random.nextInt(4)) {
      case 0 -> "1-0";
      case 1 -> "9223372036854775807-9223372036854775807";
      case 2 -> random.nextLong() + "-" + random.nextInt();
      default -> (1_700_000_000_000L + random.nextInt()) + "-0";
    };
  }

  String filters() {
    return switch (random.nextInt(5)) {
      case 0 -> "{\"symbols\":[\"A\",7,true,null]}";
      case 1 -> "{\"confidence_min\":0.7,\"confidence_max\":\"0.1\"}";
      case 2 -> "{\"k" + random.nextInt(1_000_000) + "\":\"v" + random.nextInt(1_000_000) + "\"}";
      case 3 -> "{\"x\":[" + "\"a\",".repeat(random.nextInt(1_200)) + "\"b\"]}";
      default -> "{\"a\":{\"b\":[]},\"update_frequency\":-1}";
    };
  }

  /** The body of a request. */
  byte[] body() {
    return switch (random.nextInt(8)) {
      case 0 -> noise(300);
      case 1 -> new byte[0];
      case 2 -> utf8("[".repeat(random.nextInt(30_000)));
      case 3 -> utf8(any(SHAPES));
      case 4, 5 -> utf8(any(BODIES));
      default -> utf8(damaged(any(BODIES)));
    };
  }

  /** CBOR of a message, as it is, cut, or with bytes that are others. */
  byte[] cbor() {
    return damage.cbor(any(SHAPES));
  }

  byte[] noise(int most) {
    byte[] noise = new byte[random.nextInt(most)];
    random.nextBytes(noise);
    return noise;
  }

  String damaged(String text) {
    return damage.text(text, 1 + random.nextInt(2));
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
