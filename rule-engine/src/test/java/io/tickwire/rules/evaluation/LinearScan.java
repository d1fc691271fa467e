package io.tickwire.rules.evaluation;

import io.tickwire.common.market.PriceSource;
import io.tickwire.common.market.Side;
import io.tickwire.common.wire.ExecutionKind;
import io.tickwire.rules.book.Crossing;
import io.tickwire.rules.book.Direction;
import io.tickwire.rules.book.Origin;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.book.Trail;
import io.tickwire.rules.book.Wait;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The semantics word by word: every tick looks at every rule, remembers everything and compares
 * decimals. Slow, without an index, a gate or a bound, and therefore the judge of {@link
 * SymbolEvaluator}.
 */
final class LinearScan {
  private static final List<String> PRICES = List.of("last", "mark", "bid", "ask");
  private static final List<ExecutionKind> WORST_FIRST =
      List.of(
          ExecutionKind.LIQUIDATION,
          ExecutionKind.STOP_LOSS,
          ExecutionKind.TRAILING_STOP,
          ExecutionKind.TAKE_PROFIT,
          ExecutionKind.TRIGGER,
          ExecutionKind.USER);

  /** A rule and where it stands. */
  private static final class Waiting {
    final Rule rule;
    Origin origin = Origin.NONE;
    long extreme;
    @Nullable Reach held;

    Waiting(Rule rule) {
      this.rule = rule;
      if (rule.waitsFor() instanceof Wait.Cross cross) {
        origin = cross.origin();
        boolean isUseless =
            (cross.crossing() == Crossing.UP && origin == Origin.ABOVE)
                || (cross.crossing() == Crossing.DOWN && origin == Origin.BELOW);
        origin = isUseless ? Origin.NONE : origin;
      } else if (rule.waitsFor() instanceof Wait.Trailing trailing) {
        extreme = trailing.extremeTicks();
      }
    }
  }

  private record Reach(
      Waiting waiting,
      PricePoint tick,
      long threshold,
      Direction direction,
      int stage,
      BigDecimal metAt,
      boolean late) {
    Rule rule() {
      return waiting.rule;
    }
  }

  /** A tick of the past; {@code price} in ticks of the instrument. */
  private record Past(long sequence, BigDecimal price, PricePoint point, boolean close) {}

  private record Candle(
      long startNs,
      long endNs,
      PricePoint open,
      BigDecimal o,
      BigDecimal h,
      BigDecimal l,
      BigDecimal c,
      Set<Waiting> dormant) {}

  private static final Comparator<Reach> PATH_ORDER =
      Comparator.comparing(Reach::stage)
          .thenComparing(Reach::metAt)
          .thenComparing(reach -> reach.rule().order())
          .thenComparing(reach -> reach.rule().ownerId())
          .thenComparing(reach -> WORST_FIRST.indexOf(reach.rule().kind()))
          .thenComparing(reach -> reach.rule().index());

  private final BigDecimal tickSize;
  private final List<Waiting> waiting = new ArrayList<>();
  private final List<Waiting> held = new ArrayList<>();
  private final Map<String, Long> versions = new HashMap<>();
  private final Set<String> firing = new HashSet<>();
  private final Map<String, List<Waiting>> stoodWhenFired = new HashMap<>();
  private final List<Reach> withoutFill = new ArrayList<>();
  private final Map<String, PricePoint> now = new HashMap<>();
  private final Map<String, PricePoint> before = new HashMap<>();
  private final Map<String, List<Past>> past = new HashMap<>();
  private final Map<PriceSource, Long> sequences = new HashMap<>();
  private final Map<Long, List<BigDecimal>> candles = new HashMap<>();
  private long candlesUpToNs = Long.MIN_VALUE;
  private @Nullable Candle pending;
  private @Nullable PricePoint reference;
  long duplicates;
  long rejected;

  LinearScan(BigDecimal tickSize) {
    this.tickSize = tickSize;
  }

  // Rules.

