package io.tickwire.feed.venue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The topics of one socket by their text. Finding one costs no object and no decoding: an open hash
 * table of the bytes, made anew at the first search after a change. Not thread-safe.
 */
public final class TopicTable implements TopicLookup {
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final int FEWEST_SLOTS = 16;

  private final Map<String, Topic> byText = new HashMap<>();
  private @Nullable Slot[] slots = new Slot[FEWEST_SLOTS];
  private boolean changed;

  private static final class Slot {
    final byte[] text;
    final Topic topic;

    Slot(byte[] text, Topic topic) {
      this.text = text;
      this.topic = topic;
    }
  }

  public void put(String text, Topic topic) {
    byText.put(text, topic);
    changed = true;
  }

  public void remove(String text) {
    byText.remove(text);
    changed = true;
  }

  @Override
  public @Nullable Topic find(byte[] bytes, int from, int to) {
    if (changed) {
      build();
    }
    int mask = slots.length - 1;
    int at = hash(bytes, from, to) & mask;
    for (Slot slot = slots[at]; slot != null; slot = slots[at]) {
      if (Arrays.equals(slot.text, 0, slot.text.length, bytes, from, to)) {
        return slot.topic;
      }
      at = (at + 1) & mask;
    }
    return null;
  }

  /** At most a quarter is filled, so that most searches look at one slot. */
  private void build() {
    changed = false;
    slots = new Slot[Integer.highestOneBit(Math.max(FEWEST_SLOTS, byText.size() * 4) * 2 - 1)];
    byText.forEach((text, topic) -> add(text.getBytes(StandardCharsets.UTF_8), topic));
  }

  private void add(byte[] text, Topic topic) {
    int mask = slots.length - 1;
    int at = hash(text, 0, text.length) & mask;
    while (slots[at] != null) {
      at = (at + 1) & mask;
    }
    slots[at] = new Slot(text, topic);
  }

  private static int hash(byte[] bytes, int from, int to) {
    long hash = (long) to - from;
    for (int at = from; at + Long.BYTES < to; at += Long.BYTES) {
      hash = (hash ^ ByteWords.at(bytes, at)) * MULTIPLIER;
    }
    hash = (hash ^ ByteWords.last(bytes, from, to)) * MULTIPLIER;
    return (int) (hash >>> Integer.SIZE);
  }
}
