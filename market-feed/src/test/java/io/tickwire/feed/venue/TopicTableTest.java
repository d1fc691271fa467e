package io.tickwire.feed.venue;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.TickKind;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class TopicTableTest {
  private final TopicTable table = new TopicTable();

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  private @Nullable Topic find(String text, Random random) {
    int before = random.nextInt(9);
    byte[] bytes = ("x".repeat(before) + text + "tail").getBytes(StandardCharsets.UTF_8);
    return table.find(bytes, before, bytes.length - 4);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void findsWhatAMapFinds(long seed) {
    Random random = new Random(seed);
    Map<String, Topic> model = new HashMap<>();
    for (int step = 0; step < 3_000; step++) {
      // Short ones, and such as differ in one character anywhere.
      String text = "/market/match:SYM-".substring(random.nextInt(18)) + random.nextInt(400);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          Topic topic = new Topic("/market/match", text, TickKind.TRADE);
          table.put(text, topic);
          model.put(text, topic);
        }
        case 2 -> {
          table.remove(text);
          model.remove(text);
        }
        default -> assertThat(find(text, random)).as(text).isEqualTo(model.get(text));
      }
    }
    model.forEach((text, topic) -> assertThat(find(text, random)).isSameAs(topic));
  }
}
