package io.tickwire.feed.recovery;

import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.cluster.Members;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.wire.HighsLows;
import io.tickwire.common.wire.HighsLowsQuery;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.Wire;
import io.tickwire.feed.port.Timers;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * Asks all other feeds over the event bus; the first that watched all that time is believed. Where
 * a symbol has one watcher nobody can know, and the answer is empty. One event loop.
 */
public final class BusPeerExtremes implements PeerExtremes {
  private static final long NS_PER_MS = 1_000_000;

  private final EventBus bus;
  private final Members members;
  private final Timers timers;

  /**
   * @param bus with its codecs registered
   */
  public BusPeerExtremes(EventBus bus, Members members, Timers timers) {
    this.bus = bus;
    this.members = members;
    this.timers = timers;
  }

  @Override
  public Future<Optional<MarkExtremes>> since(String symbol, long sinceMs) {
    HighsLowsQuery query = new HighsLowsQuery(symbol, sinceMs);
    List<Future<Optional<HighsLows.Range>>> answers =
        members.live(Role.FEED).stream()
            .filter(member -> !member.equals(members.self()))
            .map(member -> ask(member, query))
            .toList();
    return Future.join(answers)
        .map(
            joined ->
                answers.stream()
                    .flatMap(answer -> answer.result().stream())
                    .findFirst()
                    .map(marks -> extremes(symbol, sinceMs, marks)));
  }

  private Future<Optional<HighsLows.Range>> ask(String member, HighsLowsQuery query) {
    return bus.<HighsLows>request(Addresses.extremes(member), query, Wire.HIGHS_LOWS_QUERY)
        .map(Message::body)
        .map(answer -> Optional.ofNullable(answer.mark()).filter(HighsLows.Range::complete))
        .otherwise(Optional.empty());
  }

  /**
   * Nobody tells when in that time the two were reached. They get the milliseconds right after its
   * beginning: later than the last mark seen, earlier than the next, as marks are a second apart.
   */
  private MarkExtremes extremes(String symbol, long sinceMs, HighsLows.Range marks) {
    return new MarkExtremes(
        mark(symbol, sinceMs + 1, marks.low()), mark(symbol, sinceMs + 2, marks.high()));
  }

  private Tick mark(String symbol, long timeMs, BigDecimal price) {
    return Tick.mark(
        symbol,
        timeMs,
        timeMs * NS_PER_MS,
        timers.epochNs(),
        price.scale(),
        price.unscaledValue().longValueExact(),
        0,
        Tick.ABSENT);
  }
}
