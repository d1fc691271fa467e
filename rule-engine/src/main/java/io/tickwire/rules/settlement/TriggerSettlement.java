package io.tickwire.rules.settlement;

import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.ErrorCode;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.instrument.InstrumentCatalogue;
import io.tickwire.rules.query.Accounts;
import io.tickwire.rules.query.Records;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.Booking;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.TransitionEntry;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** What an ended trigger brings about: an alert, a position, a rejection, or nothing. */
final class TriggerSettlement {
  private final Partitions partitions;
  private final InstrumentCatalogue instruments;
  private final RuleStore store;
  private final AccountStore accountStore;
  private final Accounts accounts;
  private final Announcer announcer;

  TriggerSettlement(
      Partitions partitions,
      InstrumentCatalogue instruments,
      RuleStore store,
      AccountStore accountStore,
      Accounts accounts,
      Announcer announcer) {
    this.partitions = partitions;
    this.instruments = instruments;
    this.store = store;
    this.accountStore = accountStore;
    this.accounts = accounts;
    this.announcer = announcer;
  }

  Future<Void> cancelled(TransitionEntry entry) {
    Trigger armed = entry.rule().requireTrigger();
    long atMs = entry.state().committedUs() / 1_000;
    Trigger cancelled = Records.with(armed, TriggerStatus.CANCELLED, entry.state());
    return accountStore
        .settle(cancelled, null)
        .compose(noted -> finish(entry).map(noted))
        .compose(noted -> announcer.trigger("trigger_cancelled", noted, null, atMs));
  }

  Future<Void> executed(TransitionEntry entry, Execution execution) {
    Trigger armed = entry.rule().requireTrigger();
    TriggerAction.Open open = armed.action().open();
    if (open == null) {
      Trigger executed = Records.with(armed, TriggerStatus.EXECUTED, entry.state());
      return accountStore
          .settle(executed, execution)
          .compose(noted -> finish(entry).map(noted))
          .compose(
              noted -> announcer.trigger("trigger_executed", noted, execution, atMs(execution)));
    }
    Instrument instrument = instruments.find(armed.symbol());
    if (instrument == null) {
      return Future.failedFuture("instrument not known yet: symbol=" + armed.symbol());
    }
    String positionId = Ids.derive(Ids.POSITION, armed.id());
    Drafts.Draft draft =
        Drafts.draft(
            instrument,
            Drafts.Order.of(positionId, armed, open, execution.fillPrice(), atMs(execution)));
    return draft instanceof Drafts.Draft.Drafted drafted
        ? opened(entry, execution, drafted)
        : rejected(entry, execution, ((Drafts.Draft.Refused) draft).refusal().code());
  }

  private Future<Void> opened(
      TransitionEntry entry, Execution execution, Drafts.Draft.Drafted drafted) {
    Position position = drafted.position();
    Trigger executed = ended(entry, TriggerStatus.EXECUTED, position.id());
    Trigger refused =
        ended(entry, TriggerStatus.REJECTED, ErrorCode.INSUFFICIENT_BALANCE.wireName());
    Booking.Opening opening =
        new Booking.Opening(
            position,
            drafted.marginE8(),
            drafted.feeE8(),
            accounts.paperE8(position.currency()),
            new Booking.FiredTrigger(executed, refused, execution));
    return accountStore
        .open(opening)
        .compose(
            result ->
                result.answer() == Booking.Answer.INSUFFICIENT
                    ? finish(entry)
                        .compose(
                            ignored ->
                                announcer.trigger(
                                    "trigger_rejected", refused, execution, atMs(execution)))
                    : create(entry, execution, position, executed));
  }

  /** The position takes the trigger's place in the partition; {@code opened} follows from there. */
  private Future<Void> create(
      TransitionEntry entry, Execution execution, Position position, Trigger executed) {
    Execution.Evidence tick = execution.tick();
    StoredRule stored =
        StoredRule.of(position, tick == null ? 0 : tick.exchangeTimeNs(), entry.rule().order());
    return announcer
        .trigger("trigger_executed", executed, execution, atMs(execution))
        .compose(
            ignored ->
                store.createFromTrigger(partitions.of(position.symbol()), stored, executed.id()))
        .mapEmpty();
  }

  private Future<Void> rejected(TransitionEntry entry, Execution execution, ErrorCode code) {
    Trigger rejected = ended(entry, TriggerStatus.REJECTED, code.wireName());
    return accountStore
        .settle(rejected, execution)
        .compose(noted -> finish(entry).map(noted))
        .compose(noted -> announcer.trigger("trigger_rejected", noted, execution, atMs(execution)));
  }

  private Future<Void> finish(TransitionEntry entry) {
    return store.finish(
        partitions.of(entry.rule().symbol()),
        entry.rule().id(),
        entry.state().executionId(),
        entry.rule().group());
  }

  private static Trigger ended(
      TransitionEntry entry, TriggerStatus status, @Nullable String result) {
    Trigger ended = Records.with(entry.rule().requireTrigger(), status, entry.state());
    return ended.withResult(result);
  }

  private static long atMs(Execution execution) {
    return execution.committedUs() / 1_000;
  }
}
