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
    return history.missed(wanted, held).stream().map(Publication::text).toList();
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
    assertThat(history.reaches(ALL, at(0))).isFalse();
    addThree();
    assertThat(history.reaches(ALL, at(0))).isTrue();
    assertThat(history.reaches(ALL, at(4))).isFalse();
    add(4, "token.c.update", "red");
    add(5, "token.c.update", "red");
    assertThat(history.reaches(ALL, at(0))).isFalse();
    assertThat(history.reaches(ALL, at(1))).isTrue();
    assertThat(history.newest()).isEqualTo(at(5));
  }

  @Test
  void doesNotReach_whenItWouldNotFitTheQueueOfAConnection() {
    history.add(List.of(), at(0));
    add(1, "token.a.update", "red", "x".repeat(600));
    assertThat(history.reaches(ALL, at(0))).isTrue();
    add(2, "token.a.update", "blue", "x".repeat(600));
    assertThat(history.reaches(ALL, at(0))).isFalse();
    assertThat(history.reaches(RED, at(0))).isTrue();
  }

  @Test
  void dropsTheOldest_whenItHasTooManyBytes() {
    history.add(List.of(), at(0));
    add(1, "alerts", "red", "x".repeat(6_000));
    add(2, "alerts", "red", "x".repeat(6_000));
    assertThat(history.reaches(ALL, at(0))).isFalse();
    assertThat(history.reaches(ALL, at(1))).isTrue();
  }
}
