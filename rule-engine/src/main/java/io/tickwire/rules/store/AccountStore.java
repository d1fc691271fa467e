package io.tickwire.rules.store;

import static io.tickwire.rules.store.History.Kind.EXECUTIONS;
import static io.tickwire.rules.store.History.Kind.POSITIONS;
import static io.tickwire.rules.store.History.Kind.TRIGGERS;

import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.RedisScript;
import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Json;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Trigger;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Money and history of users in Redis: accounts, ledger, and who is booked under which business
 * key. Every write is one idempotent script; a future that fails says nothing about whether it
 * happened, and repeating the call is harmless. Any thread.
 */
public final class AccountStore {
  private static final RedisScript OPEN = Scripts.load("open.lua");
  private static final RedisScript CLOSE = Scripts.load("close.lua");
  private static final RedisScript PAY_FUNDING = Scripts.load("pay-funding.lua");
  private static final RedisScript REGISTER = Scripts.load("register-trigger.lua");
  private static final RedisScript SETTLE = Scripts.load("settle-trigger.lua");
  private static final RedisScript NOTE_FIRING = Scripts.load("note-firing.lua");

  private final RedisLink redis;

  public AccountStore(RedisLink redis) {
    this.redis = redis;
  }

  /** Amounts of one currency in 1e-8. */
  public record Amounts(long balanceE8, long usedE8, long availableE8, long realizedE8) {
    /** Of an account that holds its paper money only. */
    public static Amounts untouched(long paperE8) {
      return new Amounts(paperE8, 0, paperE8, 0);
    }
  }

  /** Reserves the margin and books the fee of a position. */
  public Future<Booking.Result> open(Booking.Opening opening) {
    Position position = opening.position();
    UserKeys keys = new UserKeys(position.user());
    Booking.FiredTrigger fired = opening.firedBy();
    List<String> declared =
        List.of(
            keys.account(),
            keys.ledger(),
            keys.booked(),
            keys.documents(POSITIONS),
            keys.byTime(POSITIONS),
            keys.live(POSITIONS),
            keys.client(POSITIONS, position.clientId()),
            keys.documents(TRIGGERS),
            keys.live(TRIGGERS),
            keys.documents(EXECUTIONS),
            keys.byTime(EXECUTIONS));
    List<String> arguments =
        List.of(
            position.id(),
            position.currency(),
            Long.toString(Math.addExact(opening.marginE8(), opening.feeE8())),
            Long.toString(opening.marginE8()),
            Long.toString(opening.feeE8()),
            Long.toString(opening.paperE8()),
            Json.write(position),
            Long.toString(position.openedAt()),
            position.clientId() == null ? "0" : "1",
            fired == null ? "" : fired.executed().id(),
            fired == null ? "" : Json.write(fired.executed()),
            fired == null ? "" : Json.write(fired.rejected()),
            fired == null ? "" : fired.execution().id(),
            fired == null ? "" : Json.write(fired.execution()),
            fired == null ? "0" : committedMs(fired.execution()));
    return OPEN.run(redis, declared, arguments).map(AccountStore::result);
  }

  /** Releases the margin and books profit and fee of a position or of a part of it. */
  public Future<Booking.Closed> close(Booking.Closing closing) {
    Position position = closing.position();
    Execution execution = closing.execution();
    UserKeys keys = new UserKeys(position.user());
    long netE8 =
        Math.addExact(
            Math.subtractExact(closing.grossE8(), closing.feeE8()), closing.insuranceE8());
    return CLOSE
        .run(
            redis,
            List.of(
                keys.account(),
                keys.ledger(),
                keys.booked(),
                keys.documents(POSITIONS),
                keys.live(POSITIONS),
                keys.documents(EXECUTIONS),
                keys.byTime(EXECUTIONS)),
            List.of(
                position.id(),
                position.currency(),
                closing.isPart() ? "part:" + execution.id() : "close",
                closing.before().json(),
                Long.toString(-closing.marginE8()),
                Long.toString(closing.grossE8()),
                Long.toString(-closing.feeE8()),
                Long.toString(closing.insuranceE8()),
                Long.toString(netE8),
                Long.toString(Math.addExact(closing.marginE8(), netE8)),
                Json.write(position),
                closing.isPart() ? Integer.toString(position.reductions()) : execution.id(),
                execution.id(),
                Json.write(execution),
                committedMs(execution)))
        .map(AccountStore::closed);
  }

  /** Books a settlement of funding. */
  public Future<Booking.Closed> pay(Booking.Funding funding) {
    Position position = funding.position();
    UserKeys keys = new UserKeys(position.user());
    return PAY_FUNDING
        .run(
            redis,
            List.of(keys.account(), keys.ledger(), keys.booked(), keys.documents(POSITIONS)),
            List.of(
                position.id(),
                position.currency(),
                Long.toString(funding.timeMs()),
                funding.before().json(),
                Long.toString(funding.amountE8()),
                Json.write(position)))
        .map(AccountStore::closed);
  }

