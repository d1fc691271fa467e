package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.rules.book.Hits;
import io.tickwire.rules.book.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Ticks and rules of one instrument in, fired rules out.
 *
 * <p>An owner (position or trigger) fires once a version, but for its partial rules, which fire
 * once each. States of an owner:
 *
 * <ul>
 *   <li>unknown → armed: {@link #arm}
 *   <li>armed → firing: a tick, or one that came before the arming and concerns it, reaches one of
 *       its rules that is not partial; all its rules leave the books
 *   <li>armed, firing → armed: {@link #arm} with a newer version, for example when the commit lost
 *       against an edit
 *   <li>armed, firing → unknown: {@link #disarm}, when the owner is final
 * </ul>
 *
 * <p>A rule on mark fills at last. Reached while no last price is known, it is kept with its tick
 * and returned by the first call after one is known, wherever the mark has gone. A rule with price
 * protection that must not fire yet is held, see {@link #held}.
 *
 * <p>Prices are {@code digits × 10^-scale}, times epoch nanoseconds. A tick that reaches nothing
 * allocates nothing. Not thread-safe: confined to whoever evaluates the partition.
 */
public final class SymbolEvaluator {
  private final TickSize tickSize;
  private final Watches watches;
  private final Owners owners = new Owners();
  private final Candles candles;
  private final LateTicks lateTicks;
  private final Firing firing;
  private final Playback playback;

  private final SequenceGate trades = new SequenceGate();
  private final SequenceGate marks = new SequenceGate();
  private final SequenceGate quotes = new SequenceGate();

  private long duplicates;
  private long rejected;

  private final Runnable onRejected;

  public SymbolEvaluator(TickSize tickSize) {
    this(tickSize, () -> {});
  }

  /**
   * @param onRejected is run for each tick that {@link #rejected} counts
   */
  public SymbolEvaluator(TickSize tickSize, Runnable onRejected) {
    this.tickSize = tickSize;
    this.onRejected = onRejected;
    watches = new Watches(tickSize);
    candles = new Candles(tickSize, watches.last);
    firing = new Firing(watches, owners, candles);
    playback = new Playback(watches, firing.held);
    lateTicks = new LateTicks(candles, playback);
  }

  /**
   * Arms all rules of one version of an owner in place of those of an older version. Ignored when
   * this version or a newer one is armed or firing. Ticks that came before and concern a rule are
   * played to it first, and it fires at the one that reaches it. A trailing stop that is as it was
   * in the version before goes on from where that stood, when this is further.
   *
   * @throws IllegalArgumentException when the rules differ in owner or version or repeat a kind and
   *     index
   */
  public List<Hit> arm(List<Rule> rulesOfOneOwner) {
    if (rulesOfOneOwner.isEmpty()) {
      return List.of();
    }
    Rule any = requireOneOwner(rulesOfOneOwner);
    Owners.Owner before = owners.find(any.ownerId());
    if (before != null && any.version() <= before.version) {
      return List.of();
    }
    List<Rule> played = rulesOfOneOwner;
    List<Rule> goingOn = List.of();
    if (before != null) {
      boolean stands = !before.firing && !firing.held.holds(any.ownerId());
      firing.keepAll(before, any.ownerId());
      List<Rule> rules =
          rulesOfOneOwner.stream()
              .map(rule -> before.continued(rule, stands ? null : watches.of(rule).recent))
              .toList();
      goingOn = stands ? changed(rulesOfOneOwner, rules) : List.of();
      played = rules.stream().filter(Predicate.not(goingOn::contains)).toList();
    }
    disarm(any.ownerId());
    owners.put(any.ownerId(), any.version());
    for (Rule rule : goingOn) {
      Watch watch = watches.of(rule);
      // The ticks so far have drawn it already, each in its place.
      watch.book.arm(before == null ? rule : before.asArmed(rule, watch.recent), rule.waitsFor());
    }
    return firing.fire(playback.arm(played));
  }

  private static List<Rule> changed(List<Rule> before, List<Rule> after) {
    List<Rule> changed = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      if (!after.get(i).equals(before.get(i))) {
        changed.add(after.get(i));
      }
    }
    return changed;
  }

  /** Forgets the owner, also when it is firing. Of one that only lost a commit, arm the winner. */
  public void disarm(String ownerId) {
    if (owners.remove(ownerId)) {
      firing.forget(ownerId);
      watches.release(ownerId);
    }
  }

  /**
   * A trade: moves the last price and fires the rules on it. One that is older than the newest and
   * has not been seen, recovered or told by a second feed, fires what it would have fired, and
   * leaves the last price.
   */
  public List<Hit> onTrade(
      long sequence,
      long digits,
      int scale,
      long exchangeTimeNs,
      long receivedNs,
      boolean recovered) {
    if (trades.isPassed(sequence)) {
      return onLate(watches.last, sequence, digits, scale, exchangeTimeNs, receivedNs, recovered);
    }
    if (!watches.last.move(sequence, digits, scale, exchangeTimeNs, receivedNs, recovered)) {
      return reject();
    }
    trades.pass(sequence);
    candles.onTrade(exchangeTimeNs);
    return onMoved(watches.last, exchangeTimeNs);
  }

  /**
   * A mark price: fires the rules on mark, which fill at the last price. An older one as with
   * trades.
   */
  public List<Hit> onMark(
      long sequence,
      long digits,
      int scale,
      long exchangeTimeNs,
      long receivedNs,
      boolean recovered) {
    if (marks.isPassed(sequence)) {
      return onLate(watches.mark, sequence, digits, scale, exchangeTimeNs, receivedNs, recovered);
    }
    if (!watches.mark.move(sequence, digits, scale, exchangeTimeNs, receivedNs, recovered)) {
      return reject();
    }
    marks.pass(sequence);
    return onMoved(watches.mark, exchangeTimeNs);
  }

  private List<Hit> onMoved(Watch watch, long exchangeTimeNs) {
    List<Reached> free = firing.held.isEmpty() ? List.of() : firing.held.onTick(exchangeTimeNs);
    TickSlot now = watch.now;
    Hits<Rule> hits = watch.book.onPrice(now.floorTicks(), now.ceilTicks(), exchangeTimeNs);
    if (hits.isEmpty() && free.isEmpty() && firing.isIdle()) {
      return List.of();
    }
    List<Reached> reached = new ArrayList<>(free);
    collect(watch, hits, reached);
    return fireInPathOrder(reached);
  }

  private List<Hit> onLate(
      Watch watch,
      long sequence,
      long digits,
      int scale,
      long exchangeTimeNs,
      long receivedNs,
      boolean recovered) {
    // A live tick from before all that is held has most likely been here; a feed that recovers
    // knows that it has not been told.
    if (recovered ? watch.recent.contains(sequence) : !watch.recent.lacks(sequence)) {
      return ignore();
    }
    TickSlot tick = new TickSlot(watch.recent.source(), tickSize);
    return tick.set(sequence, digits, scale, exchangeTimeNs, receivedNs, recovered)
        ? firing.fire(lateTicks.onTick(watch, watch == watches.last, tick))
        : reject();
  }

  /**
   * Best bid and ask: fires the rules on {@code bid_ask}, each on its own side. A side that is not
   * positive is absent and stays as it was.
   */
  public List<Hit> onQuote(
      long sequence, long bid, long ask, int scale, long exchangeTimeNs, long receivedNs) {
    if (quotes.isPassed(sequence)) {
      return ignore();
    }
    boolean bidMoved = watches.bid.move(sequence, bid, scale, exchangeTimeNs, receivedNs, false);
    boolean askMoved = watches.ask.move(sequence, ask, scale, exchangeTimeNs, receivedNs, false);
    if (!bidMoved && !askMoved) {
      return reject();
    }
    quotes.pass(sequence);
    List<Reached> reached = bidMoved ? onSide(watches.bid, List.of()) : List.of();
    reached = askMoved ? onSide(watches.ask, reached) : reached;
    return reached.isEmpty() ? firing.fire(reached) : fireInPathOrder(reached);
  }

  private static List<Reached> onSide(Watch watch, List<Reached> before) {
    TickSlot now = watch.now;
    Hits<Rule> hits = watch.book.onPrice(now.floorTicks(), now.ceilTicks(), now.exchangeTimeNs());
    if (hits.isEmpty()) {
      return before;
    }
    List<Reached> reached = new ArrayList<>(before);
    collect(watch, hits, reached);
    return reached;
  }

  /**
   * A recovered candle of the last price. It fires what lies between its low and high, at the open
   * or at the threshold, and leaves the last price at its close when it ends after the newest
   * trade. A candle that was there before, of the same beginning and no wider, is ignored.
   *
   * @param exchangeTimeNs of its beginning; in milliseconds the sequence of its hits
   * @param spanMs how long it lasts
   */
  public List<Hit> onCandle(
      long exchangeTimeNs,
      long spanMs,
      long receivedNs,
      int scale,
      long open,
      long high,
      long low,
      long close) {
    long[] prices = {open, high, low, close};
    Candle candle = Candle.of(tickSize, exchangeTimeNs, spanMs, receivedNs, scale, prices);
    if (candle == null) {
      return reject();
    }
    return candles.isRepeated(candle) ? ignore() : firing.fire(candles.onCandle(candle));
  }

  /**
   * A last price from a sampled ticker or a snapshot. Known for fills when its exchange time is
   * newer than that of the last trade; fires nothing and never makes a trade a duplicate.
   */
  public void onReference(
      long sequence, long digits, int scale, long exchangeTimeNs, long receivedNs) {
    TickSlot reference = watches.reference;
    if (reference.isKnown() && exchangeTimeNs <= reference.exchangeTimeNs()) {
      return;
    }
    if (!reference.set(sequence, digits, scale, exchangeTimeNs, receivedNs, false)) {
      reject();
    }
  }

  /** The last trade or the close of a candle, or a reference that is newer by exchange time. */
  public @Nullable PricePoint last() {
    return watches.last();
  }

  public @Nullable PricePoint mark() {
    return watches.mark.now.point();
  }

  public @Nullable PricePoint bid() {
    return watches.bid.now.point();
  }

  public @Nullable PricePoint ask() {
    return watches.ask.now.point();
  }

  /** Ticks ignored because their sequence was not newer, and candles that were there before. */
  public long duplicates() {
    return duplicates;
  }

  /** Ticks ignored because their price was not positive or overflowed, and impossible candles. */
  public long rejected() {
    return rejected;
  }

  /** Rules that wait, also those held and those that have their mark and wait for a last price. */
  public int armed() {
    return watches.armed() + firing.unfilled() + held();
  }

  /** Rules that are reached and held by price protection. */
  public int held() {
    return firing.held.size();
  }

  /** Where the trailing stops stand that wait. O(rules). */
  public List<TrailingExtreme> extremes() {
    return Checkpoints.extremes(watches, firing.held, candles);
  }

  /** From where those crossings come of which the newest price does not tell. O(rules). */
  public List<TakenSide> sides() {
    return Checkpoints.sides(watches);
  }

  /** Where the trailing stop of an owner stands that waits; 0 when it has none or has not begun. */
  public long extremeTicks(String ownerId) {
    long[] found = new long[1];
    for (Watch watch : watches.all) {
      watch.book.forEachTrailing(
          ownerId, (rule, extreme) -> found[0] = candles.standing(rule, extreme));
    }
    for (Reached one : firing.held.all()) {
      if (one.rule().ownerId().equals(ownerId) && one.extremeTicks() > 0) {
        found[0] = one.extremeTicks();
      }
    }
    return found[0];
  }

  /** Whether every tick that concerns a rule is known here, so that arming plays them all to it. */
  public boolean holdsAllOf(Rule rule) {
    return watches.of(rule).recent.reachesBackTo(rule.armedAtNs());
  }

  /**
   * This evaluator begins while others have long been there: ticks before its first one may concern
   * rules that come later. Of no effect on a price that goes on from a checkpoint.
   *
   * @param sinceNs ticks of that time or later will all come; 0 for those that come from now on
   */
  public void beginInTheMiddle(long sinceNs) {
    watches.last.recent.beginInTheMiddle(sinceNs);
    watches.mark.recent.beginInTheMiddle(sinceNs);
  }

  /**
   * What came before the first tick here: played to the rules that are armed from now on, and to no
   * other. While no tick has come, let them be evaluated after this.
   *
   * @param source last or mark
   * @param ticks in order of time; those that are not older than what is known are ignored
   * @param sinceNs no tick of that time or later is missing
   */
  public void remember(PriceSource source, List<PricePoint> ticks, long sinceNs) {
    Watch watch = source == PriceSource.MARK ? watches.mark : watches.last;
    watch.remember(ticks, sinceNs, tickSize);
  }

  /** How far the prices have come, with the highs and lows since the call before. */
  public Checkpoint checkpoint() {
    return Checkpoints.take(watches, trades, marks, quotes);
  }

  /**
   * Goes on from a checkpoint of another evaluator.
   *
   * @throws IllegalStateException when ticks or rules have been here before
   */
  public void restore(Checkpoint checkpoint) {
    if (trades.isOpen() || marks.isOpen() || quotes.isOpen() || armed() > 0) {
      throw new IllegalStateException("only a new evaluator goes on from a checkpoint");
    }
    Checkpoints.restore(checkpoint, watches, trades, marks, quotes);
  }

  private static void collect(Watch watch, Hits<Rule> hits, List<Reached> into) {
    for (int i = 0; i < hits.size(); i++) {
      into.add(Reached.of(hits, i, watch.now.requirePoint(), watch.metAt(hits, i), false));
    }
  }

  private List<Hit> fireInPathOrder(List<Reached> reached) {
    if (reached.size() > 1) {
      reached.sort(Reached.PATH_ORDER);
    }
    return firing.fire(reached);
  }

  private List<Hit> ignore() {
    duplicates++;
    return List.of();
  }

  private List<Hit> reject() {
    rejected++;
    onRejected.run();
    return List.of();
  }

  private static Rule requireOneOwner(List<Rule> rules) {
    Rule first = rules.get(0);
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      boolean isRepeated = rules.subList(0, i).stream().anyMatch(rule::hasKeyOf);
      if (!rule.ownerId().equals(first.ownerId())
          || rule.version() != first.version()
          || isRepeated) {
        throw new IllegalArgumentException(
            "not the rules of one version of one owner: first=" + first + " other=" + rule);
      }
    }
    return first;
  }
}
