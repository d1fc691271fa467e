package io.tickwire.rules.book;

import io.tickwire.rules.book.Encounter.Effect;
import java.util.function.IntConsumer;

/**
 * The waiting rules of one instrument and one price (last, mark, bid or ask): levels, crossings and
 * trailing stops, each under a handle.
 *
 * <p>Everything that can happen has a place on the line of prices, in the heap of the direction
 * from which a price comes to it: a threshold, the side that a crossing waits for, the activation
 * of a trailing stop, the stop and the next extreme of a bucket of them. The gate is the first
 * place of each heap: a price between the two is quiet, costs two comparisons and allocates
 * nothing.
 *
 * <p>A price is given as its two neighbouring ticks, equal when it lies on one. A tick of an
 * exchange time before the arming of a rule does not concern that rule: it neither fires it nor
 * gives it a side or an extreme.
 *
 * <p>Arming and cancelling are O(log n), firing k rules O(k log n). A handle is free for another
 * rule once its own fired or was cancelled. Not thread-safe: confined to whoever evaluates the
 * instrument.
 *
 * @param <R> what the owner of the book keeps for a rule
 */
public final class PriceBook<R> {
  /** What a quiet price fires. It stays empty, so all books share it. */
  private static final Hits<?> NONE = new Hits<>();

  /** The gate: the keys on top of both heaps. It and the newest price share a cache line. */
  private long firstRise = HalfTicks.UNREACHABLE;

  private long firstFall = HalfTicks.UNREACHABLE;

  /** The place of the newest price; that of a price of zero before the first. */
  private long last = HalfTicks.at(0);

  private final RuleTable table = new RuleTable();
  private final PriceLine line = new PriceLine(table);
  private final Crossings crossings = new Crossings(table, line);
  private final TrailingStops trailing = new TrailingStops(table, line);
  private final Hits<R> hits = new Hits<>();
  private final Encounter<R> encounter = new Encounter<>(table, line, crossings, trailing, hits);

  private int size;

  /** A rule that fires at or beyond a threshold. */
  public int arm(Direction direction, long thresholdTicks, Ticket<R> ticket) {
    requireTicks(thresholdTicks);
    int row = add(RuleTable.LEVEL, ticket);
    line.wait(row, direction, HalfTicks.at(thresholdTicks));
    updateGate();
    return row;
  }

  /**
   * A rule that fires at or beyond a threshold once the price has been strictly on the other side.
   *
   * @param origin where it comes from: {@link Origin#of} the price known now, or what {@link
   *     #origin} told before a restart
   */
  public int armCrossing(Crossing crossing, long thresholdTicks, Origin origin, Ticket<R> ticket) {
    return armCrossing(new Wait.Cross(crossing, thresholdTicks, 1, origin), ticket);
  }

  /** The same, once the price has been as far back as the wait says. */
  public int armCrossing(Wait.Cross wait, Ticket<R> ticket) {
    int row = add(RuleTable.SIDELESS, ticket);
    crossings.start(row, wait);
    updateGate();
    return row;
  }

  /**
   * A stop that follows the price.
   *
   * @param extremeTicks the price known now, or what {@link #extremeTicks} told before a restart;
   *     zero when none is known: the first tick that concerns the rule sets it
   */
  public int armTrailing(Trail trail, long extremeTicks, Ticket<R> ticket) {
    if (extremeTicks < 0) {
      throw new IllegalArgumentException("negative extreme: ticks=" + extremeTicks);
    }
    if (extremeTicks == 0) {
      TrailBucket bucket = trailing.bucket(trail, false);
      return armDormant(bucket, Direction.UP, HalfTicks.above(0), ticket);
    }
    return armFollowing(trailing.bucket(trail, false), extremeTicks, ticket);
  }

  private int armFollowing(TrailBucket bucket, long extremeTicks, Ticket<R> ticket) {
    int row = add(RuleTable.DORMANT, ticket);
    trailing.add(row, bucket, extremeTicks);
    settle();
    return row;
  }

  /** A stop that follows the price since it met an activation, from where it stood last. */
  public int armActivated(Trail trail, long extremeTicks, Ticket<R> ticket) {
    requireTicks(extremeTicks);
    return armFollowing(trailing.bucket(trail, true), extremeTicks, ticket);
  }

