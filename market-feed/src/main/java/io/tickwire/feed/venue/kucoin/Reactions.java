package io.tickwire.feed.venue.kucoin;

import io.tickwire.feed.venue.Reaction;
import io.tickwire.feed.venue.VenueFrame;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What each of KuCoin's error frames asks for. The number alone does not say: 509 stands for six
 * limits, told apart by their text, and the texts carry the limit of the day.
 */
final class Reactions {
  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NO_SUCH_TOPIC = 404;
  private static final int NO_TOPIC = 406;
  private static final int SYSTEM_ERROR = 500;
  private static final int LIMIT = 509;

  private static final Pattern NUMBER = Pattern.compile("limitation of (\\d{1,6})");

  private Reactions() {}

  static Reaction to(VenueFrame.Failure failure, boolean answersRequest) {
    String text = failure.text().toLowerCase(Locale.ROOT);
    return switch (failure.code()) {
      case UNAUTHORIZED -> new Reaction.Reconnect();
      case LIMIT -> toLimit(text, answersRequest);
      case SYSTEM_ERROR -> answersRequest ? new Reaction.Retry() : new Reaction.Reconnect();
      case BAD_REQUEST -> toBadRequest(text, answersRequest);
      case FORBIDDEN, NO_SUCH_TOPIC, NO_TOPIC ->
          answersRequest ? new Reaction.Shelve() : new Reaction.Note();
      default -> answersRequest ? new Reaction.Shelve() : new Reaction.Note();
    };
  }

  private static Reaction toBadRequest(String text, boolean answersRequest) {
    if (text.startsWith("ping timeout")) {
      return new Reaction.Reconnect();
    }
    return answersRequest ? new Reaction.Shelve() : new Reaction.Note();
  }

  private static Reaction toLimit(String text, boolean answersRequest) {
    if (text.contains("session count") || text.contains("service busy")) {
      return new Reaction.ReconnectLate();
    }
    if (text.contains("permits per")) {
      return new Reaction.SlowDown();
    }
    if (text.contains("per session")) {
      return new Reaction.TopicLimit(number(text));
    }
    if (text.contains("per time")) {
      return new Reaction.BatchLimit(number(text));
    }
    return answersRequest ? new Reaction.Retry() : new Reaction.Note();
  }

  private static int number(String text) {
    Matcher matcher = NUMBER.matcher(text);
    return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
