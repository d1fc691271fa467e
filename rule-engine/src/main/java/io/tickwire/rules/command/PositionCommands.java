package io.tickwire.rules.command;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.PositionStatus;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.rules.accounting.Refusal;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.partition.Arming;
import io.tickwire.rules.partition.Partition;
import io.tickwire.rules.query.Records;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.Standing;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Opens, edits and closes positions, on an engine that owns their partition. A future that fails
 * means that the outcome is unknown. Confined to the engine's event loop.
 */
public final class PositionCommands {
  /** How often to look again when another change was first but left the position open. */
  private static final int MOST_ATTEMPTS = 3;

  /** How long an answer waits for the booking, so that it can show the result. */
  private static final long BOOKING_WAIT_MS = 2_000;

  private static final long LOOK_MS = 10;
  private static final int MOST_LOOKS = (int) (BOOKING_WAIT_MS / LOOK_MS);

  /** How long to wait for a hit of the same position that is on its way to Redis. */
  private static final long HIT_WAIT_MS = 2_000;

  private final CommandTools tools;
  private final PositionOpening opening;

  public PositionCommands(CommandTools tools) {
    this.tools = tools;
    this.opening = new PositionOpening(tools);
  }

  Future<RuleReply> open(Partition partition, RuleCommand.OpenPosition open) {
    return opening.open(partition, open);
  }

  // Edit.

  Future<RuleReply> edit(Partition partition, RuleCommand.EditPosition edit) {
    String unknown = PositionEdit.unknownField(edit.changes());
    if (unknown != null) {
      return Future.succeededFuture(
          Answers.invalid(
              Answers.abbreviate(unknown),
              "only stop_loss, take_profit, take_profits and trailing_stop can be changed"));
    }
    return edit(partition, edit, MOST_ATTEMPTS);
  }

  private Future<RuleReply> edit(Partition partition, RuleCommand.EditPosition edit, int attempts) {
    return open(partition, edit)
        .compose(
            live -> {
              if (live == null) {
                return conflict(partition, edit, "The position is closing or closed.");
              }
              Position position = live.position();
              if (edit.ifVersion() != null && edit.ifVersion() != position.version()) {
                return conflict(partition, edit, "The position has another version.");
              }
              return evaluated(partition, position, MOST_LOOKS)
                  .compose(ignored -> edit(partition, edit, live.stored(), position, attempts));
            });
  }

  private Future<RuleReply> edit(
      Partition partition,
      RuleCommand.EditPosition edit,
      StoredRule stored,
      Position position,
      int attempts) {
    return partition
        .awaitPrice(position.symbol(), Arming.Quote.watchedBy(position), tools.priceWaitMs())
        .map(PricePoint::price)
        .transform(
            price -> {
              Instrument instrument = tools.engine().instruments().find(position.symbol());
              if (price.failed() || instrument == null) {
                return Future.succeededFuture(Answers.noPrice(position.symbol()));
              }
              PositionEdit.Result result =
                  PositionEdit.apply(position, edit.changes(), instrument, price.result());
              if (result instanceof PositionEdit.Result.Refused refused) {
                return Future.succeededFuture(Answers.refused(refused.refusal()));
              }
              if (!partition.isUpToDate(position.id(), position.version())) {
                return attempts > 1
                    ? edit(partition, edit, attempts - 1)
                    : conflict(partition, edit, "Another change was first.");
              }
              Position edited = ((PositionEdit.Result.Edited) result).position();
              StoredRule rule =
                  opening
                      .armed(partition, edited, stored.order())
                      .trailed(partition.trailedTicks(edited))
                      .editedFrom(stored, position);
              return tools
                  .store()
                  .edit(partition.number(), rule)
                  .compose(outcome -> edited(partition, edit, edited, outcome, attempts));
            });
  }

  /** Whoever edits a stop that trails on has to know where it stands. */
  private Future<Void> evaluated(Partition partition, Position position, int looks) {
    if (partition.isUpToDate(position.id(), position.version())) {
      return Future.succeededFuture();
    }
    return looks <= 1
        ? Future.failedFuture("the position is not evaluated here yet: id=" + position.id())
        : tools
            .engine()
            .timers()
            .pause(LOOK_MS)
            .compose(ignored -> evaluated(partition, position, looks - 1));
  }

  private Future<RuleReply> edited(
      Partition partition,
      RuleCommand.EditPosition edit,
      Position edited,
      Outcome outcome,
      int attempts) {
    if (outcome.kind() == Outcome.Kind.DONE) {
      return Future.succeededFuture(RuleReply.Done.of(edited));
    }
    RuleState state = outcome.state();
    return state != null && state.status() == LiveStatus.OPEN && attempts > 1
        ? edit(partition, edit, attempts - 1)
        : conflict(partition, edit, "Another change was first.");
  }

  // Close.

  Future<RuleReply> close(Partition partition, RuleCommand.ClosePosition close) {
    return close(partition, close, MOST_ATTEMPTS);
  }

  private Future<RuleReply> close(
      Partition partition, RuleCommand.ClosePosition close, int attempts) {
    return open(partition, close)
        .compose(
            open -> {
              if (open == null) {
                return conflict(partition, close, "The position is closing or closed already.");
              }
              Position position = open.position();
              Instrument instrument = tools.engine().instruments().find(position.symbol());
              if (instrument == null) {
                return Future.succeededFuture(Answers.noPrice(position.symbol()));
              }
              Refusal refusal = PartialClose.check(instrument, position, close.quantity());
              return refusal != null
                  ? Future.succeededFuture(Answers.refused(refusal))
                  : partition
                      .awaitPrice(
                          position.symbol(), Arming.Quote.toClose(position), tools.priceWaitMs())
                      .transform(
                          price ->
                              price.failed()
                                  ? Future.succeededFuture(Answers.noPrice(position.symbol()))
                                  : close(partition, close, open, price.result(), attempts));
            });
  }

