package io.tickwire.push.profile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.redis.StreamNews;
import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Watch lists and preferences in Redis, by user. A change is durable and told to every gateway when
 * its future succeeds. {@link #start} and {@link #stop} belong on the context that made it, the
 * rest is for any.
 */
public final class Profiles implements Watchlists {
  private static final String WATCHLIST = "watchlist";
  private static final String PREFERENCES = "preferences";
  private static final int MOST_CHANGES = 10_000;

  private final RedisLink redis;
  private final StreamNews changes;
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  public Profiles(RedisLink redis) {
    this.redis = redis;
    this.changes = new StreamNews(redis, Keys.PROFILE_CHANGES, "profiles", this::onChange);
  }

  public Future<Void> start() {
    return changes.start();
  }

  public Future<Void> stop() {
    return changes.stop();
  }

  private void onChange(StreamEntry entry) {
    if (entry.field("what").equals(WATCHLIST)) {
      listeners.forEach(listener -> listener.accept(entry.field("user")));
    }
  }

  @Override
  public void onWatchlistChange(Consumer<String> listener) {
    listeners.add(listener);
  }

  @Override
  public Future<List<String>> watchlist(String user) {
    return redis
        .send(Request.cmd(Command.GET).arg(Keys.user(user, WATCHLIST)))
        .map(
            json -> json == null ? List.of() : List.of(Json.read(json.toString(), String[].class)));
  }

  public Future<Void> putWatchlist(String user, List<String> symbols) {
    return put(user, WATCHLIST, Json.write(symbols));
  }

  /** What {@link #putPreferences} was given last; an empty object before the first time. */
  public Future<JsonNode> preferences(String user) {
    return redis
        .send(Request.cmd(Command.GET).arg(Keys.user(user, PREFERENCES)))
        .map(
            json ->
                json == null
                    ? Json.mapper().createObjectNode()
                    : Json.read(json.toString(), ObjectNode.class));
  }

  public Future<Void> putPreferences(String user, ObjectNode preferences) {
    return put(user, PREFERENCES, Json.write(preferences));
  }

  /** Stored first: whoever hears of a change must find it. */
  private Future<Void> put(String user, String what, String json) {
    Request announce =
        Request.cmd(Command.XADD)
            .arg(Keys.PROFILE_CHANGES)
            .arg("MAXLEN")
            .arg("~")
            .arg(MOST_CHANGES)
            .arg("*")
            .arg("user")
            .arg(user)
            .arg("what")
            .arg(what);
    return redis
        .send(Request.cmd(Command.SET).arg(Keys.user(user, what)).arg(json))
        .compose(ignored -> redis.send(announce))
        .mapEmpty();
  }
}