  List<Hit> arm(List<Rule> rules) {
    String ownerId = rules.get(0).ownerId();
    if (rules.get(0).version() <= versions.getOrDefault(ownerId, 0L)) {
      return List.of();
    }
    List<Waiting> old = new ArrayList<>(stoodWhenFired.getOrDefault(ownerId, List.of()));
    waiting.stream()
        .filter(w -> w.rule.ownerId().equals(ownerId))
        .map(this::frozen)
        .forEach(old::add);
    held.stream().filter(w -> w.rule.ownerId().equals(ownerId)).map(this::frozen).forEach(old::add);
    boolean isFiring = firing.contains(ownerId);
    boolean stands =
        !firing.contains(ownerId) && held.stream().noneMatch(w -> w.rule.ownerId().equals(ownerId));
    disarm(ownerId);
    versions.put(ownerId, rules.get(0).version());
    List<Reach> reached = new ArrayList<>();
    for (String price : PRICES) {
      List<Waiting> here = new ArrayList<>();
      for (Rule rule : rules) {
        if (priceOf(rule).equals(price)) {
          Rule after = continued(rule, old, isFiring, stands ? null : past(price));
          // What goes on as it stood has been judged by all ticks so far.
          (stands && !after.equals(rule) ? waiting : here).add(new Waiting(after));
        }
      }
      play(price, here, reached);
      waiting.addAll(here);
    }
    reached.sort(
        Comparator.comparing((Reach reach) -> reach.tick().exchangeTimeNs())
            .thenComparing(PATH_ORDER));
    waiting.removeIf(w -> reached.stream().anyMatch(reach -> reach.waiting == w));
    return fire(reached);
  }

  private Waiting frozen(Waiting w) {
    Waiting copy = new Waiting(w.rule);
    copy.extreme = standing(w);
    return copy;
  }

  private static Rule continued(
      Rule rule, List<Waiting> old, boolean isFiring, @Nullable List<Past> played) {
    if (rule.waitsFor() instanceof Wait.Trailing to) {
      for (Waiting w : old) {
        if (w.rule.hasKeyOf(rule)
            && w.rule.source() == rule.source()
            && w.rule.onAsk() == rule.onAsk()
            && w.rule.waitsFor() instanceof Wait.Trailing from
            && new Wait.Trailing(from.trail(), from.activation(), 0)
                .equals(new Wait.Trailing(to.trail(), to.activation(), 0))) {
          if (isFiring && to.extremeTicks() > 0) {
            continue;
          }
          boolean isLong = to.trail().side() == Side.LONG;
          long stood = played == null ? w.extreme : stoodAt(w.rule, rule, played);
          if (stood == 0) {
            return rule;
          }
          long extreme =
              to.extremeTicks() == 0
                  ? stood
                  : isLong
                      ? Math.max(to.extremeTicks(), stood)
                      : Math.min(to.extremeTicks(), stood);
          return rule.with(new Wait.Trailing(to.trail(), to.activation(), extreme));
        }
      }
    }
    return rule;
  }

  /** Where a trailing stop stood when the next version of it was armed. */
  private static long stoodAt(Rule before, Rule rule, List<Past> ticks) {
    Waiting then = new Waiting(before);
    for (Past tick : ticks) {
      long timeNs = tick.point.exchangeTimeNs();
      if (timeNs >= before.armedAtNs() && timeNs < rule.armedAtNs()) {
        follow(then, tick.price);
      }
    }
    return then.extreme;
  }

  private void play(String price, List<Waiting> rules, List<Reach> reached) {
    play(price, rules, 0, reached);
  }

