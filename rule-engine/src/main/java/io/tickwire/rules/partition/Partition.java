package io.tickwire.rules.partition;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.TickKind;
import io.tickwire.rules.book.Rule;
import io.tickwire.rules.evaluation.Hit;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.FundingDue;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One partition in memory: its live records, the symbols it watches, and what fired and is on its
 * way to Redis. Redis decides; what happens here only asks it. Confined to the engine's event loop.
 */
public final class Partition {
  private static final Logger log = LoggerFactory.getLogger(Partition.class);

  private final int number;
  private final PartitionTools tools;
  private final CommitQueue commits;
  private final Map<String, LiveRule> live = new HashMap<>();
  private final Map<String, SymbolWatch> watches = new HashMap<>();
  private final Expiries expiries = new Expiries();

  /** Live records whose instrument is not known yet. */
  private final Set<String> unarmed = new HashSet<>();

  private final Map<String, List<Promise<Void>>> finished = new HashMap<>();
  private final TickCursor cursor = new TickCursor();
  private final Resumption resumption = new Resumption();
  private final Progress progress = new Progress();

  /** Live ticks that wait until what came before them is evaluated; null when none have to. */
  private @Nullable List<TickFrame> held = new ArrayList<>();

  private long loadedAtUs;

  Partition(int number, PartitionTools tools) {
    this.number = number;
    this.tools = tools;
    this.commits = new CommitQueue(tools, number, this::onOutcome);
  }

  public int number() {
    return number;
  }

  // Ticks.

  void onFrame(TickFrame frame) {
    if (held == null) {
      evaluate(frame);
    } else {
      held.add(frame);
    }
  }

  private void evaluate(TickFrame frame) {
    cursor.wrap(frame);
    while (cursor.next()) {
      SymbolWatch watch = watches.get(cursor.symbol());
      if (watch != null) {
        List<Hit> hits = watch.onTick(cursor);
        if (!hits.isEmpty()) {
          decide(watch, hits);
        }
        if (cursor.kind() == TickKind.FUNDING) {
          onFundingRate(watch);
        }
      }
    }
  }

  /** What to ask the feeds for: all that nobody may have evaluated since it was armed. */
  List<HistoryQuery> unseen() {
    Map<String, Long> armedNs = new HashMap<>();
    for (LiveRule record : live.values()) {
      StoredRule stored = record.rule();
      if (stored != null && stored.armedAtNs() > 0) {
        armedNs.merge(stored.symbol(), stored.armedAtNs(), Math::min);
      }
    }
    List<HistoryQuery> queries = new ArrayList<>();
    watches.forEach(
        (symbol, watch) -> {
          if (!watch.owners.isEmpty()) {
            queries.addAll(watch.unseen(symbol, armedNs.getOrDefault(symbol, 0L)));
          }
        });
    return queries;
  }

  /** Ticks that a feed told afterwards, in order of time. */
  void replay(List<Tick> ticks) {
    TickFrameBuilder frame = new TickFrameBuilder(0, number);
    ticks.forEach(frame::add);
    evaluate(frame.build(0));
  }

  /** Goes on with the ticks that came meanwhile, and then live. */
  void goLive() {
    List<TickFrame> waiting = held;
    held = null;
    if (waiting != null) {
      waiting.forEach(this::evaluate);
    }
  }

  /**
   * How far it has come, as far as that is news; null while hits are on their way to Redis: what
   * was evaluated and not committed has to be evaluated again.
   */
  CheckpointStore.@Nullable Changes progress() {
    return held != null || commits.depth() > 0 ? null : progress.changes(watches);
  }

  /** The changes given last did not reach Redis. */
  void progressLost() {
    progress.forget();
  }

  /** Every engine of the partition asks; Redis lets one through. */
  private void onFundingRate(SymbolWatch watch) {
    String symbol = cursor.symbol();
    PricePoint mark = watch.evaluator.mark();
    FundingDue due =
        watch.funding.onRate(
            cursor.sequence(),
            BigDecimal.valueOf(cursor.price(), cursor.priceScale()),
            mark == null ? null : mark.price());
    if (due == null) {
      return;
    }
    List<String> positions = new ArrayList<>();
    for (String id : watch.owners) {
      LiveRule owner = live.get(id);
      StoredRule stored = owner == null ? null : owner.rule();
      Position position = stored == null ? null : stored.position();
      if (position != null && position.openedAt() < due.timeMs()) {
        positions.add(id);
      }
    }
    tools
        .store()
        .fund(number, symbol, due, positions)
        .onSuccess(first -> watch.funding.settled(due.timeMs()))
        .onSuccess(
            first -> {
              if (first) {
                log.info(
                    "funding due symbol={} time_ms={} rate={} mark={} positions={}",
                    symbol,
                    due.timeMs(),
                    due.rate().toPlainString(),
                    due.mark().toPlainString(),
                    positions.size());
              }
            });
  }

