package io.tickwire.rules.settlement;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.rules.accounting.Closing;
import io.tickwire.rules.accounting.Contract;
import io.tickwire.rules.instrument.InstrumentCatalogue;
import io.tickwire.rules.query.Records;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.Booking;
import io.tickwire.rules.store.FundingDue;
import io.tickwire.rules.store.Money;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.Standing;
import io.tickwire.rules.store.TransitionEntry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Books what became of a position. The parts of one position are booked in the order in which they
 * were closed: each knows its number, and one whose forerunner is not booked yet waits a little and
 * then fails, so that its entry is handled again. How much a part closes follows from what its
 * entry leaves open and what the account still has open, never from the execution. Confined to the
 * engine's event loop.
 */
final class PositionSettlement {
  private static final Logger log = LoggerFactory.getLogger(PositionSettlement.class);

  /** A position that fires this soon may do so before another engine told that it opened. */
  private static final long YOUNG_MS = 30_000;

  /** How often to look whether the part before is booked, {@value #LOOK_AGAIN_MS} ms apart. */
  private static final int MOST_LOOKS = 50;

  private static final long LOOK_AGAIN_MS = 20;

  private final Vertx vertx;
  private final Partitions partitions;
  private final InstrumentCatalogue instruments;
  private final RuleStore store;
  private final AccountStore accountStore;
  private final Announcer announcer;

  PositionSettlement(Settlement.Rooms rooms, Announcer announcer) {
    this.vertx = rooms.vertx();
    this.partitions = rooms.partitions();
    this.instruments = rooms.instruments();
    this.store = rooms.store();
    this.accountStore = rooms.accountStore();
    this.announcer = announcer;
  }

  Future<Void> opened(Position position) {
    return announcer.position("position_opened", position, null, position.openedAt());
  }

  Future<Void> updated(TransitionEntry entry) {
    return announcer.position(
        "position_updated", entry.rule().requirePosition(), null, entry.atMs());
  }

  /** A part was closed. */
  Future<Void> reduced(TransitionEntry entry, Execution execution) {
    return reduced(entry, execution, MOST_LOOKS);
  }

  private Future<Void> reduced(TransitionEntry entry, Execution execution, int looks) {
    Position after = Standing.of(entry.rule().requirePosition(), entry.state());
    return held(after, after.reductions() - 1, looks)
        .compose(
            held -> {
              Position before = held.position();
              BigDecimal quantity = before.openQuantity().subtract(after.openQuantity());
              if (before.reductions() >= after.reductions() || quantity.signum() <= 0) {
                return Future.succeededFuture();
              }
              Instrument instrument = instruments.find(after.symbol());
              if (instrument == null) {
                return unknownInstrument(after);
              }
              Closing amounts = amounts(instrument, before, quantity, execution);
              Position reduced =
                  money(after, before, amounts)
                      .change()
                      .margin(Money.plain(before.margin().subtract(amounts.margin())))
                      .done();
              Execution booked = execution.withQuantity(Money.plain(quantity));
              return openedFirst(before, execution)
                  // Told first: whoever finds the part booked may tell what came after it.
                  .compose(
                      ignored ->
                          announcer.position("position_updated", reduced, booked, atMs(execution)))
                  .compose(ignored -> book(held, reduced, amounts, booked))
                  .compose(
                      closed ->
                          closed.booked()
                              ? done()
                              : again(looks, () -> reduced(entry, execution, looks - 1)));
            });
  }

  /**
   * Funding of what was open when it was noted. It goes to the balance: margin and liquidation
   * price stay. Nothing when the position has been closed meanwhile.
   */
  Future<Void> funded(TransitionEntry entry, FundingDue due) {
    return funded(entry, due, MOST_LOOKS);
  }

  private Future<Void> funded(TransitionEntry entry, FundingDue due, int looks) {
    Position standing = Standing.of(entry.rule().requirePosition(), entry.state());
    return held(standing, 0, looks)
        .compose(
            held -> {
              Instrument instrument = instruments.find(standing.symbol());
              if (instrument == null) {
                return unknownInstrument(standing);
              }
              Position before = held.position();
              BigDecimal amount =
                  Contract.of(instrument)
                      .funding(before.side(), standing.openQuantity(), due.rate(), due.mark());
              BigDecimal sum = orZero(before.funding()).add(amount);
              BigDecimal net = before.net();
              Position paid =
                  before
                      .change()
                      .funding(Money.plain(sum))
                      .net(net == null ? null : Money.plain(net.add(amount)))
                      .done();
              return accountStore
                  .pay(new Booking.Funding(held, paid, Money.toE8(amount), due.timeMs()))
                  .compose(
                      outcome ->
                          outcome.booked()
                              ? done()
                              : again(looks, () -> funded(entry, due, looks - 1)));
            });
  }

  /** All that is left was closed. */
  Future<Void> closing(TransitionEntry entry, Execution execution) {
    return closing(entry, execution, MOST_LOOKS);
  }