  /** A stop that follows the price from the first one that is at or beyond an activation. */
  public int armTrailing(
      Trail trail, Direction activation, long activationTicks, Ticket<R> ticket) {
    requireTicks(activationTicks);
    TrailBucket bucket = trailing.bucket(trail, true);
    return armDormant(bucket, activation, HalfTicks.at(activationTicks), ticket);
  }

  /**
   * Takes a rule out.
   *
   * @return what its ticket named
   */
  public R cancel(int handle) {
    R rule = rule(handle);
    switch (table.state[handle]) {
      case RuleTable.SIDELESS -> crossings.leave(handle);
      case RuleTable.DORMANT, RuleTable.TRAILING -> trailing.remove(handle);
      default -> line.leave(handle);
    }
    table.free(handle);
    size--;
    settle();
    return rule;
  }

  /**
   * Moves a trailing stop to another extreme; one that waited for its activation is active then.
   */
  public void setExtreme(int handle, long extremeTicks) {
    requireTicks(extremeTicks);
    requireTrailing(handle);
    trailing.add(handle, trailing.remove(handle), extremeTicks);
    settle();
  }

  /**
   * The next price.
   *
   * @return the rules it fired, which have left the book; read them before the next price
   */
  public Hits<R> onPrice(long floorTicks, long ceilTicks, long exchangeTimeNs) {
    long price = HalfTicks.ofPrice(floorTicks, ceilTicks);
    if (price < firstRise && ~price < firstFall) {
      last = price;
      return none();
    }
    requirePrice(floorTicks, ceilTicks);
    begin(floorTicks, ceilTicks);
    last = price;
    return meet(floorTicks, ceilTicks, exchangeTimeNs, Effect.TICK);
  }

  /**
   * A price that was there before the newest one. Fires what it reaches as it stands now, which is
   * for the caller to judge, and draws stops along; what else it would change is left to the
   * caller: {@link Hits#undecided}.
   *
   * @param lowestAfter lowest price that came after it, rounded up; {@link Long#MAX_VALUE} for none
   * @param highestAfter highest price that came after it, rounded down; 0 for none
   */
  public Hits<R> onLatePrice(
      long floorTicks, long ceilTicks, long exchangeTimeNs, long lowestAfter, long highestAfter) {
    if (isQuiet(floorTicks, ceilTicks)) {
      return none();
    }
    requirePrice(floorTicks, ceilTicks);
    hits.begin(floorTicks, ceilTicks, 0, 0);
    hits.beginLate(lowestAfter, highestAfter);
    return meet(floorTicks, ceilTicks, exchangeTimeNs, Effect.LATE);
  }

  /** Fires what a price reaches; gives no sides and moves no extremes, nor the newest price. */
  public Hits<R> fire(long floorTicks, long ceilTicks, long exchangeTimeNs) {
    requirePrice(floorTicks, ceilTicks);
    begin(floorTicks, ceilTicks);
    return meet(floorTicks, ceilTicks, exchangeTimeNs, Effect.FIRE);
  }

  /** Gives crossings that have none the side of a price, and does nothing else. */
  public void takeSides(long floorTicks, long ceilTicks, long exchangeTimeNs) {
    requirePrice(floorTicks, ceilTicks);
    begin(floorTicks, ceilTicks);
    meet(floorTicks, ceilTicks, exchangeTimeNs, Effect.SIDES);
  }

  /** Draws the stops along that follow already, and does nothing else. */
  public void drawAlong(long floorTicks, long ceilTicks, long exchangeTimeNs) {
    requirePrice(floorTicks, ceilTicks);
    begin(floorTicks, ceilTicks);
    meet(floorTicks, ceilTicks, exchangeTimeNs, Effect.DRAW);
  }

  private void begin(long floorTicks, long ceilTicks) {
    hits.begin(floorTicks, ceilTicks, HalfTicks.floorTicks(last), HalfTicks.ceilTicks(last));
  }

  @SuppressWarnings("unchecked") // nothing ever gets in
  private Hits<R> none() {
    return (Hits<R>) NONE;
  }

