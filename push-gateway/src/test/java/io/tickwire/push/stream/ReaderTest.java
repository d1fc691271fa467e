package io.tickwire.push.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tickwire.push.fanout.FanoutConfig;
import io.tickwire.push.fanout.History;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.fanout.Replay;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.session.Missed;
import io.tickwire.push.subscription.Channel;
import io.tickwire.push.subscription.EventFields;
import io.tickwire.push.subscription.Filter;
import io.tickwire.push.subscription.Subscription;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits for a reader, and how it is written. */
final class ReaderTest {
  private static Publication event(int number) {
    return event("alerts", number);
  }

  private static Publication event(String channel, int number) {
    return Publication.event(
        EventFields.of(channel), new Offset(number, 0), 0, 0, "{\"type\":\"a\"}");
  }

  private static Publication quote(String symbol, String text) {
    return Publication.quote(EventFields.of("market:" + symbol), 0, 0, () -> text);
  }

  @Test
  void keepsEventsInOrder_andTheNewestQuote() {
    Reader reader = new Reader(1_000);
    reader.offer(quote("A", "1"));
    reader.offer(event(1));
    reader.offer(quote("B", "2"));
    reader.offer(quote("A", "3"));
    reader.offer(event(2));
    assertThat(reader.takeEvent()).extracting(Publication::offset).isEqualTo(new Offset(1, 0));
    assertThat(reader.takeEvent()).extracting(Publication::offset).isEqualTo(new Offset(2, 0));
    assertThat(reader.takeEvent()).isNull();
    assertThat(reader.takeQuotes()).extracting(Publication::text).containsExactly("3", "2");
    assertThat(reader.quotes()).isZero();
    assertThat(reader.isOver()).isFalse();
  }

  @Test
  void keepsApart_whatItBeginsWith_inItsNewestForm() {
    Reader reader = new Reader(1_000);
    reader.offer(quote("A", "1"));
    reader.begin(quote("A", "2"));
    reader.begin(quote("B", "3"));
    reader.offer(quote("B", "4"));
    reader.offer(quote("C", "5"));
    reader.begin(quote("D", "6"));
    reader.forget("market:D");
    assertThat(reader.waiting()).isEqualTo(3);
    assertThat(reader.quotes()).isEqualTo(1);
    assertThat(reader.takeSnapshots()).extracting(Publication::text).containsExactly("2", "4");
    reader.offer(quote("B", "7"));
    assertThat(reader.takeSnapshots()).isEmpty();
    assertThat(reader.takeQuotes()).extracting(Publication::text).containsExactly("5", "7");
  }

  @Test
  void knowsHowMuchWaited_whenItWasTooMuch() {
    Reader reader = new Reader(30);
    reader.offer(quote("A", "1"));
    reader.offer(event(1));
    reader.offer(event(2));
    assertThat(reader.waiting()).isEqualTo(3);
    reader.offer(event(3));
    reader.offer(event(4));
    assertThat(reader.isOver()).isTrue();
    assertThat(reader.waiting()).isEqualTo(4);
  }

  @Test
  void givesQuotes_asManyAsAreAskedFor_andKeepsTheRestConflated() {
    Reader reader = new Reader(1_000);
    reader.offer(quote("A", "1"));
    reader.offer(quote("B", "2"));
    reader.offer(quote("C", "3"));
    assertThat(reader.takeQuotes(1)).extracting(Publication::text).containsExactly("1");
    reader.offer(quote("A", "4"));
    reader.offer(quote("B", "5"));
    assertThat(reader.takeQuotes(0)).isEmpty();
    assertThat(reader.takeQuotes(2)).extracting(Publication::text).containsExactly("5", "3");
    assertThat(reader.quotes()).isEqualTo(1);
    assertThat(reader.takeQuotes(9)).extracting(Publication::text).containsExactly("4");
  }

  @Test
  void knowsWhetherOneWaits_thatNothingMayDelay() {
    Reader reader = new Reader(1_000);
    reader.offer(event(1));
    assertThat(reader.holdsUrgent()).isFalse();
    reader.offer(event("user:alice", 2));
    reader.offer(event(3));
    assertThat(reader.holdsUrgent()).isTrue();
    reader.takeEvent();
    assertThat(reader.holdsUrgent()).isTrue();
    reader.takeEvent();
    assertThat(reader.holdsUrgent()).isFalse();
  }

