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
import io.tickwire.rules.partition.Arming;
import io.tickwire.rules.query.Accounts;
import io.tickwire.rules.query.Records;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.Booking;
import io.tickwire.rules.store.History;
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
  private final History history;
  private final Accounts accounts;
  private final Announcer announcer;

  TriggerSettlement(
      Partitions partitions,
      InstrumentCatalogue instruments,
      RuleStore store,
      AccountStore accountStore,
      History history,
      Accounts accounts,
      Announcer announcer) {
    this.partitions = partitions;
    this.instruments = instruments;
    this.store = store;
    this.accountStore = accountStore;
    this.history = history;
    this.accounts = accounts;
    this.announcer = announcer;
  }

  /** It was cancelled, or its time has passed. */
  Future<Void> ended(TransitionEntry entry, TriggerStatus status, String event) {
    long atMs = entry.state().committedUs() / 1_000;
    return newest(entry)
        .compose(newest -> accountStore.settle(Records.with(newest, status, entry.state()), null))
        .compose(noted -> finish(entry).map(noted))
        .compose(noted -> announcer.trigger(event, noted, null, atMs));
  }

  /** The trigger with its last firing, which another engine may still be about to note. */
  private Future<Trigger> newest(TransitionEntry entry) {
    Trigger armed = entry.rule().requireTrigger();
    if (entry.state().fired() == 0) {
      return Future.succeededFuture(armed);
    }
    return history
        .find(armed.user(), History.Kind.TRIGGERS, armed.id(), Trigger.class)
        .map(
            found -> {
              Trigger noted = found.orElse(armed);
              if (noted.firings() < entry.state().fired()) {
                throw new IllegalStateException(
                    "a firing is not noted yet: id="
                        + armed.id()
                        + " noted="
                        + noted.firings()
                        + " fired="
                        + entry.state().fired());
              }
              return noted;
            });
  }

  /** An alert fired and is armed again. */
  Future<Void> fired(TransitionEntry entry, Execution execution) {
    Trigger fired = Records.with(entry.rule().requireTrigger(), TriggerStatus.ARMED, entry.state());
    return accountStore
        .noteFiring(fired, execution)
        .compose(
            ignored -> announcer.trigger("trigger_executed", fired, execution, atMs(execution)));
  }

  /** An alert fired once too often. */
  Future<Void> paused(TransitionEntry entry, Execution execution) {
    Trigger paused = Records.paused(entry.rule().requireTrigger(), entry.state());
    return accountStore
        .settle(paused, execution)
        .compose(noted -> finish(entry).map(noted))
        .compose(noted -> announcer.trigger("trigger_paused", noted, execution, atMs(execution)));
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
            instrument, Drafts.Order.of(positionId, armed, open, execution, atMs(execution)));
    return draft instanceof Drafts.Draft.Drafted drafted
        ? opened(entry, execution, drafted)
        : rejected(entry, execution, ((Drafts.Draft.Refused) draft).refusal().code());
  }

  private Future<Void> opened(
      TransitionEntry entry, Execution execution, Drafts.Draft.Drafted drafted) {
    Position position = drafted.position();
    Trigger executed = outcome(entry, TriggerStatus.EXECUTED, position.id());
    Trigger refused =
        outcome(entry, TriggerStatus.REJECTED, ErrorCode.INSUFFICIENT_BALANCE.wireName());
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
    Long firedNs = tick == null ? null : Long.valueOf(tick.exchangeTimeNs());
    long armedAtNs = firedNs == null ? Arming.sinceNs(null, atMs(execution)) : firedNs;
    StoredRule stored = StoredRule.of(position, armedAtNs, entry.rule().order()).marked(firedNs);
    return announcer
        .trigger("trigger_executed", executed, execution, atMs(execution))
        .compose(
            ignored ->
                store.createFromTrigger(partitions.of(position.symbol()), stored, entry.rule()))
        .mapEmpty();
  }

  private Future<Void> rejected(TransitionEntry entry, Execution execution, ErrorCode code) {
    Trigger rejected = outcome(entry, TriggerStatus.REJECTED, code.wireName());
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

  private static Trigger outcome(
      TransitionEntry entry, TriggerStatus status, @Nullable String result) {
    Trigger ended = Records.with(entry.rule().requireTrigger(), status, entry.state());
    return ended.withResult(result);
  }

  private static long atMs(Execution execution) {
    return execution.committedUs() / 1_000;
  }
}