  private void play(String price, List<Waiting> rules, int first, List<Reach> reached) {
    List<Past> ticks = past(price);
    Set<Waiting> gone = new HashSet<>();
    for (int i = first; i < ticks.size(); i++) {
      Past tick = ticks.get(i);
      if (tick.close && first > 0) {
        continue; // what waited when the candle came has met it
      }
      List<Reach> met = new ArrayList<>();
      for (Waiting w : rules) {
        if (gone.contains(w) || tick.point.exchangeTimeNs() < w.rule.armedAtNs()) {
          continue;
        }
        if (isReached(w, tick.price)) {
          met.add(reach(w, tick.point, tick.price, i == 0 ? null : ticks.get(i - 1).price, false));
        } else {
          follow(w, tick.price);
        }
      }
      met.sort(PATH_ORDER);
      boolean isOver = false;
      for (Reach one : met) {
        boolean isHeld = mustHold(one.rule(), one.tick);
        if (isExpired(one.rule(), one.tick.exchangeTimeNs()) || (isHeld && i < ticks.size() - 1)) {
          continue;
        }
        reached.add(one);
        gone.add(one.waiting);
        isOver |= !isHeld && !one.rule().partial();
      }
      if (isOver) {
        return;
      }
    }
  }

  void disarm(String ownerId) {
    versions.remove(ownerId);
    firing.remove(ownerId);
    stoodWhenFired.remove(ownerId);
    waiting.removeIf(w -> w.rule.ownerId().equals(ownerId));
    held.removeIf(w -> w.rule.ownerId().equals(ownerId));
    withoutFill.removeIf(reach -> reach.rule().ownerId().equals(ownerId));
  }

  int armed() {
    return waiting.size() + withoutFill.size() + held.size();
  }

  int held() {
    return held.size();
  }

  List<TrailingExtreme> extremes() {
    List<TrailingExtreme> extremes = new ArrayList<>();
    waiting.forEach(w -> addExtreme(w, standing(w), extremes));
    held.forEach(w -> addExtreme(w, w.extreme, extremes));
    return extremes;
  }

  private static void addExtreme(Waiting w, long extreme, List<TrailingExtreme> into) {
    if (w.rule.waitsFor() instanceof Wait.Trailing) {
      Rule r = w.rule;
      into.add(new TrailingExtreme(r.ownerId(), r.kind(), r.index(), r.version(), extreme));
    }
  }

  // Ticks.

  /** A trade or a mark. */
  List<Hit> tick(String price, PricePoint point) {
    if (point.sequence() <= sequences.getOrDefault(point.source(), Long.MIN_VALUE)) {
      boolean isSeen = past(price).stream().anyMatch(tick -> tick.sequence == point.sequence());
      if (!isSeen) {
        return late(price, point);
      }
      duplicates++;
      return List.of();
    }
    return move(Map.of(price, point));
  }

  List<Hit> quote(PricePoint bid, PricePoint ask) {
    if (bid.sequence() <= sequences.getOrDefault(bid.source(), Long.MIN_VALUE)) {
      duplicates++;
      return List.of();
    }
    return move(Map.of("bid", bid, "ask", ask));
  }

  void reference(PricePoint point) {
    if (reference != null && point.exchangeTimeNs() <= reference.exchangeTimeNs()) {
      return;
    }
    if (point.digits() <= 0) {
      rejected++;
    } else {
      reference = point;
    }
  }

  private List<Hit> move(Map<String, PricePoint> points) {
    PricePoint any = points.values().iterator().next();
    if (points.values().stream().allMatch(point -> point.digits() <= 0)) {
      rejected++;
      return List.of();
    }
    sequences.put(any.source(), any.sequence());
    List<Reach> reached = new ArrayList<>();
    for (String price : PRICES) {
      PricePoint point = points.get(price);
      if (point != null && point.digits() > 0) {
        move(price, point, reached);
      }
    }
    reached.sort(PATH_ORDER);
    return fire(reached);
  }

  private void move(String price, PricePoint point, List<Reach> reached) {
    PricePoint previous = now.put(price, point);
    if (previous != null) {
      before.put(price, previous);
    }
    past(price).add(new Past(point.sequence(), inTicks(point), point, false));
    if (price.equals("last") && pending != null && point.exchangeTimeNs() >= pending.endNs) {
      settle();
    }
    if (price.equals("last") || price.equals("mark")) {
      release(point.exchangeTimeNs(), reached);
    }
    BigDecimal from = previous == null ? null : inTicks(previous);
    for (Waiting w : List.copyOf(waiting)) {
      if (priceOf(w.rule).equals(price) && point.exchangeTimeNs() >= w.rule.armedAtNs()) {
        if (isReached(w, inTicks(point))) {
          reached.add(reach(w, point, inTicks(point), from, false));
          waiting.remove(w);
        } else {
          follow(w, inTicks(point));
        }
      }
    }
  }