  private void decide(SymbolWatch watch, List<Hit> hits) {
    long nowUs = tools.nowUs();
    for (Hit hit : hits) {
      LiveRule owner = live.get(hit.rule().ownerId());
      StoredRule stored = owner == null ? null : owner.rule();
      if (owner == null || stored == null) {
        continue; // ended meanwhile; the evaluator fires only what is armed
      }
      BigDecimal threshold = watch.ticks.toPrice(hit.thresholdTicks());
      Deciding.Times times = new Deciding.Times(nowUs, hit.late() || isLate(stored, hit));
      commits.add(tools.deciding().fired(owner, stored, hit, threshold, times));
      tools.metrics().decided(TimeUnit.MICROSECONDS.toNanos(nowUs) - hit.tick().receivedNs());
    }
  }

  /** Whether nobody evaluated here when the tick came, though the rule waited already. */
  private boolean isLate(StoredRule stored, Hit hit) {
    return hit.late()
        || (stored.order() < loadedAtUs && hit.tick().receivedNs() / 1_000 < loadedAtUs);
  }

  private void onOutcome(Transition transition, Outcome outcome) {
    RuleState state = outcome.state();
    if (outcome.isWon() && state != null) {
      tools.announce(number, transition, state, outcome.siblings());
      settle(new LiveRule(transition.id(), state, null));
    } else {
      tools.metrics().lost();
      log.debug(
          "commit lost partition={} id={} outcome={} state={}",
          number,
          transition.id(),
          outcome.kind(),
          state);
      // What won comes with the changes; a record that is gone ends here.
      if (state == null) {
        end(transition.id(), Long.MAX_VALUE);
      }
    }
  }

  /** What was committed here holds at once; the changes will say the same. */
  private void settle(LiveRule change) {
    if (change.state().status().isLive()) {
      firedOn(change);
    } else {
      end(change.id(), change.state().version());
    }
  }

  /** Asks Redis to expire what nobody may have seen a tick of since. */
  void expire() {
    for (String id : expiries.due(tools.nowMs())) {
      LiveRule waiting = live.get(id);
      if (waiting != null) {
        commits.add(Deciding.expired(waiting, tools.nowMs()));
      }
    }
  }

  // Records.

  /** How far it had come elsewhere; call it before the records come. */
  void begin(CheckpointStore.Saved saved) {
    resumption.begin(saved);
    progress.begin(saved);
  }

  /**
   * All records are here: what came before had to wait.
   *
   * @param yieldMs how long the others that evaluate it have to commit what fired before
   */
  void loaded(long yieldMs) {
    loadedAtUs = tools.nowUs();
    commits.holdFor(yieldMs);
  }

  /** Takes a record as Redis has it, unless a newer version is known. */
  void apply(LiveRule change) {
    StoredRule stored = change.rule();
    if (!change.state().status().isLive() || stored == null) {
      settle(change);
      if (change.state().status() == LiveStatus.FINISHED) {
        tell(change.id());
      }
      return;
    }
    LiveRule known = live.get(change.id());
    if (known != null && known.state().version() >= change.state().version()) {
      return;
    }
    live.put(change.id(), change);
    expect(stored);
    arm(change, stored);
  }

  private void expect(StoredRule stored) {
    Long expiresAt = stored.trigger() == null ? null : stored.trigger().expiresAt();
    if (expiresAt != null) {
      expiries.put(stored.id(), expiresAt);
    }
  }

  /** Something fired and the record lives on; its document stands as it was. */
  private void firedOn(LiveRule change) {
    LiveRule known = live.get(change.id());
    if (known != null
        && known.state().version() < change.state().version()
        && known.state().rules() == change.state().rules()) {
      LiveRule now = new LiveRule(change.id(), change.state(), known.rule());
      live.put(change.id(), now);
      StoredRule stored = known.rule();
      if (stored != null && stored.trigger() != null) {
        arm(now, stored);
      }
    }
  }

  private void arm(LiveRule record, StoredRule stored) {
    String id = record.id();
    SymbolWatch watch = watch(stored.symbol());
    if (watch == null) {
      unarmed.add(id);
      return;
    }
    unarmed.remove(id);
    if (watch.owners.isEmpty()) {
      tools.demandChanged();
    }
    watch.owners.add(id);
    try {
      List<Rule> rules =
          Arming.rules(stored, record.state(), watch.ticks).stream()
              .map(resumption::resumed)
              .toList();
      if (rules.isEmpty() || stored.position() == null) {
        watch.evaluator.disarm(id);
      }
      decide(watch, watch.evaluator.arm(rules));
    } catch (ArithmeticException e) {
      log.error("rule cannot be armed partition={} id={} cause={}", number, id, e.toString());
    }
  }

  private void end(String id, long version) {
    LiveRule known = live.get(id);
    if (known == null || known.state().version() > version) {
      return;
    }
    live.remove(id);
    expiries.remove(id);
    unarmed.remove(id);
    StoredRule stored = known.rule();
    SymbolWatch watch = stored == null ? null : watches.get(stored.symbol());
    if (watch != null) {
      watch.evaluator.disarm(id);
      watch.owners.remove(id);
      if (watch.owners.isEmpty()) {
        tools.demandChanged();
      }
    }
  }

