package io.tickwire.feed.socket;

import io.tickwire.feed.venue.Topic;

/**
 * What is known of one topic on one connection. Not thread-safe.
 *
 * <pre>
 * ABSENT → ASKED     subscribe sent
 * ASKED → HELD       ack
 * ASKED → ABSENT     refused
 * LEAVING → UNSURE   refused
 * HELD → LEAVING     unsubscribe sent: no longer desired, or silent
 * LEAVING → ABSENT   ack
 * ASKED, LEAVING → UNSURE   no answer in time; a late one still counts
 * UNSURE → ASKED, LEAVING   asked again for what is desired by now
 * </pre>
 */
final class TopicEntry {
  enum Stage {
    ABSENT,
    ASKED,
    HELD,
    LEAVING,
    UNSURE
  }

  private static final long NEVER = Long.MAX_VALUE;
  private static final int MOST_DOUBLINGS = 10;

  final Topic topic;
  boolean desired = true;
  Stage stage = Stage.ABSENT;
  long notBeforeMs = Long.MIN_VALUE;

  /** Its neighbours in a request were refused with it. */
  boolean alone;

  /** Waits because the socket is full. */
  boolean crowdedOut;

  /** Held and silent: to be left and subscribed again. */
  boolean renew;

  /** Requests in a row without an answer in time. */
  int unanswered;

  private boolean subscribing;
  private long firstRequest;
  private boolean delivered;
  private long heldSinceMs = NEVER;
  private int silences;

  TopicEntry(Topic topic) {
    this.topic = topic;
  }

  boolean wants(boolean subscribe) {
    return switch (stage) {
      case ABSENT -> subscribe && desired;
      case UNSURE -> subscribe == desired;
      case HELD -> !subscribe && (!desired || renew);
      case ASKED, LEAVING -> false;
    };
  }

  void asked(boolean subscribe, long request) {
    if (stage != Stage.UNSURE || subscribing != subscribe) {
      firstRequest = request;
    }
    subscribing = subscribe;
    if (subscribe) {
      delivered = false;
    } else {
      renew = false;
    }
    stage = subscribe ? Stage.ASKED : Stage.LEAVING;
  }

  /** An answer to an older request of the same kind is as good as one to the last. */
  boolean isAnsweredBy(boolean subscribe, long request) {
    return (stage == Stage.ASKED || stage == Stage.LEAVING || stage == Stage.UNSURE)
        && subscribing == subscribe
        && request >= firstRequest;
  }

  void held(long nowMs) {
    stage = Stage.HELD;
    heldSinceMs = nowMs;
    answered();
  }

  long heldSinceMs() {
    return heldSinceMs;
  }

  void left() {
    stage = Stage.ABSENT;
    answered();
  }

  private void answered() {
    unanswered = 0;
    alone = false;
    crowdedOut = false;
  }

  /** What went unanswered before may have been heard all the same. */
  void refused(boolean subscribe, long notBeforeMs) {
    stage = subscribe && unanswered == 0 ? Stage.ABSENT : Stage.UNSURE;
    this.notBeforeMs = notBeforeMs;
  }

  /** It does not exist, it seems. */
  void shelved(long notBeforeMs) {
    stage = Stage.ABSENT;
    this.notBeforeMs = notBeforeMs;
  }

  /** What was refused on one connection need not be tried sooner on the next. */
  void disconnected() {
    stage = Stage.ABSENT;
    renew = false;
    unanswered = 0;
  }

  /** Hot path: the exchange sends it. */
  void delivered() {
    delivered = true;
    silences = 0;
  }

  /** It should have sent something by now. */
  void silent() {
    renew = true;
    silences++;
  }

  /** When it is silent for too long; never, once it has sent something. */
  long firstDataDeadlineMs(long firstDataMs) {
    if (stage != Stage.HELD || delivered || renew || !desired || !isRegular(topic)) {
      return NEVER;
    }
    long most = Math.max(firstDataMs, SilenceWatch.MOST_MS);
    return heldSinceMs + Math.min(most, firstDataMs << Math.min(silences, MOST_DOUBLINGS));
  }

  /** Quotes and marks come by themselves; a symbol may go without a trade for hours. */
  static boolean isRegular(Topic topic) {
    return switch (topic.kind()) {
      case QUOTE, MARK -> true;
      case TRADE, CANDLE, FUNDING -> false;
    };
  }
}
