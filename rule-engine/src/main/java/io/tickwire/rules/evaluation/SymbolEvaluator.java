package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.TickSize;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ticks and rules of one instrument in, fired rules out.
 *
 * <p>An owner (position or trigger) fires once a version. States of an owner:
 *
 * <ul>
 *   <li>unknown → armed: {@link #arm}
 *   <li>armed → firing: a tick, or the price known at arming, reaches one of its rules; all its
 *       rules leave the books
 *   <li>armed, firing → armed: {@link #arm} with a newer version, for example when the commit lost
 *       against an edit
 *   <li>armed, firing → unknown: {@link #disarm}, when the owner is final
 * </ul>
 *
 * <p>A rule on mark fills at last. Reached while no last price is known, it is kept with its tick
 * and returned by the first call after one is known, wherever the mark has gone.
 *
 * <p>Prices are {@code digits × 10^-scale}, times epoch nanoseconds. A tick that reaches nothing
 * allocates nothing. Not thread-safe: confined to whoever evaluates the partition.
 */
public final class SymbolEvaluator {
  private final Watches watches;
  private final KnownPrice reference;

  private final SequenceGate trades = new SequenceGate();
  private final SequenceGate marks = new SequenceGate();
  private final SequenceGate quotes = new SequenceGate();

  private final Map<String, Owner> owners = new HashMap<>();

  /** Fired on mark, without a price to fill at yet, by owner in the order they fired. */
  private final Map<String, Unfilled> unfilled = new LinkedHashMap<>();

  private long rejected;

  public SymbolEvaluator(TickSize tickSize) {
    watches = new Watches(tickSize);
    reference = new KnownPrice(PriceSource.LAST, tickSize);
  }

  /**
   * Arms all rules of one version of an owner in place of those of an older version. Ignored when
   * this version or a newer one is armed or firing. A rule whose price is known, concerns it and is
   * at or beyond the threshold fires at once.
   *
   * @throws IllegalArgumentException when the rules differ in owner or version or repeat a kind
   */
  public List<Hit> arm(List<Rule> rulesOfOneOwner) {
    if (rulesOfOneOwner.isEmpty()) {
      return List.of();
    }
    Rule any = requireOneOwner(rulesOfOneOwner);
    Owner owner = owners.get(any.ownerId());
    if (owner != null && any.version() <= owner.version) {
      return List.of();
    }
    disarm(any.ownerId());
    owners.put(any.ownerId(), new Owner(any.version()));
    List<Rule> reached = new ArrayList<>();
    for (Rule rule : rulesOfOneOwner) {
      Watch watch = watches.of(rule);
      watch.book.arm(rule);
      if (watch.price.reaches(rule)) {
        reached.add(rule);
      }
    }
    reached.sort(Comparator.comparingLong(Rule::order));
    return fire(reached);
  }

  /** Forgets the owner, also when it is firing. Of one that only lost a commit, arm the winner. */
  public void disarm(String ownerId) {
    if (owners.remove(ownerId) != null) {
      unfilled.remove(ownerId);
      watches.release(ownerId);
    }
  }

  /** A trade: moves the last price and fires the rules on it. */
  public List<Hit> onTrade(
      long sequence,
      long digits,
      int scale,
      long exchangeTimeNs,
      long receivedNs,
      boolean recovered) {
    return onTick(
        trades, watches.last, sequence, digits, scale, exchangeTimeNs, receivedNs, recovered);
  }

  /** A mark price: fires the rules on mark, which fill at the last price. */
  public List<Hit> onMark(
      long sequence,
      long digits,
      int scale,
      long exchangeTimeNs,
      long receivedNs,
      boolean recovered) {
    return onTick(
        marks, watches.mark, sequence, digits, scale, exchangeTimeNs, receivedNs, recovered);
  }

  /**
   * Best bid and ask: fires the rules on {@code bid_ask}, each on its own side. A side that is not
   * positive is absent and stays as it was.
   */
  public List<Hit> onQuote(
      long sequence, long bid, long ask, int scale, long exchangeTimeNs, long receivedNs) {
    if (!quotes.isNew(sequence)) {
      return List.of();
    }
    boolean bidMoved =
        watches.bid.price.move(sequence, bid, scale, exchangeTimeNs, receivedNs, false);
    boolean askMoved =
        watches.ask.price.move(sequence, ask, scale, exchangeTimeNs, receivedNs, false);
    if (!bidMoved && !askMoved) {
      rejected++;
      return List.of();
    }
    quotes.pass(sequence);
    List<Rule> onBid = bidMoved ? watches.bid.take() : List.of();
    List<Rule> onAsk = askMoved ? watches.ask.take() : List.of();
    if (onBid.isEmpty() || onAsk.isEmpty()) {
      return fireInPathOrder(onBid.isEmpty() ? onAsk : onBid);
    }
    List<Rule> both = new ArrayList<>(onBid);
    both.addAll(onAsk);
    return fireInPathOrder(both);
  }

  /**
   * A last price from a sampled ticker or a snapshot. Known for fills when its exchange time is
   * newer than that of the last trade; fires nothing and never makes a trade a duplicate.
   */
  public void onReference(
      long sequence, long digits, int scale, long exchangeTimeNs, long receivedNs) {
    if (reference.isKnown() && exchangeTimeNs <= reference.exchangeTimeNs()) {
      return;
    }
    if (!reference.move(sequence, digits, scale, exchangeTimeNs, receivedNs, false)) {
      rejected++;
    }
  }

  /** The last trade, or a reference that is newer by exchange time. */
  public @Nullable PricePoint last() {
    KnownPrice trade = watches.last.price;
    boolean tradeIsNewest =
        !reference.isKnown()
            || (trade.isKnown() && trade.exchangeTimeNs() >= reference.exchangeTimeNs());
    return tradeIsNewest ? trade.point() : reference.point();
  }

  public @Nullable PricePoint mark() {
    return watches.mark.price.point();
  }

  public @Nullable PricePoint bid() {
    return watches.bid.price.point();
  }

  public @Nullable PricePoint ask() {
    return watches.ask.price.point();
  }

  /** Ticks ignored because their sequence was not newer than the one before. */
  public long duplicates() {
    return trades.refused() + marks.refused() + quotes.refused();
  }

  /** Ticks ignored because their price was not positive or overflowed. */
  public long rejected() {
    return rejected;
  }

  /** Rules that wait for a price, also those that have their mark and wait for a last price. */
  public int armed() {
    return watches.armed() + unfilled.size();
  }

  private List<Hit> onTick(
      SequenceGate gate,
      Watch watch,
      long sequence,
      long digits,
      int scale,
      long exchangeTimeNs,
      long receivedNs,
      boolean recovered) {
    if (!gate.isNew(sequence)) {
      return List.of();
    }
    if (!watch.price.move(sequence, digits, scale, exchangeTimeNs, receivedNs, recovered)) {
      rejected++;
      return List.of();
    }
    gate.pass(sequence);
    return fireInPathOrder(watch.take());
  }

  private List<Hit> fireInPathOrder(List<Rule> reached) {
    if (reached.size() > 1) {
      reached.sort(watches.pathOrder);
    }
    return fire(reached);
  }

  private List<Hit> fire(List<Rule> reached) {
    if (reached.isEmpty() && unfilled.isEmpty()) {
      return List.of();
    }
    List<Hit> hits = new ArrayList<>(reached.size() + unfilled.size());
    PricePoint lastPrice = last();
    if (lastPrice != null) {
      unfilled.values().forEach(u -> hits.add(new Hit(u.rule, u.tick, lastPrice)));
      unfilled.clear();
    }
    for (Rule rule : reached) {
      Owner owner = owners.get(rule.ownerId());
      if (owner == null || owner.firing) {
        continue; // another of its rules came first on this tick
      }
      owner.firing = true;
      watches.release(rule.ownerId());
      PricePoint tick = watches.of(rule).price.point();
      PricePoint fill = rule.source() == PriceSource.MARK ? lastPrice : tick;
      if (tick != null && fill != null) {
        hits.add(new Hit(rule, tick, fill));
      } else if (tick != null) {
        unfilled.put(rule.ownerId(), new Unfilled(rule, tick));
      }
    }
    return hits;
  }

  private static Rule requireOneOwner(List<Rule> rules) {
    Rule first = rules.get(0);
    Set<ExecutionKind> kinds = EnumSet.noneOf(ExecutionKind.class);
    for (Rule rule : rules) {
      if (!rule.ownerId().equals(first.ownerId())
          || rule.version() != first.version()
          || !kinds.add(rule.kind())) {
        throw new IllegalArgumentException(
            "not the rules of one version of one owner: first=" + first + " other=" + rule);
      }
    }
    return first;
  }

  private static final class Owner {
    final long version;
    boolean firing;

    Owner(long version) {
      this.version = version;
    }
  }

  private record Unfilled(Rule rule, PricePoint tick) {}
}
