package io.tickwire.feed;

import io.tickwire.feed.venue.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which sockets deliver which topics. A symbol that moves from one socket to another is on both for
 * a while: it is interrupted only when the last of them stops. Pure, not thread-safe.
 */
final class Coverage {
  private final Map<Topic, Set<String>> socketsByTopic = new HashMap<>();

  /** The topics that nobody delivered before. */
  List<Topic> covered(String socket, Collection<Topic> topics) {
    List<Topic> first = new ArrayList<>();
    for (Topic topic : topics) {
      Set<String> sockets = socketsByTopic.computeIfAbsent(topic, key -> new HashSet<>(2));
      if (sockets.add(socket) && sockets.size() == 1) {
        first.add(topic);
      }
    }
    return first;
  }

  /** The topics that nobody delivers any more. */
  List<Topic> interrupted(String socket, Collection<Topic> topics) {
    List<Topic> last = new ArrayList<>();
    for (Topic topic : topics) {
      Set<String> sockets = socketsByTopic.get(topic);
      if (sockets != null && sockets.remove(socket) && sockets.isEmpty()) {
        socketsByTopic.remove(topic);
        last.add(topic);
      }
    }
    return last;
  }

  boolean isCovered(Topic topic) {
    return socketsByTopic.containsKey(topic);
  }

  boolean isCoveredBy(String socket, Topic topic) {
    return socketsByTopic.getOrDefault(topic, Set.of()).contains(socket);
  }
}
