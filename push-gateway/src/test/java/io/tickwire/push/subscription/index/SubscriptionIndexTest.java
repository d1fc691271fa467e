package io.tickwire.push.subscription.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.push.subscription.EventFields;
import io.tickwire.push.subscription.Filter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SubscriptionIndexTest {
  private static final int SUBSCRIBERS = 200;

  private SubscriptionIndex<Integer> index = new SubscriptionIndex<>();

  private static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  private Map<Integer, Integer> match(EventFields event) {
    Map<Integer, Integer> found = new TreeMap<>();
    int count = index.match(event);
    for (int i = 0; i < count; i++) {
      assertThat(found.put(index.matched(i), index.intervalMs(i))).isNull();
    }
    return found;
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void findsWhatALookAtEverySubscriptionFinds(long seed) {
    RandomWorld world = new RandomWorld(seed, seed % 3 == 0 ? 6 : 60);
    index = new SubscriptionIndex<>(seed % 2 == 0 ? 3 : Postings.CROWDED);
    NaiveMatcher naive = new NaiveMatcher();
    List<Integer> handles = new ArrayList<>();
    for (int i = 0; i < SUBSCRIBERS; i++) {
      index.enter(i);
    }

    for (int step = 0; step < 6_000; step++) {
      // Grows for the first third, then shrinks to a few, then grows again.
      boolean grow = world.number(10) < (step / 2_000 == 1 ? 3 : 8);
      if (grow || handles.isEmpty()) {
        int subscriber = world.number(SUBSCRIBERS);
        String pattern = world.pattern();
        Filter filter = world.filter();
        int intervalMs = world.number(3);
        int handle = index.add(subscriber, pattern, filter, intervalMs);
        naive.add(handle, subscriber, pattern, filter, intervalMs);
        handles.add(handle);
      } else {
        int handle = handles.remove(world.number(handles.size()));
        index.remove(handle);
        naive.remove(handle);
      }
      if (step % 6 == 0) {
        String channel = world.channel();
        ObjectNode attributes = world.attributes();
        assertThat(match(EventFields.of(channel, attributes)))
            .as("step %d channel %s attributes %s", step, channel, attributes)
            .isEqualTo(naive.match(channel, attributes));
      }
    }
    handles.forEach(index::remove);
    assertThat(index.size()).isZero();
    assertThat(index.holdsNothing()).isTrue();
  }

  @Test
  void namesASubscriberOnce_withItsShortestInterval() {
    int subscriber = index.enter(7);
    index.add(subscriber, "token.*", Filter.EVERYTHING, 500);
    index.add(subscriber, "token.a.update", Filter.EVERYTHING, 100);
    index.add(subscriber, "token.*.update", Filter.EVERYTHING, 300);

    assertThat(match(EventFields.of("token.a.update"))).isEqualTo(Map.of(7, 100));
    assertThat(match(EventFields.of("token.a.comment"))).isEqualTo(Map.of(7, 500));
    assertThat(match(EventFields.of("token"))).isEmpty();
  }

  @Test
  void looksAtFewSubscriptions_whenManyWaitForOthers() {
    RandomWorld world = new RandomWorld(1, 60);
    int subscriber = index.enter(1);
    for (int i = 0; i < 20_000; i++) {
      index.add(
          subscriber,
          "alerts",
          new Filter(
              List.of(
                  new Filter.OneOf("tier", List.of("daily")),
                  new Filter.OneOf("symbol", List.of("s" + i % 1_000)),
                  new Filter.OneOf("color", List.of("c" + world.number(60))))),
          0);
    }
    ObjectNode attributes = world.attributes().removeAll();
    attributes.put("tier", "daily").put("symbol", "s3").put("color", "c1");
    index.match(EventFields.of("alerts", attributes));
    assertThat(index.candidates()).isBetween(1, 3 * Postings.CROWDED);
  }

  @Test
  void looksAtThoseARangeReaches_whenNothingElseTellsThemApart() {
    int subscriber = index.enter(1);
    for (int i = 0; i < 10_000; i++) {
      index.add(subscriber, "alerts", Ranges.atLeast("confidence", i), 0);
      index.add(subscriber, "alerts", Ranges.atMost("volume", i), 0);
    }
    ObjectNode attributes = new RandomWorld(1, 2).attributes().removeAll();
    attributes.put("confidence", 9).put("volume", "9990.5");
    index.match(EventFields.of("alerts", attributes));
    assertThat(index.candidates()).isBetween(19, 19 + 2 * Postings.CROWDED);
  }

  @Test
  void countsSubscriptions_perChannelAndPattern() {
    int subscriber = index.enter(1);
    int first = index.add(subscriber, "alerts", Filter.EVERYTHING, 0);
    index.add(subscriber, "alerts", Filter.EVERYTHING, 0);
    assertThat(index.subscriptions("alerts")).isEqualTo(2);
    index.remove(first);
    assertThat(index.subscriptions("alerts")).isEqualTo(1);
    assertThat(index.subscriptions("other")).isZero();
    assertThat(index.channels()).isEqualTo(1);
  }
}
