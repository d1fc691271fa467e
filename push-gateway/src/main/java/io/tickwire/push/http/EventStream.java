package io.tickwire.push.http;

import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import io.tickwire.push.stream.Piece;
import io.tickwire.push.stream.SseText;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/stream}: a response without an end, of Server-Sent Events. Events go out in the
 * order of the log, so that the id of the last one is all that a client must know to come back.
 */
final class EventStream extends HttpReader {
  private static final int SOCKET_BUFFER_BYTES = 65_536;

  private final @Nullable String since;
  private int intervalMs;
  private long quotesDueMs;

  /** Of the quotes that wait, so many are due; the rest came later and wait for the next time. */
  private int quotesDue;

  /** What is to be told once it has begun: a subscription may wait for the user's list. */
  private final List<ServerFrame> early = new ArrayList<>();

  private boolean begun;
  private boolean beatMissed;

  /**
   * @param since where the client was; null when it comes for the first time
   */
  EventStream(
      HttpServerRequest request,
      Principal principal,
      String id,
      @Nullable String since,
      Surroundings around) {
    super(request, principal, id, around);
    this.since = since;
    response().setWriteQueueMaxSize(SOCKET_BUFFER_BYTES);
  }

  @Override
  void tell(ServerFrame frame) {
    if (frame instanceof ServerFrame.Welcome) {
      return;
    }
    if (frame instanceof ServerFrame.Subscribed subscribed) {
      begin(subscribed);
    } else if (frame instanceof ServerFrame.Failure failure && !begun) {
      ended(refuse(Refusal.of(failure.code(), failure.message())));
    } else if (!begun) {
      early.add(frame);
    } else if (frame instanceof ServerFrame.Heartbeat heartbeat) {
      beat(heartbeat);
    } else {
      control(SseText.event(null, frame.type(), ServerFrames.write(frame)));
    }
  }

  /** A stream that brings nothing is refused; one that brings a part says what is left out. */
  private void begin(ServerFrame.Subscribed subscribed) {
    if (subscribed.channels().isEmpty() && !subscribed.rejected().isEmpty()) {
      ended(refuse(StreamRequest.rejected(subscribed.rejected().get(0))));
      return;
    }
    if (!begun) {
      begun = true;
      response()
          .setChunked(true)
          .putHeader("Content-Type", "text/event-stream")
          .putHeader("X-Accel-Buffering", "no");
    }
    control(SseText.event(place(subscribed), subscribed.type(), ServerFrames.write(subscribed)));
    early.forEach(this::tell);
    early.clear();
  }

  /** Where a client goes on that is cut off before the first event. */
  private @Nullable String place(ServerFrame.Subscribed subscribed) {
    Offset newest = around().history().newest();
    boolean recovered =
        subscribed.channels().stream().anyMatch(ServerFrame.SubscribedChannel::recovered);
    return recovered || newest == null ? since : newest.toString();
  }

  /** Nobody answers a comment; but who takes nothing for two heartbeats is gone. */
  private void beat(ServerFrame.Heartbeat heartbeat) {
    if (!response().writeQueueFull()) {
      beatMissed = false;
      control(SseText.comment("heartbeat " + heartbeat.timestamp()));
    } else if (beatMissed) {
      close(CloseCode.SILENT, "nothing was read for two heartbeats");
    } else {
      beatMissed = true;
    }
  }

  @Override
  void pace(int milliseconds) {
    intervalMs = milliseconds;
  }

  @Override
  void flush(long nowMs) {
    StringBuilder text = new StringBuilder();
    Piece piece = new Piece();
    while (reader().hasEvents()
        && text.length() < SOCKET_BUFFER_BYTES
        && !response().writeQueueFull()
        && budget().mayTell()) {
      Publication event = piece.takeEvent(reader());
      if (event != null) {
        text.append(text(event));
      }
    }
    List<Publication> quotes = takeQuotes(nowMs);
    quotes.forEach(quote -> text.append(text(quote)));
    piece.addQuotes(quotes);
    if (!text.isEmpty() && write(text.toString())) {
      piece.sent(around().metrics());
    }
  }

  private List<Publication> takeQuotes(long nowMs) {
    if (response().writeQueueFull()) {
      return List.of();
    }
    List<Publication> quotes = new ArrayList<>(reader().takeSnapshots());
    quotes.addAll(takeDueQuotes(nowMs));
    return quotes;
  }

  /** What the budget does not allow yet stays where newer ones replace it. */
  private List<Publication> takeDueQuotes(long nowMs) {
    if (reader().quotes() > 0 && nowMs >= quotesDueMs) {
      quotesDueMs = nowMs + intervalMs;
      quotesDue = reader().quotes();
    }
    quotesDue = Math.min(quotesDue, reader().quotes());
    List<Publication> quotes = reader().takeQuotes(budget().mayTellQuotes(quotesDue));
    quotesDue -= quotes.size();
    return quotes;
  }

  private static String text(Publication event) {
    Offset offset = event.offset();
    return SseText.event(
        offset == null ? null : offset.toString(), SseText.type(event.text()), event.text());
  }

  private void control(String text) {
    if (write(text)) {
      around().metrics().sentControl();
    }
  }

  /**
   * A write that fails means a closed socket, and the close handler tells of that.
   *
   * @return whether there was a socket to write to
   */
  private boolean write(String text) {
    if (isOver() || response().closed()) {
      return false;
    }
    response().write(text);
    return true;
  }

  private Future<Void> refuse(Refusal refusal) {
    return Answer.problem(refusal.problem()).end(response());
  }

  @Override
  void end(CloseCode code, String reason) {
    if (response().closed() || response().ended()) {
      ended(Future.succeededFuture());
    } else if (!begun) {
      ended(refuse(StreamRequest.closed(code, reason)));
    } else {
      String why =
          Json.write(Map.of("type", "close", "code", code.number() & 0xffff, "reason", reason));
      ended(response().end(SseText.event(null, "close", why)));
    }
  }

  @Override
  public void drain(long afterMs) {
    if (isOver()) {
      return;
    }
    if (begun) {
      flush(Long.MAX_VALUE - intervalMs);
      control(SseText.retry(afterMs));
      tell(new ServerFrame.Reconnect(afterMs, "draining"));
    }
    close(CloseCode.DRAINING, "draining");
  }
}
