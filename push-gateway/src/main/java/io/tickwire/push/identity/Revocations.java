package io.tickwire.push.identity;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Tells of API keys that were revoked, here or by another gateway, at once. Any thread. */
public final class Revocations {
  private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();

  /**
   * @param listener takes the id of a key, on the context of the tail: it must not block
   */
  public void onRevoked(Consumer<String> listener) {
    listeners.add(listener);
  }

  void revoked(String keyId) {
    listeners.forEach(listener -> listener.accept(keyId));
  }
}
