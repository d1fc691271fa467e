package io.tickwire.push.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.session.Missed;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.EventFields;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Subscription;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private static final Subscription ALL = topic("token.*", Filter.EVERYTHING);
  private static final Subscription UPDATES = topic("token.*.update", Filter.EVERYTHING);
  private static final Subscription RED =
      topic("token.*", new Filter(List.of(new Filter.OneOf("color", List.of("red")))));

  private final History history = new History(new FanoutConfig(100, 4_000, 0, 4, 10_000));

  private static Subscription topic(String name, Filter filter) {
    return new Subscription(new Channel.Topic(name), filter, 0);
  }

  private static Offset at(long ms) {
    return new Offset(ms, 0);
  }

  private void add(long ms, String channel, String color) {
    add(ms, channel, color, Long.toString(ms));
  }

  private void add(long ms, String channel, String color, String text) {
    EventFields fields =
        EventFields.of(channel, JsonNodeFactory.instance.objectNode().put("color", color));
    history.add(List.of(Publication.event(fields, at(ms), 0, 0, text)), at(ms));
  }

  private List<String> missed(List<Missed> wanted, List<Missed> held) {
    return history.missed(wanted, held).take(100, 10_000).stream().map(Publication::text).toList();
  }

  private void addThree() {
    history.add(List.of(), at(0));
    add(1, "token.a.update", "red");
    add(2, "token.a.comment", "blue");
    add(3, "token.b.update", "blue");
  }

  @Test
  void givesWhatCameLater_inOrder() {
    addThree();
    assertThat(missed(List.of(new Missed(ALL, at(1))), List.of())).containsExactly("2", "3");
    assertThat(missed(List.of(new Missed(RED, at(0))), List.of())).containsExactly("1");
    assertThat(missed(List.of(new Missed(ALL, at(3))), List.of())).isEmpty();
  }

  @Test
  void givesAnEventOnce_whenSeveralHaveMissedIt() {
    addThree();
    assertThat(missed(List.of(new Missed(UPDATES, at(0)), new Missed(ALL, at(1))), List.of()))
        .containsExactly("1", "2", "3");
  }

  @Test
  void leavesOut_whatTheConnectionHasHad() {
    addThree();
    assertThat(missed(List.of(new Missed(ALL, at(0))), List.of(new Missed(UPDATES, at(2)))))
        .containsExactly("1", "2");
  }

  @Test
  void reachesBack_toTheOldestItKeeps() {
    assertThat(history.reaches(at(0))).isFalse();
    addThree();
    assertThat(history.reaches(at(0))).isTrue();
    assertThat(history.reaches(at(4))).isFalse();
    add(4, "token.c.update", "red");
    add(5, "token.c.update", "red");
    assertThat(history.reaches(at(0))).isFalse();
    assertThat(history.reaches(at(1))).isTrue();
    assertThat(history.newest()).isEqualTo(at(5));
  }

  @Test
  void tellsOfWhatWasMissed_asFastAsItIsTaken() {
    addThree();
    Replay replay = history.missed(List.of(new Missed(ALL, at(0))), List.of());
    assertThat(replay.take(2, 100)).extracting(Publication::text).containsExactly("1", "2");
    add(4, "token.c.update", "red");
    assertThat(replay.hasNext()).isTrue();
    // What came later is told live.
    assertThat(replay.take(2, 100)).extracting(Publication::text).containsExactly("3");
    assertThat(replay.hasNext()).isFalse();
    assertThat(replay.isLost()).isFalse();
  }

  @Test
  void losesAReplay_whenItKeepsNoLongerWhatComesNext() {
    addThree();
    Replay replay = history.missed(List.of(new Missed(ALL, at(0))), List.of());
    Replay quicker = history.missed(List.of(new Missed(ALL, at(0))), List.of());
    quicker.take(9, 1);
    add(4, "token.c.update", "red");
    assertThat(replay.isLost()).isFalse();
    add(5, "token.c.update", "red");
    assertThat(replay.isLost()).isTrue();
    assertThat(replay.hasNext()).isFalse();
    assertThat(replay.take(1, 100)).isEmpty();
    assertThat(quicker.take(9, 100)).extracting(Publication::text).containsExactly("2", "3");
  }

  @Test
  void keepsAsManyAsItMay_andFindsThem() {
    History large = new History(new FanoutConfig(100, 4_000, 0, 1_000, 10_000_000));
    large.add(List.of(), at(0));
    for (int i = 1; i <= 1_500; i++) {
      EventFields fields = EventFields.of("token.a.update");
      large.add(List.of(Publication.event(fields, at(i), 0, 0, Integer.toString(i))), at(i));
    }
    assertThat(large.reaches(at(499))).isFalse();
    assertThat(large.reaches(at(500))).isTrue();
    for (int since = 500; since < 1_500; since++) {
      assertThat(large.missed(List.of(new Missed(ALL, at(since))), List.of()).take(1, 100))
          .extracting(Publication::text)
          .containsExactly(Integer.toString(since + 1));
    }
    assertThat(large.missed(List.of(new Missed(ALL, at(500))), List.of()).take(2_000, 10_000))
        .hasSize(1_000);
  }

  @Test
  void dropsTheOldest_whenItHasTooManyBytes() {
    history.add(List.of(), at(0));
    add(1, "alerts", "red", "x".repeat(6_000));
    add(2, "alerts", "red", "x".repeat(6_000));
    assertThat(history.reaches(at(0))).isFalse();
    assertThat(history.reaches(at(1))).isTrue();
  }
}
