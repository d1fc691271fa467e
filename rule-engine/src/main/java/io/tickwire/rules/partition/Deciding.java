package io.tickwire.rules.partition;

import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.common.wire.Ids;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.evaluation.Hit;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.Standing;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import java.math.BigDecimal;
import java.util.List;

/**
 * Turns hits and users' wishes into transitions with their evidence.
 *
 * @param engine named in every execution
 */
public record Deciding(String engine) {
  private static final String VENUE = "kucoin";

  /** A rule that a tick reached. */
  Transition fired(LiveRule live, StoredRule stored, Hit hit, BigDecimal threshold, Times times) {
    Rule rule = hit.rule();
    Position position = stored.position();
    Execution execution =
        new Execution(
            Ids.next(Ids.EXECUTION, times.nowUs() / 1_000),
            stored.user(),
            rule.kind(),
            position == null ? null : stored.id(),
            position == null ? stored.id() : null,
            stored.symbol(),
            threshold,
            TriggerArming.crossed(rule, hit.direction()),
            hit.fill().price(),
            position == null
                ? quantity(stored.requireTrigger())
                : quantity(position, live.state(), rule),
            evidence(stored.symbol(), hit.tick()),
            hit.tick().receivedNs() / 1_000,
            times.nowUs(),
            0,
            hit.tick().recovered(),
            times.late(),
            engine,
            List.of());
    return new Transition(
        live.id(),
        live.state().status(),
        rule.version(),
        position == null ? LiveStatus.EXECUTED : LiveStatus.CLOSING,
        execution.id(),
        execution,
        position != null && rule.partial()
            ? new Transition.Effect.Part(rule.index(), Standing.all(position))
            : position == null
                ? TriggerFiring.effect(stored, live.state(), hit.tick().exchangeTimeNs())
                : Transition.NONE,
        position);
  }

  /** As far as known here; what is booked, and what went with it, follows from the commit. */
  private static BigDecimal quantity(Position position, RuleState state, Rule rule) {
    return rule.partial() && rule.index() < position.takeProfits().size()
        ? position.takeProfits().get(rule.index()).quantity()
        : Standing.of(position, state).openQuantity();
  }

  /**
   * @param nowUs epoch microseconds
   * @param late decided after a load, on a price that had passed before
   */
  record Times(long nowUs, boolean late) {}

  /** A close of a part that the user asked for; its rules stay. */
  public Execution partClosedByUser(
      Position position, BigDecimal quantity, BigDecimal price, long nowUs) {
    return byUser(position, quantity, price, nowUs);
  }

  private Execution byUser(Position position, BigDecimal quantity, BigDecimal price, long nowUs) {
    return new Execution(
        Ids.next(Ids.EXECUTION, nowUs / 1_000),
        position.user(),
        ExecutionKind.USER,
        position.id(),
        null,
        position.symbol(),
        null,
        null,
        price,
        quantity,
        null,
        nowUs,
        nowUs,
        0,
        false,
        false,
        engine,
        List.of());
  }

  /**
   * A close that the user asked for.
   *
   * @param position as it stands
   */
  public Transition closedByUser(LiveRule live, Position position, BigDecimal price, long nowUs) {
    StoredRule stored = live.rule();
    Execution execution = byUser(position, position.openQuantity(), price, nowUs);
    return new Transition(
        live.id(),
        LiveStatus.OPEN,
        live.state().rules(),
        LiveStatus.CLOSING,
        execution.id(),
        execution,
        Transition.NONE,
        stored == null ? null : stored.position());
  }

  /** A trigger that its user took back. */
  public static Transition cancelled(LiveRule live, long nowMs) {
    return ended(live, LiveStatus.CANCELLED, nowMs);
  }

  /** A trigger whose time has passed. */
  static Transition expired(LiveRule live, long nowMs) {
    return ended(live, LiveStatus.EXPIRED, nowMs);
  }

  private static Transition ended(LiveRule live, LiveStatus to, long nowMs) {
    return new Transition(
        live.id(),
        LiveStatus.ARMED,
        live.state().rules(),
        to,
        Ids.next(Ids.EXECUTION, nowMs),
        null);
  }

  private static Execution.Evidence evidence(String symbol, PricePoint tick) {
    return new Execution.Evidence(
        VENUE, symbol, tick.source(), tick.sequence(), tick.price(), tick.exchangeTimeNs());
  }

  private static BigDecimal quantity(Trigger trigger) {
    TriggerAction.Open open = trigger.action().open();
    return open == null ? BigDecimal.ZERO : open.quantity();
  }
}
