package io.tickwire.rules.settlement;

import io.tickwire.common.wire.Position;
import io.tickwire.rules.query.Accounts;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.Booking;
import io.tickwire.rules.store.Intent;
import io.tickwire.rules.store.RuleStore;
import io.vertx.core.Future;

/**
 * Brings an intent to its end: booked under its user, then created in its partition; or, when it is
 * refused, forgotten. Every step is idempotent, so whoever finds an intent may drive it.
 */
public final class Openings {
  private final RuleStore store;
  private final AccountStore accountStore;
  private final Accounts accounts;
  private final int maxTriggers;

  public Openings(RuleStore store, AccountStore accountStore, Accounts accounts, int maxTriggers) {
    this.store = store;
    this.accountStore = accountStore;
    this.accounts = accounts;
    this.maxTriggers = maxTriggers;
  }

  /** Notes the intent and drives it. */
  public Future<Booking.Result> begin(int partition, Intent intent) {
    return store.note(partition, intent).compose(ignored -> drive(partition, intent));
  }

  /** Drives an intent that was noted. */
  public Future<Booking.Result> drive(int partition, Intent intent) {
    return book(intent)
        .compose(
            result ->
                switch (result.answer()) {
                  case DONE, MINE ->
                      store
                          .create(partition, intent.rule(), intent.rule().position() != null)
                          .map(result);
                  case INSUFFICIENT, MAX_TRIGGERS, GROUP_ELSEWHERE, CLIENT_ID_USED ->
                      store.forget(partition, intent.id()).map(result);
                });
  }

  /**
   * Drives what is still noted under that id: it may be booked already and not live, when whoever
   * noted it died in between.
   */
  public Future<Void> resume(int partition, String id) {
    return store
        .intent(partition, id)
        .compose(
            found ->
                found.isPresent()
                    ? drive(partition, found.get()).<Void>mapEmpty()
                    : Future.succeededFuture());
  }

  private Future<Booking.Result> book(Intent intent) {
    Position position = intent.rule().position();
    return position == null
        ? accountStore.register(intent.rule().requireTrigger(), maxTriggers)
        : accountStore.open(
            new Booking.Opening(
                position,
                intent.marginE8(),
                intent.feeE8(),
                accounts.paperE8(position.currency()),
                null));
  }
}
