package io.tickwire.push.identity;

import io.tickwire.common.redis.Keys;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamNews;
import io.tickwire.push.auth.ApiKey;
import io.tickwire.push.auth.AuthConfig;
import io.tickwire.push.auth.HmacTokens;
import io.tickwire.push.auth.PublicKeyTokens;
import io.tickwire.push.auth.TokenAlgorithm;
import io.tickwire.push.auth.TokenVerdict;
import io.tickwire.push.auth.TokenVerifier;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import org.jspecify.annotations.Nullable;

/**
 * Finds out whom credentials speak for. {@link #identify} is for any context and takes the time it
 * needs; {@link #verify} knows the keys of now only. What it is given never gets into a log. {@link
 * #start} and {@link #stop} belong on one context.
 */
public final class Identity implements TokenVerifier {
  private final Clock clock;
  private final ApiKeyStore keys;
  private final Revocations revocations = new Revocations();
  private final TokenVerifier tokens;
  private final @Nullable HmacTokens issuer;
  private final @Nullable JwksSource source;
  private final StreamNews changes;

  public Identity(Vertx vertx, RedisLink redis, AuthConfig config, Clock clock) {
    this.clock = clock;
    this.keys = new ApiKeyStore(redis);
    String jwks = config.jwks();
    if (config.algorithm() == TokenAlgorithm.HS256 || jwks == null) {
      HmacTokens hmac = new HmacTokens(config.secret(), config.claims());
      tokens = hmac;
      issuer = hmac;
      source = null;
    } else {
      JwksSource from = new JwksSource(vertx, jwks, config.algorithm(), clock);
      tokens = new PublicKeyTokens(config.algorithm(), config.claims(), from::keys);
      issuer = null;
      source = from;
    }
    this.changes =
        new StreamNews(
            redis,
            Keys.API_KEY_CHANGES,
            "api-keys",
            entry -> revocations.revoked(entry.field("revoked")));
  }

  public Future<Void> start() {
    return changes
        .start()
        .compose(ignored -> source == null ? Future.succeededFuture() : source.start());
  }

  public Future<Void> stop() {
    if (source != null) {
      source.stop();
    }
    return changes.stop();
  }

  /** Whether there are keys to judge tokens with. Any thread. */
  public boolean isReady() {
    return source == null || source.isLoaded();
  }

  public Revocations revocations() {
    return revocations;
  }

  public ApiKeyStore keys() {
    return keys;
  }

  /** Issues tokens that this gateway accepts; null where others do that. */
  public @Nullable HmacTokens issuer() {
    return issuer;
  }

  /** Fails only when Redis does not answer about an API key. */
  public Future<Identified> identify(Credentials credentials) {
    if (credentials instanceof Credentials.Key key) {
      return key(key.text());
    }
    String token = ((Credentials.Token) credentials).text();
    return lacksKeyOf(token)
        ? refreshKeys().map(ignored -> token(token))
        : Future.succeededFuture(token(token));
  }

  private Identified token(String token) {
    return new Identified(tokens.verify(token, clock.millis()), null);
  }

  private Future<Identified> key(String text) {
    ApiKey.Presented presented = ApiKey.Presented.parse(text);
    if (presented == null) {
      return Future.succeededFuture(new Identified(ApiKey.unknown(), null));
    }
    return keys.find(presented.id())
        .map(
            key ->
                new Identified(
                    key == null ? ApiKey.unknown() : key.judge(presented.secret(), clock.millis()),
                    presented.id()));
  }

  /** Whether an API key is gone that was there. */
  public Future<Boolean> isRevoked(String keyId) {
    return keys.find(keyId).map(key -> key == null);
  }

  /** Looks for newer keys to judge tokens with, unless that was done just now. Never fails. */
  public Future<Void> refreshKeys() {
    return source == null ? Future.succeededFuture() : source.refresh();
  }

  @Override
  public boolean lacksKeyOf(String token) {
    return tokens.lacksKeyOf(token);
  }

  /** Judges with the keys of now. */
  @Override
  public TokenVerdict verify(String token, long nowMs) {
    return tokens.verify(token, nowMs);
  }
}