  /** Looks at what price protection holds. */
  private void release(long timeNs, List<Reach> reached) {
    PricePoint last = now.get("last");
    int place = 0;
    for (Waiting w : List.copyOf(held)) {
      Reach was = w.held;
      if (last == null || was == null || last.exchangeTimeNs() < w.rule.armedAtNs()) {
        continue;
      }
      if (!isAtOrBeyond(inTicks(last), was.direction, was.threshold)) {
        held.remove(w);
        w.held = null;
        waiting.add(w);
      } else if (!isExpired(w.rule, timeNs) && !mustHold(w.rule, last)) {
        held.remove(w);
        w.held = null;
        BigDecimal metAt = BigDecimal.valueOf(place++);
        reached.add(new Reach(w, last, was.threshold, was.direction, -1, metAt, was.late));
      }
    }
  }

  private List<Hit> late(String price, PricePoint point) {
    if (point.digits() <= 0) {
      rejected++;
      return List.of();
    }
    List<Past> ticks = past(price);
    int place = 0;
    while (place < ticks.size() && ticks.get(place).sequence < point.sequence()) {
      place++;
    }
    BigDecimal p = inTicks(point);
    ticks.add(place, new Past(point.sequence(), p, point, false));
    List<Past> earlier = ticks.subList(0, place);
    List<Past> later = ticks.subList(place + 1, ticks.size());
    boolean maybeCandle = price.equals("last") && point.exchangeTimeNs() < candlesUpToNs;
    List<Reach> reached = new ArrayList<>();
    for (Waiting w : List.copyOf(waiting)) {
      if (!priceOf(w.rule).equals(price) || point.exchangeTimeNs() < w.rule.armedAtNs()) {
        continue;
      }
      if (!isReached(w, p)) {
        playOn(w, p, place, earlier, later, maybeCandle, reached);
        continue;
      }
      Waiting then = stoodBefore(w, earlier, later, maybeCandle);
      if (isReached(then, p)) {
        BigDecimal from = place == 0 ? null : earlier.get(place - 1).price;
        Reach as = reach(then, point, p, from, true);
        reached.add(new Reach(w, point, as.threshold, as.direction, 0, as.metAt, true));
        waiting.remove(w);
      }
    }
    reached.sort(
        Comparator.comparing((Reach reach) -> reach.tick().exchangeTimeNs())
            .thenComparing(PATH_ORDER));
    return fire(reached);
  }

  /** The ticks after a late one, for a rule that it makes wait differently. */
  private void playOn(
      Waiting w,
      BigDecimal late,
      int place,
      List<Past> earlier,
      List<Past> later,
      boolean maybeCandle,
      List<Reach> reached) {
    Waiting now = new Waiting(w.rule);
    now.extreme = w.extreme;
    now.origin = w.origin;
    Waiting then = new Waiting(w.rule);
    then.extreme = w.extreme;
    then.origin = w.origin;
    follow(now, late);
    if (now.extreme == w.extreme && now.origin == w.origin) {
      return;
    }
    if (w.extreme != 0 && w.rule.waitsFor() instanceof Wait.Trailing trailing) {
      boolean madeLater = maybeCandle;
      for (Past tick : later) {
        madeLater |=
            tick.point.exchangeTimeNs() >= w.rule.armedAtNs() && mayHaveBrought(w, tick.price);
      }
      if (madeLater) {
        if (!wasActive(w.rule, trailing, earlier)) {
          return;
        }
        then = new Waiting(w.rule);
        for (Past tick : earlier) {
          if (tick.point.exchangeTimeNs() >= w.rule.armedAtNs()) {
            follow(then, tick.price);
          }
        }
      }
    }
    List<Reach> met = new ArrayList<>();
    long before = then.extreme;
    Origin side = then.origin;
    if (!isReached(then, late)) {
      follow(then, late);
    }
    if (then.extreme != before || then.origin != side) {
      play(priceOf(w.rule), List.of(then), place + 1, met);
    }
    if (met.isEmpty()) {
      w.extreme = w.extreme == 0 ? then.extreme : now.extreme;
      w.origin = w.origin == Origin.NONE ? then.origin : w.origin;
      return;
    }
    for (Reach one : met) {
      reached.add(new Reach(w, one.tick, one.threshold, one.direction, one.stage, one.metAt, true));
    }
    w.extreme = then.extreme;
    waiting.remove(w);
  }

