package io.tickwire.push.http;

import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Ids;
import io.tickwire.push.admission.Admission;
import io.tickwire.push.fanout.History;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.market.QuoteListener;
import io.tickwire.push.profile.WatchlistView;
import io.tickwire.push.protocol.CloseCode;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.stream.PollCursor;
import io.tickwire.push.stream.Readers;
import io.tickwire.push.subscription.ChannelRules;
import io.vertx.core.Context;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The readers of one event loop that have no WebSocket: {@code /v1/stream} and {@code /v1/updates}.
 * They count as connections.
 */
final class HttpStreams implements QuoteListener {
  private static final Logger log = LoggerFactory.getLogger(HttpStreams.class);
  private static final int DEFAULT_WAIT_S = 25;
  private static final int LONGEST_WAIT_S = 60;

  private final Shared shared;
  private final Admission admission;
  private final Authentication authentication;
  private final Readers readers = new Readers();
  private final HttpReader.Surroundings around;

  private final Set<HttpReader> open = new LinkedHashSet<>();
  private final KeyHolders<HttpReader> holders;

  private boolean draining;

  HttpStreams(
      Shared shared,
      Context context,
      ChannelRules channels,
      History history,
      WatchlistView watchlists,
      Authentication authentication) {
    this.shared = shared;
    this.admission = shared.admission();
    this.authentication = authentication;
    this.holders =
        new KeyHolders<>(
            shared.identity(),
            reader -> reader.close(CloseCode.UNAUTHENTICATED, TurnAway.REVOKED.reason()));
    this.around =
        new HttpReader.Surroundings(
            context,
            shared.service().clock(),
            shared.session(),
            channels,
            request -> shared.allowances().ofRequest(authentication.address(request)),
            shared.fanout().queueBytes(),
            readers,
            history,
            new JoinedChannels.Sources(
                context, channels, shared.market(), this, watchlists, shared.metrics()),
            shared.audit(),
            shared.budgets(),
            shared.metrics());
  }

  void register(Routes routes) {
    routes.stream("/v1/stream", this::stream);
    routes.stream("/v1/updates", this::updates);
  }

  private void stream(Call call) {
    Offset since = since(call);
    String subscribe = StreamRequest.subscribe(call, since);
    admit(
        call,
        "stream",
        subscribe,
        id ->
            new EventStream(
                call.request(),
                call.principal(),
                id,
                since == null ? null : since.toString(),
                around));
  }

  /** A browser that comes back says where it was in the header, and cannot say more. */
  private static @Nullable Offset since(Call call) {
    String header = call.header("Last-Event-ID");
    String text = header == null || header.isEmpty() ? call.query("last_event_id") : header;
    Offset since = text == null ? null : Offset.parse(text);
    if (text != null && since == null) {
      throw Refusal.field("last_event_id", "last_event_id must be the id of an event");
    }
    return since;
  }

  private void updates(Call call) {
    String text = call.query("since");
    PollCursor since = text == null ? PollCursor.NONE : PollCursor.parse(text);
    if (since == null) {
      throw Refusal.field("since", "since must be what an answer gave as since");
    }
    String wait = call.query("wait");
    long waitMs =
        1_000L
            * (wait == null ? DEFAULT_WAIT_S : StreamRequest.whole("wait", wait, LONGEST_WAIT_S));
    String subscribe = StreamRequest.subscribe(call, since.offset());
    admit(
        call,
        "poll",
        subscribe,
        id -> new LongPoll(call.request(), call.principal(), id, since, waitMs, around));
  }

  /** Makes a reader once it is let in. */
  private interface Opening {
    HttpReader open(String id);
  }

  private void admit(Call call, String via, String subscribe, Opening opening) {
    if (draining) {
      throw Refusal.of(ErrorCode.UNAVAILABLE, "draining");
    }
    String address = authentication.address(call.request());
    if (shared.metrics().connections().incrementAndGet() > shared.http().maxConnections()) {
      shared.metrics().connections().decrementAndGet();
      throw turnedAway(call, address, TurnAway.FULL);
    }
    if (!admission.enter(address)) {
      shared.metrics().connections().decrementAndGet();
      throw turnedAway(call, address, TurnAway.ADDRESS);
    }
    String user = call.user();
    if (!admission.enterAs(user)) {
      admission.leave(address);
      shared.metrics().connections().decrementAndGet();
      throw turnedAway(call, address, TurnAway.USER);
    }
    long sinceMs = around.clock().millis();
    String id = Ids.next(Ids.CONNECTION, sinceMs);
    HttpReader reader = opening.open(id);
    if (reader.isAudited()) {
      shared.audit().connected(user, address, id, via);
    }
    String keyId = call.keyId();
    open.add(reader);
    reader.start(
        subscribe,
        () -> {
          open.remove(reader);
          if (keyId != null) {
            holders.remove(keyId, reader);
          }
          admission.leaveAs(user);
          admission.leave(address);
          shared.metrics().disconnected(around.clock().millis() - sinceMs);
        });
    reader.onTime(around.clock().millis());
    if (keyId != null && !reader.isOver()) {
      holders.add(keyId, reader);
    }
  }

  private Refusal turnedAway(Call call, String address, TurnAway why) {
    shared.audit().refused(address, call.request().path(), why.reason());
    why.countIn(shared.service().telemetry().metrics());
    return Refusal.of(ErrorCode.TOO_MANY_REQUESTS, why.reason());
  }

  void revoked(String keyId) {
    holders.revoked(keyId);
  }

  /** One who fails is ended, and keeps nobody else from their turn. */
  void onTime(long nowMs) {
    for (HttpReader reader : List.copyOf(open)) {
      try {
        reader.onTime(nowMs);
      } catch (RuntimeException e) {
        log.error("reader ended by a failure", e);
        reader.broken();
      }
    }
  }

  /** The history has them already. */
  void onEvents(List<Publication> events) {
    readers.offer(events);
  }

  @Override
  public void onQuotes(List<Publication> quotes) {
    around.context().runOnContext(ignored -> readers.offer(quotes));
  }

  /**
   * Takes nobody in any more.
   *
   * @return all who must be sent away
   */
  Collection<Departure.Leaver> leave() {
    draining = true;
    return List.copyOf(open);
  }

  boolean isEmpty() {
    return open.isEmpty();
  }
}
