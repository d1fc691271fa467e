package io.tickwire.feed.socket;

import io.tickwire.feed.venue.Topic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Which desired topics of one socket arrive by any of its connections, and what the listener knows
 * of it. Pure, not thread-safe.
 */
final class Coverage {
  /** One topic from the moment it is desired until it is not. */
  private static final class Cover {
    final Topic topic;
    boolean covered;
    boolean desired = true;

    Cover(Topic topic) {
      this.topic = topic;
    }
  }

  /** Topics that changed together; told when the listener's turn comes. */
  static final class Change {
    private final List<Cover> covers;

    private Change(List<Cover> covers) {
      this.covers = covers;
    }

    /** Those still desired, if any. */
    void tell(Consumer<Collection<Topic>> listener) {
      List<Topic> topics =
          covers.stream().filter(cover -> cover.desired).map(cover -> cover.topic).toList();
      if (!topics.isEmpty()) {
        listener.accept(topics);
      }
    }
  }

  private final Predicate<Topic> held;
  private final Map<Topic, Cover> byTopic = new LinkedHashMap<>();
  private int covered;

  /**
   * @param held whether any connection has it acknowledged
   */
  Coverage(Predicate<Topic> held) {
    this.held = held;
  }

  /** Replaces the desired topics; those that are new and held already are a change. */
  Change desire(Collection<Topic> topics) {
    Set<Topic> wanted = new LinkedHashSet<>(topics);
    byTopic
        .values()
        .removeIf(
            cover -> {
              cover.desired = wanted.contains(cover.topic);
              covered -= !cover.desired && cover.covered ? 1 : 0;
              return !cover.desired;
            });
    List<Topic> news = new ArrayList<>();
    for (Topic topic : wanted) {
      if (!byTopic.containsKey(topic)) {
        byTopic.put(topic, new Cover(topic));
        news.add(topic);
      }
    }
    return update(news, true);
  }

  /** What of these has become covered, or uncovered, since it was asked last. */
  Change update(Collection<Topic> topics, boolean nowCovered) {
    List<Cover> changed = new ArrayList<>();
    for (Topic topic : topics) {
      Cover cover = byTopic.get(topic);
      if (cover != null && cover.covered != nowCovered && held.test(topic) == nowCovered) {
        cover.covered = nowCovered;
        changed.add(cover);
      }
    }
    covered += nowCovered ? changed.size() : -changed.size();
    return new Change(changed);
  }

  /** Those of these that are covered; they stay so. */
  Change covered(Collection<Topic> topics) {
    List<Cover> covers = new ArrayList<>();
    for (Topic topic : topics) {
      Cover cover = byTopic.get(topic);
      if (cover != null && cover.covered) {
        covers.add(cover);
      }
    }
    return new Change(covers);
  }

  /** Whether a connection with these topics could take over from one with those. */
  boolean isTakenOver(Predicate<Topic> before, Predicate<Topic> after) {
    return byTopic.keySet().stream().noneMatch(topic -> before.test(topic) && !after.test(topic));
  }

  Set<Topic> desired() {
    return byTopic.keySet();
  }

  int covered() {
    return covered;
  }
}