  private static boolean wasActive(Rule rule, Wait.Trailing armed, List<Past> earlier) {
    Wait.Activation activation = armed.activation();
    if (activation == null) {
      return true;
    }
    return armed.extremeTicks() > 0
        ? !earlier.isEmpty()
        : earlier.stream()
            .filter(tick -> tick.point.exchangeTimeNs() >= rule.armedAtNs())
            .anyMatch(tick -> isAtOrBeyond(tick.price, activation.direction(), activation.ticks()));
  }

  /** As now, unless what came later may have brought it there. */
  private static Waiting stoodBefore(
      Waiting w, List<Past> earlier, List<Past> later, boolean maybeCandle) {
    boolean maybeLater = maybeCandle;
    for (Past tick : later) {
      if (tick.point.exchangeTimeNs() >= w.rule.armedAtNs()) {
        maybeLater |= mayHaveBrought(w, tick.price);
      }
    }
    if (!maybeLater || w.rule.waitsFor() instanceof Wait.Level) {
      return w;
    }
    Waiting then = new Waiting(w.rule);
    for (Past tick : earlier) {
      if (tick.point.exchangeTimeNs() >= w.rule.armedAtNs()) {
        follow(then, tick.price);
      }
    }
    if (w.rule.waitsFor() instanceof Wait.Cross cross && then.origin != w.origin) {
      // It may have been on both sides before; the one it has is what counts.
      then.origin =
          earlier.stream()
                  .filter(tick -> tick.point.exchangeTimeNs() >= w.rule.armedAtNs())
                  .anyMatch(tick -> side(cross, tick.price, w.origin))
              ? w.origin
              : Origin.NONE;
    }
    return then;
  }

  private static boolean mayHaveBrought(Waiting w, BigDecimal price) {
    if (w.rule.waitsFor() instanceof Wait.Trailing trailing) {
      long made = extreme(trailing.trail(), price);
      return trailing.trail().side() == Side.LONG ? made >= w.extreme : made <= w.extreme;
    }
    return w.rule.waitsFor() instanceof Wait.Cross cross && side(cross, price, w.origin);
  }

  // Candles.

  List<Hit> candle(long startNs, long spanMs, long readNs, int scale, long[] digits) {
    long startMs = startNs / 1_000_000;
    long endNs = startNs + spanMs * 1_000_000;
    long open = digits[0];
    long high = digits[1];
    long low = digits[2];
    long close = digits[3];
    if (low <= 0 || spanMs <= 0 || low > Math.min(open, close) || high < Math.max(open, close)) {
      rejected++;
      return List.of();
    }
    List<PricePoint> points = new ArrayList<>();
    for (long price : digits) {
      points.add(new PricePoint(PriceSource.LAST, startMs, price, scale, startNs, readNs, true));
    }
    BigDecimal o = inTicks(points.get(0));
    BigDecimal h = inTicks(points.get(1));
    BigDecimal l = inTicks(points.get(2));
    BigDecimal c = inTicks(points.get(3));
    List<BigDecimal> known = candles.get(startNs);
    if (known != null && known.get(0).compareTo(l) <= 0 && known.get(1).compareTo(h) >= 0) {
      duplicates++;
      return List.of();
    }
    candles.put(
        startNs, known == null ? List.of(l, h) : List.of(l.min(known.get(0)), h.max(known.get(1))));
    if (pending != null) {
      settle();
    }
    Candle candle = new Candle(startNs, endNs, points.get(0), o, h, l, c, new HashSet<>());
    List<Reach> reached = evaluate(candle);
    reached.sort(PATH_ORDER);
    PricePoint last = now.get("last");
    if (last == null || endNs > last.exchangeTimeNs()) {
      now.put("last", points.get(3));
      if (last != null) {
        before.put("last", last);
      }
      List<Past> ticks = past("last");
      long after = ticks.isEmpty() ? Long.MIN_VALUE : ticks.get(ticks.size() - 1).sequence;
      ticks.add(new Past(after, c, points.get(3), true));
    }
    candlesUpToNs = Math.max(candlesUpToNs, endNs);
    for (Waiting w : waiting) {
      if (isOfCandle(w, candle) && w.extreme == 0) {
        candle.dormant.add(w);
      }
    }
    pending = candle;
    return fire(reached);
  }

