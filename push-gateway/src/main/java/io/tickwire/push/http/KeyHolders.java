package io.tickwire.push.http;

import io.tickwire.push.identity.Identity;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is connected by which API key, so that all of them can be sent away when it is revoked.
 * Confined to its event loop.
 */
final class KeyHolders<T> {
  private static final Logger log = LoggerFactory.getLogger(KeyHolders.class);

  private final Identity identity;
  private final Consumer<T> sendAway;
  private final Map<String, Set<T>> holders = new HashMap<>();

  KeyHolders(Identity identity, Consumer<T> sendAway) {
    this.identity = identity;
    this.sendAway = sendAway;
  }

  /** The key may have been revoked after it was looked up and before anybody knew of this one. */
  void add(String keyId, T holder) {
    holders.computeIfAbsent(keyId, ignored -> new LinkedHashSet<>()).add(holder);
    identity
        .isRevoked(keyId)
        .onSuccess(
            gone -> {
              if (gone) {
                revoked(keyId);
              }
            });
  }

  void remove(String keyId, T holder) {
    holders.computeIfPresent(
        keyId,
        (ignored, all) -> {
          all.remove(holder);
          return all.isEmpty() ? null : all;
        });
  }

  void revoked(String keyId) {
    List<T> all = List.copyOf(holders.getOrDefault(keyId, Set.of()));
    if (!all.isEmpty()) {
      log.info("connections closed key={} connections={}", keyId, all.size());
      all.forEach(sendAway);
    }
  }
}
