package io.tickwire.push.session;

import io.tickwire.push.protocol.ClientFrame;
import java.util.ArrayList;
import java.util.List;

/** An {@code auth} whose token waits for newer keys, and what the client has sent after it. */
final class PendingAuth {
  /** Somewhat longer than a key server has to answer. */
  private static final long PATIENCE_MS = 5_000;

  private static final int MOST_BEHIND = 100;

  private final ClientFrame.Auth auth;
  private final long sinceMs;
  private final List<ClientFrame> behind = new ArrayList<>();

  PendingAuth(ClientFrame.Auth auth, long nowMs) {
    this.auth = auth;
    this.sinceMs = nowMs;
  }

  ClientFrame.Auth auth() {
    return auth;
  }

  /** What came after it, in order. */
  List<ClientFrame> behind() {
    return behind;
  }

  /**
   * @return whether there was room for it
   */
  boolean hold(ClientFrame frame) {
    return behind.size() < MOST_BEHIND && behind.add(frame);
  }

  boolean isOverdue(long nowMs) {
    return nowMs - sinceMs >= PATIENCE_MS;
  }
}
