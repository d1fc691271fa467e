package io.tickwire.feed.venue;

import org.jspecify.annotations.Nullable;

/** Finds a topic by the text that frames carry. Hot path: no garbage. */
public interface TopicLookup {
  /** The topic of that UTF-8 text, null when this socket has not asked for it. */
  @Nullable Topic find(byte[] bytes, int from, int to);
}
