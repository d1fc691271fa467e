package io.tickwire.push.identity;

import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.RedisScript;
import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.ApiKey;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * API keys in Redis, by id, without their secrets. Nothing is remembered here, so what is revoked
 * is unknown from the next request on. Any context.
 */
public final class ApiKeyStore {
  private static final RedisScript REVOKE = RedisScript.resource(ApiKeyStore.class, "revoke.lua");

  private final RedisLink redis;

  public ApiKeyStore(RedisLink redis) {
    this.redis = redis;
  }

  /** Null when there is none. */
  Future<@Nullable ApiKey> find(String id) {
    return redis
        .send(Request.cmd(Command.HGET).arg(Keys.API_KEYS).arg(id))
        .map(json -> json == null ? null : Json.read(json.toString(), ApiKey.class));
  }

  public Future<Void> add(ApiKey key) {
    return redis
        .send(Request.cmd(Command.HSET).arg(Keys.API_KEYS).arg(key.id()).arg(Json.write(key)))
        .mapEmpty();
  }

  /** Oldest first. */
  public Future<List<ApiKey>> all() {
    return redis
        .send(Request.cmd(Command.HGETALL).arg(Keys.API_KEYS))
        .map(
            hash -> {
              List<ApiKey> keys = new ArrayList<>();
              for (String id : hash.getKeys()) {
                keys.add(Json.read(hash.get(id).toString(), ApiKey.class));
              }
              keys.sort(Comparator.comparing(ApiKey::id));
              return keys;
            });
  }

  /** Whether it was there; every gateway hears of it. */
  public Future<Boolean> revoke(String id) {
    return REVOKE
        .run(redis, List.of(Keys.API_KEYS, Keys.API_KEY_CHANGES), List.of(id))
        .map(removed -> removed.toInteger() == 1);
  }
}
