package io.tickwire.rules.command;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.RuleCommand;
import io.tickwire.common.wire.RuleReply;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.accounting.Refusal;
import io.tickwire.rules.accounting.TriggerOrderCheck;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.partition.Arming;
import io.tickwire.rules.partition.Deciding;
import io.tickwire.rules.partition.Partition;
import io.tickwire.rules.store.Booking;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.Intent;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.StoredRule;
import io.vertx.core.Future;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Creates and cancels triggers, on an engine that owns their partition. A future that fails means
 * that the outcome is unknown. Confined to the engine's event loop.
 */
public final class TriggerCommands {
  private static final long BOOKING_WAIT_MS = 2_000;

  private final CommandTools tools;

  public TriggerCommands(CommandTools tools) {
    this.tools = tools;
  }

  Future<RuleReply> create(Partition partition, RuleCommand.CreateTrigger create) {
    Instrument instrument = tools.engine().instruments().find(create.symbol());
    if (instrument == null) {
      return Future.succeededFuture(Answers.unknownSymbol(create.symbol()));
    }
    Trigger trigger = armed(create, tools.engine().nowMs());
    return earlier(partition, create)
        .compose(
            found ->
                found != null
                    ? Future.succeededFuture(found)
                    : createNew(partition, create, trigger, instrument));
  }

  private static Trigger armed(RuleCommand.CreateTrigger create, long nowMs) {
    return new Trigger(
        create.id(),
        create.user(),
        create.symbol(),
        create.condition(),
        create.price(),
        create.triggerSource() == null ? PriceSource.LAST : create.triggerSource(),
        create.action(),
        create.expiresAt(),
        create.repeat(),
        create.ocoGroup(),
        TriggerStatus.ARMED,
        1,
        nowMs,
        null,
        0,
        null,
        create.clientId(),
        null);
  }

  /**
   * The result of the same command, or of one with the same client id, when there was one. What it
   * tells of is live then.
   */
  private Future<@Nullable RuleReply> earlier(
      Partition partition, RuleCommand.CreateTrigger create) {
    return tools
        .live(partition, create.id(), trigger(create.user(), create.id()))
        .compose(
            same -> {
              String clientId = create.clientId();
              return same != null || clientId == null
                  ? Future.succeededFuture(same)
                  : tools
                      .accountStore()
                      .usedFor(create.user(), History.Kind.TRIGGERS, clientId)
                      .compose(
                          first ->
                              first.isEmpty()
                                  ? Future.succeededFuture(same)
                                  : tools.live(
                                      partition, first.get(), trigger(create.user(), first.get())));
            });
  }

  private Future<@Nullable RuleReply> trigger(String user, String id) {
    return tools
        .records()
        .trigger(user, id)
        .map(found -> found.<RuleReply>map(RuleReply.Done::of).orElse(null));
  }

  /** Without a price after the wait the first tick decides. */
  private Future<RuleReply> createNew(
      Partition partition,
      RuleCommand.CreateTrigger create,
      Trigger trigger,
      Instrument instrument) {
    Refusal wrong = TriggerOrderCheck.order(instrument, trigger, trigger.createdAt());
    if (wrong != null) {
      return Future.succeededFuture(Answers.refused(wrong));
    }
    return partition
        .awaitPrice(trigger.symbol(), Arming.Quote.watchedBy(trigger), tools.priceWaitMs())
        .transform(
            price -> {
              PricePoint known = price.succeeded() ? price.result() : null;
              Refusal immediate =
                  known == null || create.allowImmediate()
                      ? null
                      : TriggerOrderCheck.notYetTrue(trigger, known.price());
              return immediate != null
                  ? Future.succeededFuture(Answers.refused(immediate))
                  : arm(partition, trigger, known);
            });
  }

  private Future<RuleReply> arm(Partition partition, Trigger trigger, @Nullable PricePoint known) {
    long order = tools.order().next();
    StoredRule rule =
        StoredRule.of(
            trigger,
            Arming.sinceNs(known, tools.engine().nowMs()),
            order,
            known == null ? null : known.price());
    return tools
        .openings()
        .begin(partition.number(), new Intent(rule, 0, 0, tools.engine().nowMs()))
        .compose(result -> created(trigger, result));
  }

  private Future<RuleReply> created(Trigger trigger, Booking.Result result) {
    return switch (result.answer()) {
      case DONE -> Future.succeededFuture(RuleReply.Done.of(trigger));
      case MINE -> require(trigger.user(), trigger.id());
      case CLIENT_ID_USED -> require(trigger.user(), String.valueOf(result.firstId()));
      case MAX_TRIGGERS ->
          Future.succeededFuture(
              RuleReply.Refused.field(
                  ErrorCode.MAX_TRIGGERS,
                  "action",
                  "You have as many armed triggers as are allowed; cancel one first."));
      case GROUP_ELSEWHERE ->
          Future.succeededFuture(
              Answers.invalid(
                  "oco_group", "the armed triggers of this oco_group are on " + result.firstId()));
      case INSUFFICIENT -> throw new AssertionError("a trigger reserves nothing");
    };
  }

  private Future<RuleReply> require(String user, String id) {
    return trigger(user, id)
        .compose(
            found ->
                found == null
                    ? Future.failedFuture("registered but not found: id=" + id)
                    : Future.succeededFuture(found));
  }

  Future<RuleReply> cancel(Partition partition, RuleCommand.CancelTrigger cancel) {
    return tools
        .store()
        .read(partition.number(), cancel.id())
        .compose(
            found -> {
              if (found.isEmpty() || found.get().state().status() != LiveStatus.ARMED) {
                return ended(cancel);
              }
              Future<Void> noted = partition.finished(cancel.id(), BOOKING_WAIT_MS);
              return tools
                  .store()
                  .commit(
                      partition.number(),
                      List.of(Deciding.cancelled(found.get(), tools.engine().nowMs())))
                  .compose(
                      outcomes ->
                          outcomes.get(0).isWon()
                              ? noted
                                  .otherwiseEmpty()
                                  .compose(ignored -> require(cancel.user(), cancel.id()))
                              : ended(cancel));
            });
  }

  /** Cancelling what ended without firing is no error; cancelling what fired is. */
  private Future<RuleReply> ended(RuleCommand.CancelTrigger cancel) {
    return tools
        .records()
        .trigger(cancel.user(), cancel.id())
        .map(
            now -> {
              if (now.isEmpty()) {
                return Answers.notFound(cancel);
              }
              return switch (now.get().status()) {
                case CANCELLED, EXPIRED, PAUSED -> RuleReply.Done.of(now.get());
                case ARMED, EXECUTED, REJECTED ->
                    Answers.conflict("The trigger is not armed any more.", now.get());
              };
            });
  }
}