  private Future<Void> closing(TransitionEntry entry, Execution execution, int looks) {
    Position document = entry.rule().requirePosition();
    Position standing = Standing.of(document, entry.state());
    int earlier =
        standing.reductions() - (Standing.closedByTargets(document, entry.state()) ? 1 : 0);
    return held(standing, earlier, looks)
        .compose(
            held -> {
              if (held.position().status() == PositionStatus.CLOSED) {
                // Booked, but perhaps not told: telling again is harmless.
                return openedFirst(document, execution)
                    .compose(ignored -> tellClosing(standing, standing, entry, execution))
                    .compose(ignored -> finish(held.position(), execution));
              }
              Instrument instrument = instruments.find(document.symbol());
              if (instrument == null) {
                return unknownInstrument(document);
              }
              Position before = held.position();
              Closing amounts = amounts(instrument, before, before.openQuantity(), execution);
              Position closed =
                  closed(standing, before, entry.state().version() + 1, execution, amounts);
              Execution booked = execution.withQuantity(before.openQuantity());
              return openedFirst(before, execution)
                  .compose(ignored -> tellClosing(standing, before, entry, booked))
                  .compose(ignored -> book(held, closed, amounts, booked))
                  .compose(
                      outcome ->
                          outcome.booked()
                              ? finish(outcome.now().position(), booked)
                              : again(looks, () -> closing(entry, execution, looks - 1)));
            });
  }

  private Future<Void> tellClosing(
      Position standing, Position before, TransitionEntry entry, Execution execution) {
    Position open = Records.withMoneyOf(before, standing);
    Position closing =
        Records.closing(
            open.change().openQuantity(before.openQuantity()).done(),
            entry.state().version(),
            execution.id(),
            execution);
    return announcer.position("position_closing", closing, execution, atMs(execution));
  }

  private Future<Void> finish(Position closed, Execution execution) {
    return store
        .finish(partitions.of(closed.symbol()), closed.id(), execution.id(), "")
        .compose(
            ignored -> announcer.position("position_closed", closed, execution, atMs(execution)))
        .onSuccess(
            ignored ->
                log.debug("position closed id={} execution={}", closed.id(), execution.id()));
  }

  /** The position as its account has it, once so many parts are booked. */
  private Future<Booking.Held> held(Position position, int parts, int looks) {
    return accountStore
        .held(position.user(), position.id())
        .compose(
            found -> {
              if (found.isEmpty()) {
                return Future.failedFuture("position was never opened: id=" + position.id());
              }
              Position now = found.get().position();
              boolean ready = now.reductions() >= parts || now.status() == PositionStatus.CLOSED;
              return ready
                  ? Future.succeededFuture(found.get())
                  : again(looks, () -> held(position, parts, looks - 1));
            });
  }

  private interface Step<T> {
    Future<T> take();
  }

  private <T> Future<T> again(int looks, Step<T> step) {
    return looks <= 1
        ? Future.failedFuture("an earlier part is not booked yet, or others keep booking")
        : vertx.timer(LOOK_AGAIN_MS, TimeUnit.MILLISECONDS).compose(ignored -> step.take());
  }

  /** Of a position that nothing happened to since, the account has the document of its opening. */
  private Future<Void> openedFirst(Position before, Execution execution) {
    return before.version() == 1 && atMs(execution) - before.openedAt() < YOUNG_MS
        ? opened(before)
        : done();
  }

  private Future<Booking.Closed> book(
      Booking.Held held, Position after, Closing amounts, Execution execution) {
    return accountStore.close(
        new Booking.Closing(
            held,
            after,
            Money.toE8(amounts.margin()),
            Money.toE8(amounts.gross()),
            Money.toE8(amounts.closeFee()),
            Money.toE8(amounts.insurance()),
            execution));
  }

  private static Closing amounts(
      Instrument instrument, Position before, BigDecimal quantity, Execution execution) {
    return Closing.of(
        Contract.of(instrument),
        new Closing.Open(
            before.side(), before.openQuantity(), before.entryPrice(), before.margin()),
        quantity,
        execution.fillPrice(),
        execution.kind());
  }

  private static Position closed(
      Position standing, Position before, long version, Execution execution, Closing amounts) {
    return money(standing, before, amounts)
        .change()
        .openQuantity(BigDecimal.ZERO)
        .margin(Money.plain(amounts.margin()))
        .reductions(before.reductions())
        .status(PositionStatus.CLOSED)
        .version(version)
        .closedAt(atMs(execution))
        .exitPrice(execution.fillPrice())
        .closeReason(execution.kind())
        .executionId(execution.id())
        .done();
  }

  private static Position money(Position after, Position before, Closing amounts) {
    BigDecimal gross = orZero(before.gross()).add(amounts.borne());
    BigDecimal fees = before.fees().add(amounts.closeFee());
    return after
        .change()
        .gross(Money.plain(gross))
        .fees(Money.plain(fees))
        .funding(before.funding())
        .net(Money.plain(gross.subtract(fees).add(orZero(before.funding()))))
        .done();
  }

  private static BigDecimal orZero(@Nullable BigDecimal amount) {
    return amount == null ? BigDecimal.ZERO : amount;
  }

  private static Future<Void> unknownInstrument(Position position) {
    return Future.failedFuture("instrument not known yet: symbol=" + position.symbol());
  }

  private static Future<Void> done() {
    return Future.succeededFuture();
  }

  private static long atMs(Execution execution) {
    return execution.committedUs() / 1_000;
  }
}