  private static History history(int keeps, Publication... events) {
    History history = new History(new FanoutConfig(100, 24, 0, keeps, 10_000));
    for (Publication event : events) {
      history.add(List.of(event), new Offset(3, 0));
    }
    return history;
  }

  private static Replay missed(History history, Channel channel) {
    Subscription subscription = new Subscription(channel, Filter.EVERYTHING, 0);
    return history.missed(List.of(new Missed(subscription, new Offset(0, 0))), List.of());
  }

  @Test
  void tellsFirst_whatWasMissed_howeverMuchItIs() {
    Reader reader = new Reader(24);
    reader.missed(missed(history(9, event(1), event(2), event(3)), new Channel.Topic("alerts")));
    reader.offer(event(4));
    assertThat(reader.isOver()).isFalse();
    assertThat(reader.holdsUrgent()).isFalse();
    for (int number = 1; number <= 4; number++) {
      assertThat(reader.hasEvents()).isTrue();
      assertThat(reader.takeEvent())
          .extracting(Publication::offset)
          .isEqualTo(new Offset(number, 0));
    }
    assertThat(reader.hasEvents()).isFalse();
  }

  @Test
  void holdsUrgent_whileItTellsOfAUsersOwn() {
    Reader reader = new Reader(24);
    reader.missed(missed(history(9, event("user:alice", 1)), new Channel.User("alice")));
    assertThat(reader.holdsUrgent()).isTrue();
    reader.takeEvent();
    assertThat(reader.holdsUrgent()).isFalse();
  }

  @Test
  void isOver_whenWhatWasMissedIsNotKeptAnyMore() {
    History history = history(2, event(1), event(2));
    Reader reader = new Reader(24);
    reader.missed(missed(history, new Channel.Topic("alerts")));
    assertThat(reader.isOver()).isFalse();
    history.add(List.of(event(3)), new Offset(3, 0));
    assertThat(reader.isOver()).isTrue();
    assertThat(reader.hasEvents()).isFalse();
  }

  @Test
  void isOver_whenMoreWaitsThanMay() {
    Reader reader = new Reader(24);
    reader.offer(event(1));
    reader.offer(event(2));
    assertThat(reader.isOver()).isFalse();
    reader.takeEvent();
    reader.offer(event(3));
    assertThat(reader.isOver()).isFalse();
    reader.offer(event(4));
    assertThat(reader.isOver()).isTrue();
    assertThat(reader.hasEvents()).isFalse();
    reader.offer(event(5));
    assertThat(reader.hasEvents()).isFalse();
  }

  @Test
  void writesEvents_thatNoLineBreakCanForge() {
    assertThat(SseText.event("1-0", "a\nid: 9-9", "{}\r\n"))
        .isEqualTo("id: 1-0\nevent: a id: 9-9\ndata: {}  \n\n");
    assertThat(SseText.event(null, "quote", "{}")).isEqualTo("event: quote\ndata: {}\n\n");
    assertThat(SseText.comment("x\ny")).isEqualTo(": x y\n\n");
    assertThat(SseText.retry(5)).isEqualTo("retry: 5\n\n");
    assertThat(SseText.type("{\"type\":\"a\\nb\",\"x\":1}")).isEqualTo("a\nb");
    assertThatThrownBy(() -> SseText.type("{\"x\":1}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void knowsAQuoteAgain_byItsMark() {
    PollCursor cursor =
        new PollCursor(new Offset(5, 1), Set.of(PollCursor.mark("a"), PollCursor.mark("b")));
    assertThat(PollCursor.parse(cursor.toString())).isEqualTo(cursor);
    assertThat(PollCursor.mark("a")).isEqualTo(PollCursor.mark("a")).hasSize(6);
    assertThat(PollCursor.mark("a")).isNotEqualTo(PollCursor.mark("b"));
    assertThat(PollCursor.parse("7-0")).isEqualTo(new PollCursor(new Offset(7, 0), Set.of()));
    assertThat(PollCursor.parse("~")).isEqualTo(PollCursor.NONE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "1", "1-0~abc", "1-0~abcde!", "-1-0", "~1-0", "1-0~~"})
  void refuses_whatIsNoCursor(String text) {
    assertThat(PollCursor.parse(text)).isNull();
  }
}
