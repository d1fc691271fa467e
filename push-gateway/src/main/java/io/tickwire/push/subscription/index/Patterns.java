package io.tickwire.push.subscription.index;

import io.tickwire.push.subscription.ChannelPattern;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Channel names with wildcards, as a tree of segments. A segment ends before a {@code .} or {@code
 * :} and keeps the one it begins with. {@code *} stands for one segment in the middle and for any
 * rest at the end. Costs O(segments) to change; a look-up follows at most two ways from a segment.
 */
final class Patterns {
  private static final int NONE = IdTable.NONE;
  private static final int ROOT = -2;

  private final IdTable nodes = new IdTable();
  private int[] parents = new int[16];
  private @Nullable String[] segments = new @Nullable String[16];
  private int[] uses = new int[16];
  private int[] topics = new int[16];

  static boolean isPattern(String channel) {
    return channel.indexOf('*') >= 0;
  }

  void add(String pattern, int topic) {
    int node = ROOT;
    for (int from = 0; from < pattern.length(); ) {
      int to = ChannelPattern.end(pattern, from);
      node = child(node, pattern, from, to);
      uses[node]++;
      from = to;
    }
    topics[node] = topic;
  }

  void remove(String pattern) {
    int node = ROOT;
    for (int from = 0; from < pattern.length(); ) {
      int to = ChannelPattern.end(pattern, from);
      int child = find(node, pattern, from, to, hash(pattern, from, to));
      release(node);
      uses[child]--;
      node = child;
      from = to;
    }
    topics[node] = NONE;
    release(node);
  }

  private void release(int node) {
    if (node != ROOT && uses[node] == 0) {
      nodes.remove(node);
      segments[node] = null;
    }
  }

  private int child(int parent, String pattern, int from, int to) {
    int hash = hash(pattern, from, to);
    int found = find(parent, pattern, from, to, hash);
    if (found != NONE) {
      return found;
    }
    int node = nodes.add(parent * 31 + hash);
    if (node >= parents.length) {
      int length = Growth.of(node);
      parents = Arrays.copyOf(parents, length);
      segments = Arrays.copyOf(segments, length);
      uses = Arrays.copyOf(uses, length);
      topics = Arrays.copyOf(topics, length);
    }
    parents[node] = parent;
    segments[node] = pattern.substring(from, to);
    uses[node] = 0;
    topics[node] = NONE;
    return node;
  }

  /** Adds the topics of all patterns that the channel fits. */
  void collect(String channel, IntBag found) {
    if (nodes.size() > 0 && !channel.isEmpty()) {
      collect(ROOT, channel, 0, found);
    }
  }

  private void collect(int parent, String channel, int from, IntBag found) {
    int to = ChannelPattern.end(channel, from);
    int any = find(parent, wildcard(channel, from), 0);
    if (any != NONE) {
      // At the end of a pattern it stands for the whole rest.
      if (topics[any] != NONE) {
        found.add(topics[any]);
      }
      if (to < channel.length()) {
        collect(any, channel, to, found);
      }
    }
    int named = find(parent, channel, from, to, hash(channel, from, to));
    if (named == NONE || named == any) {
      return;
    }
    if (to < channel.length()) {
      collect(named, channel, to, found);
    } else if (topics[named] != NONE) {
      found.add(topics[named]);
    }
  }

  private static String wildcard(String channel, int from) {
    return switch (channel.charAt(from)) {
      case '.' -> ".*";
      case ':' -> ":*";
      default -> "*";
    };
  }

  private int find(int parent, String segment, int from) {
    return find(parent, segment, from, segment.length(), hash(segment, from, segment.length()));
  }

  private int find(int parent, String channel, int from, int to, int segmentHash) {
    int hash = parent * 31 + segmentHash;
    for (int slot = nodes.first(hash); ; slot = nodes.next(slot)) {
      int node = nodes.at(slot);
      if (node == NONE) {
        return NONE;
      }
      if (parents[node] == parent && isSegment(segments[node], channel, from, to)) {
        return node;
      }
    }
  }

  private static boolean isSegment(@Nullable String segment, String channel, int from, int to) {
    return segment != null && segment.length() == to - from && channel.startsWith(segment, from);
  }

  private static int hash(String text, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + text.charAt(i);
    }
    return hash;
  }

  int size() {
    return nodes.size();
  }
}
