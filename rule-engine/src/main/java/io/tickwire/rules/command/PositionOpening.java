package io.tickwire.rules.command;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.partition.Arming;
import io.tickwire.rules.partition.Partition;
import io.tickwire.rules.settlement.Drafts;
import io.tickwire.rules.store.Booking;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.Intent;
import io.tickwire.rules.store.StoredRule;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens positions, on an engine that owns their partition. A future that fails means that the
 * outcome is unknown; the same command may be sent again. Confined to the engine's event loop.
 */
final class PositionOpening {
  private final CommandTools tools;

  PositionOpening(CommandTools tools) {
    this.tools = tools;
  }

  Future<RuleReply> open(Partition partition, RuleCommand.OpenPosition open) {
    Instrument instrument = tools.engine().instruments().find(open.symbol());
    if (instrument == null) {
      return Future.succeededFuture(Answers.unknownSymbol(open.symbol()));
    }
    return earlier(partition, open)
        .compose(
            found ->
                found != null
                    ? Future.succeededFuture(found)
                    : openNew(partition, open, instrument));
  }

  /**
   * The result of the same command, or of one with the same client id, when there was one. What it
   * tells of is live then.
   */
  private Future<@Nullable RuleReply> earlier(Partition partition, RuleCommand.OpenPosition open) {
    return tools
        .live(partition, open.id(), position(open.user(), open.id()))
        .compose(
            same -> {
              String clientId = open.clientId();
              return same != null || clientId == null
                  ? Future.succeededFuture(same)
                  : tools
                      .accountStore()
                      .usedFor(open.user(), History.Kind.POSITIONS, clientId)
                      .compose(
                          first ->
                              first.isEmpty()
                                  ? Future.succeededFuture(same)
                                  : tools.live(
                                      partition, first.get(), position(open.user(), first.get())));
            });
  }

  private Future<@Nullable RuleReply> position(String user, String id) {
    return tools
        .records()
        .position(user, id)
        .map(found -> found.<RuleReply>map(RuleReply.Done::of).orElse(null));
  }

  private Future<RuleReply> openNew(
      Partition partition, RuleCommand.OpenPosition open, Instrument instrument) {
    return prices(partition, open)
        .transform(
            prices ->
                prices.failed()
                    ? Future.succeededFuture(Answers.noPrice(open.symbol()))
                    : openAt(
                        partition,
                        Drafts.Order.of(open, prices.result(), tools.engine().nowMs()),
                        instrument));
  }

  /** Both as they are once both are known. */
  private Future<Drafts.Prices> prices(Partition partition, RuleCommand.OpenPosition open) {
    PriceSource source = Drafts.source(open);
    Arming.Quote opens = Arming.Quote.toOpen(open.side(), source);
    Arming.Quote watched = Arming.Quote.watchedBy(open.side(), source);
    long waitMs = tools.priceWaitMs();
    return Future.all(
            partition.awaitPrice(open.symbol(), opens, waitMs),
            partition.awaitPrice(open.symbol(), watched, waitMs))
        .map(
            known ->
                new Drafts.Prices(
                    newest(partition, open.symbol(), opens),
                    newest(partition, open.symbol(), watched)));
  }

  private static BigDecimal newest(Partition partition, String symbol, Arming.Quote quote) {
    return Objects.requireNonNull(partition.price(symbol, quote)).price();
  }

  private Future<RuleReply> openAt(Partition partition, Drafts.Order order, Instrument instrument) {
    Drafts.Draft draft = Drafts.draft(instrument, order);
    if (draft instanceof Drafts.Draft.Refused refused) {
      return Future.succeededFuture(Answers.refused(refused.refusal()));
    }
    Drafts.Draft.Drafted drafted = (Drafts.Draft.Drafted) draft;
    Position position = drafted.position();
    StoredRule rule = armed(partition, position, tools.order().next());
    Intent intent = new Intent(rule, drafted.marginE8(), drafted.feeE8(), tools.engine().nowMs());
    return tools
        .openings()
        .begin(partition.number(), intent)
        .compose(result -> opened(position, result));
  }

  private Future<RuleReply> opened(Position position, Booking.Result result) {
    return switch (result.answer()) {
      case DONE -> Future.succeededFuture(RuleReply.Done.of(position));
      case MINE -> require(position.user(), position.id());
      case CLIENT_ID_USED -> require(position.user(), String.valueOf(result.firstId()));
      case INSUFFICIENT ->
          Future.succeededFuture(
              RuleReply.Refused.field(
                  ErrorCode.INSUFFICIENT_BALANCE,
                  "quantity",
                  "The available balance does not cover margin "
                      + position.margin().toPlainString()
                      + " and fee "
                      + position.fees().toPlainString()
                      + " "
                      + position.currency()
                      + "."));
      case MAX_TRIGGERS, GROUP_ELSEWHERE -> throw new AssertionError("a position is not a trigger");
    };
  }

  /** The position as it stands; fails when there is none. */
  Future<RuleReply> require(String user, String id) {
    return position(user, id)
        .compose(
            found ->
                found == null
                    ? Future.failedFuture("booked but not found: id=" + id)
                    : Future.succeededFuture(found));
  }

  /** The position, waiting for the ticks that come now. */
  StoredRule armed(Partition partition, Position position, long order) {
    PricePoint watched = partition.knownPrice(position.symbol(), Arming.Quote.watchedBy(position));
    PricePoint mark =
        partition.knownPrice(position.symbol(), new Arming.Quote(PriceSource.MARK, false));
    return StoredRule.of(position, Arming.sinceNs(watched, tools.engine().nowMs()), order)
        .marked(mark == null ? null : Long.valueOf(mark.exchangeTimeNs()));
  }
}
