package io.tickwire.rules.settlement;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.accounting.Closing;
import io.tickwire.rules.accounting.Contract;
import io.tickwire.rules.instrument.InstrumentCatalogue;
import io.tickwire.rules.query.Records;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.Booking;
import io.tickwire.rules.store.Money;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.TransitionEntry;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries each entry of {@code transitions} through its steps: tell that it began, book, take it
 * out of the partition, tell how it ended. Every step bears repetition, so an entry whose handling
 * failed or whose engine died is simply handled again. Entries of one user are handled one after
 * the other, in their order. Confined to the engine's event loop.
 */
public final class Accountant {
  private static final Logger log = LoggerFactory.getLogger(Accountant.class);

  /** A position that fires this soon may do so before another engine told that it opened. */
  private static final long YOUNG_MS = 30_000;

  private final Partitions partitions;
  private final InstrumentCatalogue instruments;
  private final RuleStore store;
  private final AccountStore accountStore;
  private final TriggerSettlement triggers;
  private final Announcer announcer;
  private final Map<String, Future<Void>> lastOfUser = new HashMap<>();
  private final Map<String, Integer> waiting = new HashMap<>();

  Accountant(
      Partitions partitions,
      InstrumentCatalogue instruments,
      RuleStore store,
      AccountStore accountStore,
      TriggerSettlement triggers,
      Announcer announcer) {
    this.partitions = partitions;
    this.instruments = instruments;
    this.store = store;
    this.accountStore = accountStore;
    this.triggers = triggers;
    this.announcer = announcer;
  }

  /** Succeeds when all steps are done; a failure leaves the entry to be handled again. */
  public Future<Void> handle(StreamEntry streamEntry) {
    TransitionEntry entry;
    try {
      entry = TransitionEntry.parse(streamEntry);
    } catch (IllegalArgumentException e) {
      return Future.failedFuture(e);
    }
    String user = entry.rule().user();
    Future<Void> before = lastOfUser.getOrDefault(user, Future.succeededFuture());
    Future<Void> mine = before.otherwiseEmpty().compose(ignored -> steps(entry));
    lastOfUser.put(user, mine);
    waiting.merge(user, 1, Integer::sum);
    return mine.onComplete(
        ignored -> {
          lastOfUser.remove(user, mine);
          waiting.computeIfPresent(user, (key, count) -> count == 1 ? null : count - 1);
        });
  }

  /** Users with an entry under way. */
  public int underWay() {
    return lastOfUser.size();
  }

  /** Completes when nothing is under way. */
  public Future<Void> idle() {
    return Future.join(List.copyOf(lastOfUser.values())).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> steps(TransitionEntry entry) {
    return switch (entry.what()) {
      case OPENED -> opened(entry.rule().requirePosition());
      case UPDATED ->
          announcer.position(
              "position_updated", entry.rule().requirePosition(), null, entry.atMs());
      case CLOSING -> closing(entry, entry.execution().orElseThrow());
      case EXECUTED -> triggers.executed(entry, entry.execution().orElseThrow());
      case FIRED -> triggers.fired(entry, entry.execution().orElseThrow());
      case PAUSED -> triggers.paused(entry, entry.execution().orElseThrow());
      case CANCELLED -> triggers.ended(entry, TriggerStatus.CANCELLED, "trigger_cancelled");
      case EXPIRED -> triggers.ended(entry, TriggerStatus.EXPIRED, "trigger_expired");
      case REDUCED -> Future.failedFuture("not booked yet: what=" + entry.what());
    };
  }

  private Future<Void> opened(Position position) {
    return announcer
        .position("position_opened", position, null, position.openedAt())
        .compose(ignored -> account(position.user(), position.id() + ":open", position.openedAt()));
  }

  /** Left to the user's next entry when one is waiting already: it will tell more. */
  private Future<Void> account(String user, String cause, long atMs) {
    return waiting.getOrDefault(user, 0) > 1
        ? Future.succeededFuture()
        : announcer.account(user, cause, atMs);
  }

  private Future<Void> closing(TransitionEntry entry, Execution execution) {
    Position open = entry.rule().requirePosition();
    int partition = partitions.of(open.symbol());
    long atMs = execution.committedUs() / 1_000;
    Instrument instrument = instruments.find(open.symbol());
    if (instrument == null) {
      return Future.failedFuture("instrument not known yet: symbol=" + open.symbol());
    }
    Position closing = Records.closing(open, entry.state().version(), execution.id(), execution);
    Closing amounts = amounts(instrument, open, execution);
    Position closed = closed(open, entry.state().version() + 1, execution, amounts);
    Future<Void> openedFirst =
        open.version() == 1 && atMs - open.openedAt() < YOUNG_MS
            ? announcer.position("position_opened", open, null, open.openedAt())
            : Future.succeededFuture();
    return openedFirst
        .compose(ignored -> announcer.position("position_closing", closing, execution, atMs))
        .compose(ignored -> accountStore.close(booking(closed, amounts, execution)))
        .compose(
            booked ->
                store
                    .finish(partition, open.id(), execution.id(), "")
                    .compose(
                        ignored -> announcer.position("position_closed", booked, execution, atMs)))
        .compose(ignored -> account(open.user(), open.id() + ":close", atMs))
        .onSuccess(
            ignored -> log.debug("position closed id={} execution={}", open.id(), execution.id()));
  }

  private static Closing amounts(Instrument instrument, Position open, Execution execution) {
    return Closing.of(
        Contract.of(instrument),
        open.side(),
        open.openQuantity(),
        open.entryPrice(),
        execution.fillPrice(),
        open.fees(),
        open.margin());
  }

  private static Booking.Closing booking(Position closed, Closing amounts, Execution execution) {
    return new Booking.Closing(
        closed,
        Money.toE8(closed.margin()),
        Money.toE8(amounts.gross()),
        Money.toE8(amounts.closeFee()),
        execution);
  }

  private static Position closed(
      Position open, long version, Execution execution, Closing amounts) {
    return open.change()
        .openQuantity(BigDecimal.ZERO)
        .status(PositionStatus.CLOSED)
        .version(version)
        .closedAt(execution.committedUs() / 1_000)
        .exitPrice(execution.fillPrice())
        .closeReason(execution.kind())
        .gross(Money.plain(amounts.gross()))
        .fees(Money.plain(amounts.fees()))
        .net(Money.plain(amounts.net()))
        .executionId(execution.id())
        .done();
  }
}