  /** Arms what waited for its instrument. */
  void onInstruments() {
    for (String id : List.copyOf(unarmed)) {
      LiveRule waiting = live.get(id);
      StoredRule stored = waiting == null ? null : waiting.rule();
      if (waiting != null && stored != null) {
        arm(waiting, stored);
      }
    }
  }

  private @Nullable SymbolWatch watch(String symbol) {
    SymbolWatch watch = watches.get(symbol);
    if (watch == null) {
      Instrument instrument = tools.instruments().find(symbol);
      if (instrument != null) {
        watch = new SymbolWatch(instrument, resumption.take(symbol), tools.funding());
        watches.put(symbol, watch);
        tools.demandChanged();
      }
    }
    return watch;
  }

  /**
   * Takes a record that the changes did not bring.
   *
   * @return whether it was news
   */
  public boolean take(LiveRule record) {
    Long before = versionOf(record.id());
    apply(record);
    return !Objects.equals(before, versionOf(record.id()));
  }

  /**
   * Drops a record that Redis has no more.
   *
   * @return whether it was still here in that version
   */
  public boolean forget(String id, long version) {
    if (!Objects.equals(versionOf(id), version)) {
      return false;
    }
    end(id, version);
    return true;
  }

  private @Nullable Long versionOf(String id) {
    LiveRule known = live.get(id);
    return known == null ? null : Long.valueOf(known.state().version());
  }

  /** The live records as known here: id and version. */
  public Map<String, Long> versions() {
    Map<String, Long> versions = new HashMap<>();
    live.forEach((id, rule) -> versions.put(id, rule.state().version()));
    return versions;
  }

  int liveRecords() {
    return live.size();
  }

  int armedRules() {
    return watches.values().stream().mapToInt(watch -> watch.evaluator.armed()).sum();
  }

  int commitsWaiting() {
    return commits.depth();
  }

  Future<Void> drained() {
    return commits.drained();
  }

  // For commands.

  /** Completes when no hit of that owner is on its way to Redis. */
  public Future<Void> settled(String id) {
    return commits.settled(id);
  }

  /**
   * Completes when the changes say that the record has been booked and taken out; fails when that
   * takes too long. Ask before causing it.
   */
  public Future<Void> finished(String id, long waitMs) {
    Promise<Void> promise = Promise.promise();
    finished.computeIfAbsent(id, ignored -> new ArrayList<>()).add(promise);
    return promise
        .future()
        .timeout(waitMs, TimeUnit.MILLISECONDS)
        .onFailure(
            ignored ->
                finished.computeIfPresent(
                    id,
                    (key, waiting) ->
                        waiting.remove(promise) && waiting.isEmpty() ? null : waiting));
  }

  private void tell(String id) {
    List<Promise<Void>> waiting = finished.remove(id);
    if (waiting != null) {
      waiting.forEach(Promise::tryComplete);
    }
  }

  /**
   * The newest price of a symbol; null when none is known. Makes it wanted for a while.
   *
   * @return null also when the symbol is not an instrument
   */
  public @Nullable PricePoint price(String symbol, Arming.Quote quote) {
    SymbolWatch watch = want(symbol);
    return watch == null ? null : watch.price(quote);
  }

  /** The newest price of a watched symbol, without making it wanted. */
  public @Nullable PricePoint knownPrice(String symbol, Arming.Quote quote) {
    SymbolWatch watch = watches.get(symbol);
    return watch == null ? null : watch.price(quote);
  }

  /** The newest price, or the first one that comes in time; fails when none does. */
  public Future<PricePoint> awaitPrice(String symbol, Arming.Quote quote, long waitMs) {
    SymbolWatch watch = want(symbol);
    if (watch == null) {
      return Future.failedFuture("no such instrument: symbol=" + symbol);
    }
    PricePoint known = watch.price(quote);
    if (known != null) {
      return Future.succeededFuture(known);
    }
    return waitMs == 0
        ? Future.failedFuture("no price yet: symbol=" + symbol)
        : watch.await(quote).future().timeout(waitMs, TimeUnit.MILLISECONDS);
  }

  private @Nullable SymbolWatch want(String symbol) {
    SymbolWatch watch = watch(symbol);
    if (watch != null) {
      watch.wantedUntilMs = tools.nowMs() + tools.wantedForMs();
    }
    return watch;
  }

  /** Adds the symbols this partition wants; forgets the others and their prices. */
  void collectWanted(WantedSymbols.Gathering into) {
    long nowMs = tools.nowMs();
    watches.values().removeIf(watch -> !watch.isWanted(nowMs));
    watches.forEach((symbol, watch) -> into.add(symbol, !watch.owners.isEmpty()));
  }
}
