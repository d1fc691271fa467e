package io.tickwire.push.http;

import io.tickwire.common.wire.Json;
import io.tickwire.push.auth.Principal;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.stream.Piece;
import io.tickwire.push.stream.PollCursor;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/updates}: answers once, as soon as there is something to tell, or when the client
 * has waited long enough. What it says in {@code since} is all that the next call must know: the
 * gateway keeps nothing in between, so that the next one may be another.
 */
final class LongPoll extends HttpReader {
  private static final int MOST_EVENTS = 1_000;

  /** An answer that has as much is full, however few its events are. */
  private static final long FULL_BYTES = 1 << 20;

  private final PollCursor since;
  private final long deadlineMs;
  private final Set<String> known = new LinkedHashSet<>();
  private final List<Publication> quotes = new ArrayList<>();
  private List<Publication> snapshots = List.of();
  private @Nullable Offset joinedAt;
  private boolean subscribed;
  private boolean recovered;

  /**
   * @param since of the answer before
   * @param waitMs for something to tell
   */
  LongPoll(
      HttpServerRequest request,
      Principal principal,
      String id,
      PollCursor since,
      long waitMs,
      Surroundings around) {
    super(request, principal, id, around);
    this.since = since;
    this.deadlineMs = nowMs() + waitMs;
  }

  @Override
  void tell(ServerFrame frame) {
    if (frame instanceof ServerFrame.Failure failure) {
      refuse(Refusal.of(failure.code(), failure.message()));
    } else if (frame instanceof ServerFrame.Subscribed reply) {
      if (reply.rejected().isEmpty()) {
        subscribed = true;
        joinedAt = around().history().newest();
        recovered = isRecovered(reply);
      } else {
        refuse(StreamRequest.rejected(reply.rejected().get(0)));
      }
    }
  }

  /** Quotes alone are always recovered: the newest is all there is. */
  private boolean isRecovered(ServerFrame.Subscribed reply) {
    return !since.equals(PollCursor.NONE)
        && reply.channels().stream()
            .allMatch(channel -> channel.recovered() || channel.offset() == null);
  }

  /** Before all quotes are known that it begins with, it could not say which of them were told. */
  @Override
  void flush(long nowMs) {
    if (!subscribed || awaitsSnapshots()) {
      return;
    }
    takeQuotes();
    if (reader().hasEvents() || !quotes.isEmpty() || !snapshots.isEmpty() || nowMs >= deadlineMs) {
      answer(nowMs);
    }
  }

  /** Only the first call subscribes: to a later one a snapshot is a quote like any other. */
  private void takeQuotes() {
    List<Publication> begun = reader().takeSnapshots();
    if (since.equals(PollCursor.NONE)) {
      begun.forEach(this::forgetOlder);
      snapshots = begun;
    } else {
      begun.forEach(this::add);
    }
    reader().takeQuotes().forEach(this::add);
  }

  private void add(Publication quote) {
    String mark = PollCursor.mark(quote.text());
    if (since.marks().contains(mark)) {
      known.add(mark);
    } else {
      forgetOlder(quote);
      quotes.add(quote);
    }
  }

  private void forgetOlder(Publication quote) {
    quotes.removeIf(other -> other.channel().equals(quote.channel()));
  }

  private void answer(long nowMs) {
    List<String> texts = new ArrayList<>();
    Piece piece = new Piece();
    long bytes = 0;
    // What may not be told yet is for the next call.
    Offset last = reader().hasEvents() ? begun() : around().history().newest();
    while (reader().hasEvents()
        && texts.size() < MOST_EVENTS
        && bytes < FULL_BYTES
        && budget().mayTell()) {
      Publication event = piece.takeEvent(reader());
      if (event != null) {
        texts.add(event.text());
        bytes += event.bytes().length();
        last = reader().hasEvents() ? event.offset() : around().history().newest();
      }
    }
    List<Publication> told = quotesToTell();
    if (texts.isEmpty() && told.isEmpty() && nowMs < deadlineMs) {
      return;
    }
    for (Publication quote : told) {
      texts.add(quote.text());
      known.add(PollCursor.mark(quote.text()));
    }
    piece.addQuotes(told);
    Offset place = last == null ? since.offset() : last;
    String body =
        "{\"events\":["
            + String.join(",", texts)
            + "],\"since\":"
            + Json.write(new PollCursor(place, known).toString())
            + ",\"recovered\":"
            + recovered
            + "}";
    if (!response().closed()) {
      piece.sent(around().metrics());
    }
    send(Answer.json(body));
  }

  /** One without a mark comes again with the next call; by lot, so that none is always left out. */
  private List<Publication> quotesToTell() {
    int granted = budget().mayTellQuotes(quotes.size());
    if (granted < quotes.size()) {
      Collections.shuffle(quotes);
    }
    List<Publication> told = new ArrayList<>(snapshots);
    told.addAll(quotes.subList(0, granted));
    return told;
  }

  private @Nullable Offset begun() {
    return since.offset() == null ? joinedAt : since.offset();
  }

  private void refuse(Refusal refusal) {
    send(Answer.problem(refusal.problem()));
  }

  private void send(Answer answer) {
    ended(response().closed() ? Future.succeededFuture() : answer.end(response()));
  }

  @Override
  public void drain(long afterMs) {
    if (isOver()) {
      return;
    }
    response().putHeader("Connection", "close");
    if (subscribed) {
      flush(Long.MAX_VALUE);
    }
    close(CloseCode.DRAINING, "draining");
  }

  @Override
  void end(CloseCode code, String reason) {
    refuse(StreamRequest.closed(code, reason));
  }

  @Override
  void pace(int intervalMs) {}

  @Override
  boolean isAudited() {
    return since.equals(PollCursor.NONE);
  }

  /** The next call will want it again; what comes until then must not be forgotten. */
  @Override
  public void letGo(String symbol) {
    around().sources().market().hold(symbol);
  }
}
