package io.tickwire.feed.venue.kucoin;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.VenueFrame;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReactionsTest {
  private static final Reaction RECONNECT = new Reaction.Reconnect();
  private static final Reaction LATE = new Reaction.ReconnectLate();
  private static final Reaction RETRY = new Reaction.Retry();
  private static final Reaction SLOW_DOWN = new Reaction.SlowDown();
  private static final Reaction SHELVE = new Reaction.Shelve();
  private static final Reaction NOTE = new Reaction.Note();

  /** Code, text, the reaction to a refused request, the reaction out of the blue. */
  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(400, "topic is invalid", SHELVE, NOTE),
        Arguments.of(400, "ping timeout", RECONNECT, RECONNECT),
        Arguments.of(401, "token is invalid", RECONNECT, RECONNECT),
        Arguments.of(401, "token is expired", RECONNECT, RECONNECT),
        Arguments.of(403, "login is required", SHELVE, NOTE),
        Arguments.of(404, "topic does not exist", SHELVE, NOTE),
        Arguments.of(404, "topic /market/level2:BSV-BTC is not found", SHELVE, NOTE),
        Arguments.of(406, "topic is required", SHELVE, NOTE),
        Arguments.of(415, "command type is invalid", SHELVE, NOTE),
        Arguments.of(415, "type is not supported", SHELVE, NOTE),
        Arguments.of(500, "system error", RETRY, RECONNECT),
        limit(509, "exceed max subscription count limitation of 100 per time", batch(100)),
        limit(509, "exceed max subscription count limitation of 100 per session", topics(100)),
        limit(509, "exceed max subscription count limitation of 300 per session", topics(300)),
        limit(509, "exceed max subscription count limitation of 400 per session", topics(400)),
        limit(509, "exceed max subscription count per session", topics(0)),
        limit(509, "exceed max session count limitation of 50", LATE),
        limit(509, "service busy, please retry later", LATE),
        limit(509, "exceed max permits per second", SLOW_DOWN),
        limit(509, "exceed max permits per 10 seconds", SLOW_DOWN),
        Arguments.of(509, "something new", RETRY, NOTE),
        Arguments.of(777, "never heard of", SHELVE, NOTE));
  }

  private static Arguments limit(int code, String text, Reaction reaction) {
    return Arguments.of(code, text, reaction, reaction);
  }

  private static Reaction batch(int symbols) {
    return new Reaction.BatchLimit(symbols);
  }

  private static Reaction topics(int topics) {
    return new Reaction.TopicLimit(topics);
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("errors")
  void everyErrorHasItsReaction(int code, String text, Reaction toRequest, Reaction otherwise) {
    VenueFrame.Failure failure = new VenueFrame.Failure("1", code, text);

    assertThat(Reactions.to(failure, true)).isEqualTo(toRequest);
    assertThat(Reactions.to(failure, false)).isEqualTo(otherwise);
  }
}
