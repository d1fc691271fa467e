package io.tickwire.simulator.server;

import io.tickwire.simulator.protocol.ProtocolError;
import io.tickwire.simulator.session.SessionLimits;
import io.tickwire.simulator.session.SessionRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * How many sockets an address may hold, and open in a minute. Confined to the simulator's event
 * loop.
 */
final class ConnectGate {
  private static final long MINUTE_NS = TimeUnit.MINUTES.toNanos(1);

  private final SessionLimits limits;
  private final SessionRegistry registry;
  private final Map<String, Deque<Long>> connectsNs = new HashMap<>();

  ConnectGate(SessionLimits limits, SessionRegistry registry) {
    this.limits = limits;
    this.registry = registry;
  }

  /** Counts an attempt; the error that turns it away, if one does. */
  Optional<ProtocolError> admit(String address, long nowNs) {
    Deque<Long> recent = connectsNs.computeIfAbsent(address, a -> new ArrayDeque<>());
    while (!recent.isEmpty() && nowNs - recent.getFirst() >= MINUTE_NS) {
      recent.removeFirst();
    }
    int perMinute = limits.maxConnectsPerMinute();
    if (perMinute > 0 && recent.size() >= perMinute) {
      return Optional.of(ProtocolError.BUSY);
    }
    recent.addLast(nowNs);
    int most = limits.maxSessions();
    return most > 0 && registry.count(address) >= most
        ? Optional.of(ProtocolError.tooManySessions(most))
        : Optional.empty();
  }
}