  private Hits<R> meet(long floorTicks, long ceilTicks, long timeNs, Effect effect) {
    encounter.meet(floorTicks, ceilTicks, timeNs, effect);
    size -= hits.size();
    settle();
    hits.finish();
    return hits;
  }

  /** Whether nothing happens at a price, whatever its time. */
  public boolean isQuiet(long floorTicks, long ceilTicks) {
    long price = HalfTicks.ofPrice(floorTicks, ceilTicks);
    return price < firstRise && ~price < firstFall;
  }

  /** How many rules wait. */
  public int size() {
    return size;
  }

  /** What the ticket of a waiting rule named. */
  @SuppressWarnings("unchecked") // only rules of this type get in, with their tickets
  public R rule(int handle) {
    requireRule(handle);
    return (R) table.owner(handle);
  }

  /**
   * Where a waiting rule fires; of a trailing stop where its stop is, zero before its activation.
   */
  public long thresholdTicks(int handle) {
    requireRule(handle);
    return switch (table.state[handle]) {
      case RuleTable.SIDELESS -> crossings.thresholdTicks(handle);
      case RuleTable.DORMANT -> 0;
      case RuleTable.TRAILING -> trailing.bucketOf(handle).stopTicks(handle);
      default -> HalfTicks.floorTicks(line.place(handle));
    };
  }

  /** Where a waiting trailing stop stands, for a checkpoint; zero before its activation. */
  public long extremeTicks(int handle) {
    requireTrailing(handle);
    return table.state[handle] == RuleTable.DORMANT
        ? 0
        : trailing.bucketOf(handle).extremeTicks(handle);
  }

  /** Tells every waiting trailing stop, also those before their activation. O(rules). */
  public void forEachTrailing(IntConsumer handles) {
    for (int row = 0; row < table.state.length; row++) {
      if (table.state[row] == RuleTable.TRAILING || table.state[row] == RuleTable.DORMANT) {
        handles.accept(row);
      }
    }
  }

  /**
   * Tells the waiting crossings that have their side, of which a price may not be on it as far as
   * they need; others near it too. O(those).
   */
  public void forEachSided(long floorTicks, long ceilTicks, IntConsumer handles) {
    IntConsumer sided =
        row -> {
          if (table.state[row] == RuleTable.CROSSING) {
            handles.accept(row);
          }
        };
    long furthest = crossings.furthestBackTicks();
    line.rises.forEachUpTo(HalfTicks.at(floorTicks + furthest), sided);
    line.falls.forEachUpTo(~HalfTicks.at(Math.max(0, ceilTicks - furthest)), sided);
  }

  /** From where a waiting crossing comes, for a checkpoint. */
  public Origin origin(int handle) {
    requireRule(handle);
    if (table.state[handle] != RuleTable.CROSSING) {
      return Origin.NONE;
    }
    return table.rising[handle] ? Origin.BELOW : Origin.ABOVE;
  }

  private int armDormant(TrailBucket bucket, Direction activation, long place, Ticket<R> ticket) {
    int row = add(RuleTable.DORMANT, ticket);
    trailing.addDormant(row, bucket, activation, place);
    updateGate();
    return row;
  }

  private int add(byte state, Ticket<R> ticket) {
    size++;
    return table.add(state, ticket.armedAtNs(), ticket.order(), ticket.rule());
  }

  private void settle() {
    trailing.close();
    updateGate();
  }

  private void updateGate() {
    firstRise = line.rises.firstKey();
    firstFall = line.falls.firstKey();
  }

  private void requireRule(int handle) {
    if (!table.isRule(handle)) {
      throw new IllegalArgumentException("no such rule: handle=" + handle);
    }
  }

  private void requireTrailing(int handle) {
    requireRule(handle);
    byte state = table.state[handle];
    if (state != RuleTable.DORMANT && state != RuleTable.TRAILING) {
      throw new IllegalArgumentException("not a trailing stop: handle=" + handle);
    }
  }

  private static void requirePrice(long floorTicks, long ceilTicks) {
    if (floorTicks < 0 || ceilTicks <= 0) {
      throw new IllegalArgumentException("price must be positive: floorTicks=" + floorTicks);
    }
  }

  private static void requireTicks(long ticks) {
    if (ticks <= 0) {
      throw new IllegalArgumentException("must be positive: ticks=" + ticks);
    }
  }
}
