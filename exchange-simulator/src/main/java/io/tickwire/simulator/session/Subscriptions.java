package io.tickwire.simulator.session;

import io.tickwire.simulator.protocol.ProtocolError;
import io.tickwire.simulator.protocol.Topic;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The topics of one session. A batch that overshoots a limit is refused whole; a topic held already
 * counts once.
 */
final class Subscriptions {

  private final int maxPerSession;
  private final int maxPerSubscribe;
  private final Set<Topic> topics = new LinkedHashSet<>();

  Subscriptions(SessionLimits limits) {
    this.maxPerSession = limits.maxTopicsPerSession();
    this.maxPerSubscribe = limits.maxTopicsPerSubscribe();
  }

  /** Adds all of them, or none and says why. */
  Optional<ProtocolError> add(Set<Topic> wanted) {
    if (wanted.size() > maxPerSubscribe) {
      return Optional.of(ProtocolError.tooManyPerSubscribe(maxPerSubscribe));
    }
    long fresh = wanted.stream().filter(topic -> !topics.contains(topic)).count();
    if (topics.size() + fresh > maxPerSession) {
      return Optional.of(ProtocolError.tooManyPerSession(maxPerSession));
    }
    topics.addAll(wanted);
    return Optional.empty();
  }

  void remove(Set<Topic> unwanted) {
    topics.removeAll(unwanted);
  }

  Set<Topic> topics() {
    return Collections.unmodifiableSet(topics);
  }
}
