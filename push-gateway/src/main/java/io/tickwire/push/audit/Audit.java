package io.tickwire.push.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who did what and when: one line of JSON each, at level info of the logger {@code audit}. Never a
 * token, key or secret: paths come without their query. Any thread.
 */
public final class Audit {
  private static final int MOST_NAMES = 20;
  private static final int LONGEST = 256;
  private static final Logger log = LoggerFactory.getLogger("audit");

  private final Clock clock;
  private final RefusalLimit refusals = new RefusalLimit();

  public Audit(Clock clock) {
    this.clock = clock;
  }

  /**
   * @param via {@code websocket}, {@code stream} or {@code poll}
   */
  public void connected(String user, String address, String connection, String via) {
    write(
        line("connect", user)
            .put("address", address)
            .put("connection", connection)
            .put("via", via));
  }

  /**
   * @param channels that it has now
   * @param rejected that it asked for as well
   */
  public void subscribed(
      String user, String connection, Collection<String> channels, Collection<String> rejected) {
    ObjectNode line = line("subscribe", user).put("connection", connection);
    list(line, "channels", channels);
    list(line, "rejected", rejected);
    write(line);
  }

  /**
   * @param door by which the events came
   * @param offsets of what was stored
   */
  public void published(String user, String door, Collection<String> offsets) {
    ObjectNode line = line("publish", user).put("door", door);
    list(line, "offsets", offsets);
    write(line);
  }

  /**
   * @param door by which the events came
   * @param code of the refusal
   */
  public void publishRefused(String user, String door, String code) {
    write(line("publish", user).put("door", door).put("refused", code));
  }

  /**
   * A request that changes something: an order, an API key.
   *
   * @param what {@code trade} or {@code admin}
   * @param path without query
   * @param object that was made, an empty text when none was
   */
  public void changed(
      String what,
      String user,
      String address,
      String method,
      String path,
      int status,
      String object) {
    ObjectNode line =
        line(what, user)
            .put("address", address)
            .put("method", method)
            .put("path", cut(path))
            .put("status", status);
    if (!object.isEmpty()) {
      line.put("object", object);
    }
    write(line);
  }

  /**
   * Somebody was not let in. Of one address so many a minute are told, and then how many more.
   *
   * @param path without query
   */
  public void refused(String address, String path, String reason) {
    refused("", address, path, reason);
  }

  /**
   * The same of somebody who is known.
   *
   * @param user an empty text when it is not known who it is
   */
  public void refused(String user, String address, String path, String reason) {
    RefusalLimit.Verdict verdict = refusals.take(address, clock.millis());
    if (verdict.told()) {
      ObjectNode line = Json.mapper().createObjectNode();
      line.put("at", now()).put("event", "refuse");
      if (!user.isEmpty()) {
        line.put("who", user);
      }
      line.put("address", address).put("path", cut(path)).put("reason", reason);
      if (verdict.untold() > 0) {
        line.put("untold", verdict.untold());
      }
      write(line);
    }
  }

  private ObjectNode line(String event, String user) {
    return Json.mapper().createObjectNode().put("at", now()).put("event", event).put("who", user);
  }

  private String now() {
    return Instant.ofEpochMilli(clock.millis()).toString();
  }

  private static void list(ObjectNode line, String name, Collection<String> values) {
    if (!values.isEmpty()) {
      ArrayNode list = line.putArray(name);
      values.stream().limit(MOST_NAMES).forEach(value -> list.add(cut(value)));
      if (values.size() > MOST_NAMES) {
        line.put(name + "_in_all", values.size());
      }
    }
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
  }

  private static void write(ObjectNode line) {
    if (log.isInfoEnabled()) {
      log.info("{}", Json.write(line));
    }
  }
}
