package io.tickwire.rules.store;

import io.tickwire.common.redis.Keys;
import org.jspecify.annotations.Nullable;

/** The keys of one user; all share the hash tag {@code {u:NAME}}. */
public record UserKeys(String user) {
  public String account() {
    return key("account");
  }

  public String ledger() {
    return key("ledger");
  }

  public String booked() {
    return key("booked");
  }

  public String documents(History.Kind kind) {
    return key(kind.keyName());
  }

  public String byTime(History.Kind kind) {
    return key(kind.keyName() + ":by-time");
  }

  public String live(History.Kind kind) {
    return key(kind.keyName() + ":live");
  }

  /** A key of its own per client id, as it expires on its own. */
  public String client(History.Kind kind, @Nullable String clientId) {
    return key("client:" + kind.keyName() + ":" + (clientId == null ? "" : clientId));
  }

  private String key(String name) {
    return Keys.user(user, name);
  }
}