  private static Booking.Closed closed(Response answer) {
    return new Booking.Closed(
        !answer.get(0).toString().equals("changed"), Booking.Held.parse(answer.get(1).toString()));
  }

  /** A position as its account has it; empty when it has none of that id. */
  public Future<Optional<Booking.Held>> held(String user, String id) {
    String key = new UserKeys(user).documents(POSITIONS);
    return redis
        .send(Request.cmd(Command.HGET).arg(key).arg(id))
        .map(
            found ->
                found == null
                    ? Optional.empty()
                    : Optional.of(Booking.Held.parse(found.toString())));
  }

  /** Enters a new trigger into its user's index. */
  public Future<Booking.Result> register(Trigger trigger, int maxArmed) {
    UserKeys keys = new UserKeys(trigger.user());
    return REGISTER
        .run(
            redis,
            List.of(
                keys.documents(TRIGGERS),
                keys.byTime(TRIGGERS),
                keys.live(TRIGGERS),
                keys.client(TRIGGERS, trigger.clientId())),
            List.of(
                trigger.id(),
                Json.write(trigger),
                Long.toString(trigger.createdAt()),
                Integer.toString(maxArmed),
                trigger.clientId() == null ? "0" : "1",
                trigger.ocoGroup() == null ? "" : trigger.ocoGroup(),
                trigger.symbol()))
        .map(AccountStore::result);
  }

  /**
   * Notes what came of a trigger that opens nothing.
   *
   * @param execution absent for a cancel and an expiry
   * @return the trigger as it was noted, now or before
   */
  public Future<Trigger> settle(Trigger trigger, @Nullable Execution execution) {
    UserKeys keys = new UserKeys(trigger.user());
    return SETTLE
        .run(
            redis,
            List.of(
                keys.booked(),
                keys.documents(TRIGGERS),
                keys.live(TRIGGERS),
                keys.documents(EXECUTIONS),
                keys.byTime(EXECUTIONS)),
            List.of(
                trigger.id(),
                Json.write(trigger),
                execution == null ? "" : execution.id(),
                execution == null ? "" : Json.write(execution),
                execution == null ? "0" : committedMs(execution)))
        .map(answer -> Json.read(answer.get(1).toString(), Trigger.class));
  }

  /** Notes a firing of an alert that stays armed. */
  public Future<Void> noteFiring(Trigger trigger, Execution execution) {
    UserKeys keys = new UserKeys(trigger.user());
    return NOTE_FIRING
        .run(
            redis,
            List.of(
                keys.booked(),
                keys.documents(TRIGGERS),
                keys.documents(EXECUTIONS),
                keys.byTime(EXECUTIONS)),
            List.of(
                trigger.id(),
                Long.toString(trigger.version()),
                Json.write(trigger),
                execution.id(),
                Json.write(execution),
                committedMs(execution)))
        .mapEmpty();
  }

  /** What a client id was used for within the last day. */
  public Future<Optional<String>> usedFor(String user, History.Kind kind, String clientId) {
    String key = new UserKeys(user).client(kind, clientId);
    return redis
        .send(Request.cmd(Command.GET).arg(key))
        .map(found -> found == null ? Optional.empty() : Optional.of(found.toString()));
  }

  /** How many triggers of a user are armed. */
  public Future<Integer> armedTriggers(String user) {
    String key = new UserKeys(user).live(TRIGGERS);
    return redis.send(Request.cmd(Command.ZCARD).arg(key)).map(Response::toInteger);
  }

  /** All currencies that were ever touched, by name. */
  public Future<Map<String, Amounts>> amounts(String user) {
    String key = new UserKeys(user).account();
    return redis
        .send(Request.cmd(Command.HGETALL).arg(key))
        .map(
            found -> {
              Map<String, Amounts> amounts = new TreeMap<>();
              for (String field : found.getKeys()) {
                String currency = field.substring(0, field.indexOf(':'));
                amounts.computeIfAbsent(
                    currency,
                    name ->
                        new Amounts(
                            amount(found, name, "balance"),
                            amount(found, name, "used"),
                            amount(found, name, "available"),
                            amount(found, name, "realized")));
              }
              return amounts;
            });
  }

  private static long amount(Response account, String currency, String name) {
    Response value = account.get(currency + ":" + name);
    return value == null ? 0 : value.toLong();
  }

  private static Booking.Result result(Response answer) {
    return Booking.Result.of(
        answer.get(0).toString(), answer.size() > 1 ? answer.get(1).toString() : null);
  }

  private static String committedMs(Execution execution) {
    return Long.toString(execution.committedUs() / 1_000);
  }
}