  private static boolean isOfCandle(Waiting w, Candle candle) {
    return w.rule.source() == PriceSource.LAST && w.rule.armedAtNs() <= candle.startNs;
  }

  private List<Reach> evaluate(Candle candle) {
    List<Past> earlier = new ArrayList<>();
    List<Past> later = new ArrayList<>();
    for (Past tick : past("last")) {
      (tick.point.exchangeTimeNs() < candle.startNs ? earlier : later).add(tick);
    }
    List<Reach> reached = new ArrayList<>();
    for (Waiting w : List.copyOf(waiting)) {
      if (!isOfCandle(w, candle)) {
        continue;
      }
      takeSide(w, candle.o);
      if (isReached(w, candle.l) || isReached(w, candle.h)) {
        Waiting then = stoodBefore(w, earlier, later, candle.startNs < candlesUpToNs);
        if (isReached(then, candle.l) || isReached(then, candle.h)) {
          reached.add(inCandle(w, candle, level(then), isReached(then, candle.o)));
          waiting.remove(w);
        }
        continue;
      }
      boolean hadSide = w.origin != Origin.NONE;
      takeSide(w, candle.l);
      takeSide(w, candle.h);
      if (!hadSide && isReached(w, candle.c)) {
        reached.add(inCandle(w, candle, level(w), false));
        waiting.remove(w);
      }
    }
    return reached;
  }

  private Reach inCandle(Waiting w, Candle candle, long threshold, boolean isAtOpen) {
    boolean isAdverse = WORST_FIRST.indexOf(w.rule.kind()) <= 2;
    PricePoint last = now.get("last");
    BigDecimal from = isAtOpen ? (last == null ? null : inTicks(last)) : candle.o;
    BigDecimal price = tickSize.multiply(BigDecimal.valueOf(threshold));
    PricePoint there =
        new PricePoint(
            PriceSource.LAST,
            candle.open.sequence(),
            price.unscaledValue().longValueExact(),
            price.scale(),
            candle.startNs,
            candle.open.receivedNs(),
            true);
    return new Reach(
        w,
        isAtOpen ? candle.open : there,
        threshold,
        direction(w),
        (isAdverse ? 0 : 2) + (isAtOpen ? 0 : 1),
        distance(threshold, candle.o, from),
        false);
  }

  /** Trailing stops follow a candle when it is over. */
  private void settle() {
    for (Waiting w : waiting) {
      w.extreme = standing(w);
    }
    pending = null;
  }

  private long standing(Waiting w) {
    Candle candle = pending;
    if (candle == null
        || !isOfCandle(w, candle)
        || !(w.rule.waitsFor() instanceof Wait.Trailing trailing)) {
      return w.extreme;
    }
    boolean isLong = trailing.trail().side() == Side.LONG;
    if (w.extreme > 0 && candle.dormant.contains(w)) {
      return w.extreme;
    }
    if (w.extreme > 0) {
      return furthest(trailing.trail(), w.extreme, isLong ? candle.h : candle.l);
    }
    if (!candle.dormant.contains(w)) {
      return 0;
    }
    Wait.Activation activation = trailing.activation();
    if (activation == null || isAtOrBeyond(candle.o, activation.direction(), activation.ticks())) {
      return extreme(trailing.trail(), isLong ? candle.h : candle.l);
    }
    boolean rises = activation.direction() == Direction.UP;
    if (!isAtOrBeyond(rises ? candle.h : candle.l, activation.direction(), activation.ticks())) {
      return 0;
    }
    return rises == isLong
        ? extreme(trailing.trail(), isLong ? candle.h : candle.l)
        : furthest(trailing.trail(), activation.ticks(), candle.c);
  }

