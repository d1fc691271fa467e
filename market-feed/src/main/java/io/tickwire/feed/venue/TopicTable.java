package io.tickwire.feed.venue;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The topics of one socket by their text. Not thread-safe. */
public final class TopicTable implements TopicLookup {
  private final Map<String, Topic> byText = new HashMap<>();

  public void put(String text, Topic topic) {
    byText.put(text, topic);
  }

  public void remove(String text) {
    byText.remove(text);
  }

  @Override
  public @Nullable Topic find(byte[] bytes, int from, int to) {
    return byText.get(new String(bytes, from, to - from, StandardCharsets.UTF_8));
  }
}