  private Future<RuleReply> close(
      Partition partition,
      RuleCommand.ClosePosition close,
      Open open,
      PricePoint price,
      int attempts) {
    BigDecimal part = PartialClose.part(open.position(), close.quantity());
    return part == null
        ? closeAll(partition, close, open, price, attempts)
        : closePart(partition, close, open, part, price, attempts);
  }

  private Future<RuleReply> closeAll(
      Partition partition,
      RuleCommand.ClosePosition close,
      Open open,
      PricePoint price,
      int attempts) {
    Position position = open.position();
    Transition transition =
        tools
            .engine()
            .deciding()
            .closedByUser(open.live(), position, price.price(), tools.engine().nowUs());
    Future<Void> booked = partition.finished(position.id(), BOOKING_WAIT_MS);
    return tools
        .store()
        .commit(partition.number(), List.of(transition))
        .compose(
            outcomes -> {
              Outcome outcome = outcomes.get(0);
              RuleState state = outcome.state();
              if (outcome.isWon() && state != null) {
                tools.engine().announce(partition.number(), transition, state);
                return booked
                    .otherwiseEmpty()
                    .compose(ignored -> opening.require(close.user(), close.id()));
              }
              return lostClose(partition, close, state, attempts);
            });
  }

  private Future<RuleReply> closePart(
      Partition partition,
      RuleCommand.ClosePosition close,
      Open open,
      BigDecimal quantity,
      PricePoint price,
      int attempts) {
    Position rest = PartialClose.rest(open.position(), quantity);
    Execution execution =
        tools
            .engine()
            .deciding()
            .partClosedByUser(open.position(), quantity, price.price(), tools.engine().nowUs());
    return tools
        .store()
        .reduce(partition.number(), open.stored().reducedTo(rest), execution)
        .compose(
            outcome -> {
              RuleState state = outcome.state();
              if (outcome.isWon() && state != null) {
                tools.engine().announce(partition.number(), execution, state);
                return booked(close, rest.reductions(), MOST_LOOKS);
              }
              return lostClose(partition, close, state, attempts);
            });
  }

  /** Answers when so many parts are booked, or when that takes too long. */
  private Future<RuleReply> booked(RuleCommand.ClosePosition close, int parts, int looks) {
    return tools
        .accountStore()
        .held(close.user(), close.id())
        .compose(
            held ->
                looks <= 1 || held.isEmpty() || held.get().position().reductions() >= parts
                    ? opening.require(close.user(), close.id())
                    : tools
                        .engine()
                        .timers()
                        .pause(LOOK_MS)
                        .compose(ignored -> booked(close, parts, looks - 1)));
  }

  private Future<RuleReply> lostClose(
      Partition partition,
      RuleCommand.ClosePosition close,
      @Nullable RuleState state,
      int attempts) {
    // An edit or a part that was first leaves something to close; a quantity was meant of what
    // stood before.
    return state != null
            && state.status() == LiveStatus.OPEN
            && close.quantity() == null
            && attempts > 1
        ? close(partition, close, attempts - 1)
        : conflict(partition, close, "Another execution was first.");
  }

  // Both.

  /**
   * An open position.
   *
   * @param position as it stands, with the money its account has booked
   */
  private record Open(LiveRule live, StoredRule stored, Position position) {}

  /** The position when it is this user's and open; null when it is closing or gone. */
  private Future<@Nullable Open> open(Partition partition, RuleCommand command) {
    return tools
        .engine()
        .timers()
        .within(HIT_WAIT_MS, partition.settled(command.id()))
        .compose(ignored -> tools.store().read(partition.number(), command.id()))
        .compose(
            found -> {
              LiveRule live = found.orElse(null);
              StoredRule stored = live == null ? null : live.rule();
              return live == null
                      || stored == null
                      || live.state().status() != LiveStatus.OPEN
                      || !stored.user().equals(command.user())
                  ? Future.succeededFuture(null)
                  : open(live, stored);
            });
  }

  private Future<@Nullable Open> open(LiveRule live, StoredRule stored) {
    Position standing = Standing.of(stored.requirePosition(), live.state());
    return tools
        .accountStore()
        .held(standing.user(), standing.id())
        .map(
            held ->
                new Open(
                    live,
                    stored,
                    held.map(booked -> Records.withMoneyOf(booked.position(), standing))
                        .orElse(standing)));
  }

  /** Waits a little for the winner to be booked, so that the answer says who it was. */
  private Future<RuleReply> conflict(Partition partition, RuleCommand command, String message) {
    Future<Void> booked = partition.finished(command.id(), BOOKING_WAIT_MS);
    return tools
        .records()
        .position(command.user(), command.id())
        .compose(
            now ->
                now.isPresent() && now.get().status() == PositionStatus.CLOSING
                    ? booked
                        .otherwiseEmpty()
                        .compose(ignored -> tools.records().position(command.user(), command.id()))
                    : Future.succeededFuture(now))
        .map(
            now ->
                now.isPresent() ? Answers.conflict(message, now.get()) : Answers.notFound(command));
  }
}