  // What becomes of them.

  private List<Hit> fire(List<Reach> reached) {
    List<Hit> hits = new ArrayList<>();
    PricePoint last = last();
    if (last != null) {
      withoutFill.forEach(one -> hits.add(hit(one, last)));
      withoutFill.clear();
    }
    List<Waiting> expired = new ArrayList<>();
    for (Reach one : reached) {
      Rule rule = one.rule();
      if (firing.contains(rule.ownerId())) {
        keep(one.waiting);
      } else if (isExpired(rule, one.tick.exchangeTimeNs())) {
        expired.add(one.waiting);
      } else if (mustHold(rule, one.tick)) {
        one.waiting.held = one;
        held.add(one.waiting);
      } else {
        if (!rule.partial()) {
          firing.add(rule.ownerId());
          keep(one.waiting);
          waiting.stream().filter(w -> w.rule.ownerId().equals(rule.ownerId())).forEach(this::keep);
          held.stream().filter(w -> w.rule.ownerId().equals(rule.ownerId())).forEach(this::keep);
          waiting.removeIf(w -> w.rule.ownerId().equals(rule.ownerId()));
          held.removeIf(w -> w.rule.ownerId().equals(rule.ownerId()));
        }
        if (rule.source() != PriceSource.MARK) {
          hits.add(hit(one, one.tick));
        } else if (last != null) {
          hits.add(hit(one, last));
        } else {
          withoutFill.add(one);
        }
      }
    }
    expired.removeIf(w -> firing.contains(w.rule.ownerId()));
    waiting.addAll(expired);
    return hits;
  }

  private void keep(Waiting w) {
    stoodWhenFired.computeIfAbsent(w.rule.ownerId(), id -> new ArrayList<>()).add(frozen(w));
  }

  private static Hit hit(Reach one, PricePoint fill) {
    return new Hit(one.rule(), one.tick, fill, one.threshold, one.direction, one.late);
  }

  private boolean mustHold(Rule rule, PricePoint price) {
    PricePoint mark = now.get("mark");
    if (rule.protectionBp() == 0 || rule.source() != PriceSource.LAST || mark == null) {
      return false;
    }
    BigDecimal away = price.price().subtract(mark.price()).abs();
    BigDecimal allowed = mark.price().multiply(BigDecimal.valueOf(rule.protectionBp(), 4));
    return away.compareTo(allowed) > 0;
  }

  private static boolean isExpired(Rule rule, long timeNs) {
    return rule.expiresAtNs() != 0 && timeNs >= rule.expiresAtNs();
  }

  private @Nullable PricePoint last() {
    PricePoint trade = now.get("last");
    if (trade == null || reference == null) {
      return trade == null ? reference : trade;
    }
    return reference.exchangeTimeNs() > trade.exchangeTimeNs() ? reference : trade;
  }

  private Reach reach(
      Waiting w, PricePoint point, BigDecimal price, @Nullable BigDecimal from, boolean late) {
    return new Reach(w, point, level(w), direction(w), 0, distance(level(w), price, from), late);
  }

  /** In whole ticks from the price before; of a first price, the deepest below zero comes first. */
  private static BigDecimal distance(long threshold, BigDecimal price, @Nullable BigDecimal from) {
    BigDecimal start = from == null ? price : from;
    BigDecimal ticks =
        BigDecimal.valueOf(threshold).subtract(start).abs().setScale(0, RoundingMode.FLOOR);
    return from == null ? ticks.negate() : ticks;
  }

  // One rule and one price.

  private static boolean isReached(Waiting w, BigDecimal price) {
    if (w.rule.waitsFor() instanceof Wait.Cross && w.origin == Origin.NONE) {
      return false;
    }
    if (w.rule.waitsFor() instanceof Wait.Trailing && w.extreme == 0) {
      return false;
    }
    return isAtOrBeyond(price, direction(w), level(w));
  }

  /** What a price that does not fire the rule does to it. */
  private static void follow(Waiting w, BigDecimal price) {
    takeSide(w, price);
    if (w.rule.waitsFor() instanceof Wait.Trailing trailing) {
      Wait.Activation activation = trailing.activation();
      if (w.extreme != 0) {
        w.extreme = furthest(trailing.trail(), w.extreme, price);
      } else if (activation == null
          || isAtOrBeyond(price, activation.direction(), activation.ticks())) {
        w.extreme = extreme(trailing.trail(), price);
      }
    }
  }

  private static void takeSide(Waiting w, BigDecimal price) {
    if (w.rule.waitsFor() instanceof Wait.Cross cross && w.origin == Origin.NONE) {
      if (cross.crossing() != Crossing.DOWN && side(cross, price, Origin.BELOW)) {
        w.origin = Origin.BELOW;
      } else if (cross.crossing() != Crossing.UP && side(cross, price, Origin.ABOVE)) {
        w.origin = Origin.ABOVE;
      }
    }
  }

  private static boolean side(Wait.Cross cross, BigDecimal price, Origin side) {
    BigDecimal threshold = BigDecimal.valueOf(cross.thresholdTicks());
    BigDecimal back = BigDecimal.valueOf(cross.backTicks() - 1);
    BigDecimal beyond =
        side == Origin.BELOW ? threshold.subtract(price) : price.subtract(threshold);
    return beyond.compareTo(back) > 0;
  }

  private static long furthest(Trail trail, long extreme, BigDecimal price) {
    long made = extreme(trail, price);
    return trail.side() == Side.LONG ? Math.max(extreme, made) : Math.min(extreme, made);
  }

  private static long extreme(Trail trail, BigDecimal price) {
    return trail.side() == Side.LONG
        ? Math.max(1, price.setScale(0, RoundingMode.FLOOR).longValueExact())
        : price.setScale(0, RoundingMode.CEILING).longValueExact();
  }

  private static boolean isAtOrBeyond(BigDecimal price, Direction direction, long ticks) {
    int comparison = price.compareTo(BigDecimal.valueOf(ticks));
    return direction == Direction.UP ? comparison >= 0 : comparison <= 0;
  }

  private static Direction direction(Waiting w) {
    if (w.rule.waitsFor() instanceof Wait.Trailing trailing) {
      return trailing.trail().side() == Side.LONG ? Direction.DOWN : Direction.UP;
    }
    if (w.rule.waitsFor() instanceof Wait.Level level) {
      return level.direction();
    }
    return w.origin == Origin.BELOW ? Direction.UP : Direction.DOWN;
  }

  /** The threshold, of a trailing stop its stop. */
  private static long level(Waiting w) {
    if (w.rule.waitsFor() instanceof Wait.Trailing trailing) {
      Trail trail = trailing.trail();
      boolean isLong = trail.side() == Side.LONG;
      BigDecimal extreme = BigDecimal.valueOf(w.extreme);
      BigDecimal distance = BigDecimal.valueOf(trail.distance());
      if (trail.unit() == Trail.Unit.BASIS_POINTS) {
        distance = extreme.multiply(distance).movePointLeft(4);
      }
      BigDecimal stop = isLong ? extreme.subtract(distance) : extreme.add(distance);
      return Math.max(
          0, stop.setScale(0, isLong ? RoundingMode.FLOOR : RoundingMode.CEILING).longValueExact());
    }
    return w.rule.thresholdTicks();
  }

  private List<Past> past(String price) {
    return past.computeIfAbsent(price, name -> new ArrayList<>());
  }

  private BigDecimal inTicks(PricePoint point) {
    return point.price().divide(tickSize);
  }

  private static String priceOf(Rule rule) {
    return switch (rule.source()) {
      case LAST -> "last";
      case MARK -> "mark";
      case BID_ASK -> rule.onAsk() ? "ask" : "bid";
    };
  }
}
