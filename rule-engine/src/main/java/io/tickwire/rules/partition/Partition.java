package io.tickwire.rules.partition;

import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickCursor;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.common.wire.TickFrameBuilder;
import io.tickwire.common.wire.TickKind;
import io.tickwire.rules.evaluation.Hit;
import io.tickwire.rules.evaluation.PricePoint;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One partition in memory: its live records, the symbols it watches, and what fired and is on its
 * way to Redis. Redis decides; what happens here only asks it. Confined to the engine's event loop.
 */
public final class Partition {
  private static final int REPLAYED_AT_ONCE = 10_000;

  private final int number;
  private final Resumption resumption = new Resumption();
  private final WatchedSymbols watches;
  private final ArmedRecords records;
  private final FundingNotes funding;
  private final Progress progress = new Progress();
  private final TickCursor cursor = new TickCursor();

  private @Nullable String process;

  /** What waits until all that came before is told; null when nothing has to. */
  private @Nullable HeldTicks held = new HeldTicks();

  /**
   * @param past asked for ticks that concern a rule which comes late
   * @param waitMs how long such a rule waits for them
   * @param reconciliation asked when an answer of Redis says something else than what is known
   */
  Partition(
      int number,
      PartitionTools tools,
      CatchUp.Telling past,
      long waitMs,
      Reconciliation reconciliation) {
    this.number = number;
    this.watches = new WatchedSymbols(tools, resumption);
    this.records =
        new ArmedRecords(
            number,
            tools,
            watches,
            resumption,
            past,
            waitMs,
            this::replay,
            (id, answered) -> reconciliation.doubt(this, id, answered));
    this.funding = new FundingNotes(number, tools, records.live());
  }

  public int number() {
    return number;
  }

  // Ticks.

  void onFrame(TickFrame frame) {
    if (held == null) {
      evaluate(frame);
    } else {
      held.hold(frame);
    }
  }

  private void evaluate(TickFrame frame) {
    cursor.wrap(frame);
    while (cursor.next()) {
      SymbolWatch watch = watches.find(cursor.symbol());
      if (watch != null) {
        List<Hit> hits = watch.onTick(cursor);
        if (!hits.isEmpty()) {
          records.decisions().fire(watch, hits);
        }
        if (cursor.kind() == TickKind.FUNDING) {
          funding.onRate(watch, cursor);
        }
      }
    }
  }

  /** What to ask the feeds for: all that nobody may have evaluated since it was armed. */
  List<HistoryQuery> unseen() {
    return watches.unseen(records.live().armedSinceNs());
  }

  /**
   * Ticks that a feed told afterwards, in order of time; more than one frame holds. While live
   * ticks wait for what else is told, these wait with them.
   */
  void replay(List<Tick> ticks) {
    if (held == null) {
      play(ticks);
    } else {
      held.tell(ticks);
    }
  }

  private void play(List<Tick> ticks) {
    TickFrameBuilder frame = new TickFrameBuilder(0, number);
    for (int from = 0; from < ticks.size(); from += REPLAYED_AT_ONCE) {
      ticks.subList(from, Math.min(ticks.size(), from + REPLAYED_AT_ONCE)).forEach(frame::add);
      evaluate(frame.build(0));
    }
  }

  /** Goes on with what was told and the ticks that came meanwhile, and then live. */
  void goLive() {
    HeldTicks waiting = held;
    held = null;
    if (waiting != null) {
      waiting.play(this::evaluate, this::play);
    }
  }

  /** Whether live ticks are evaluated as they come. */
  boolean isLive() {
    return held == null;
  }

  /**
   * How far it has come, as far as that is news; null while hits are on their way to Redis: what
   * was evaluated and not committed has to be evaluated again. Null also while it is not known
   * whether Redis has forgotten something, or what that was is not evaluated again.
   */
  CheckpointStore.@Nullable Changes progress() {
    boolean isOpen =
        held != null
            || process == null
            || records.decisions().waiting() > 0
            || records.holdsUnheard();
    return isOpen ? null : watches.changes(progress);
  }

  /** The process of Redis that memory agrees with; null while that is being found out. */
  @Nullable String process() {
    return process;
  }

  /** Another process of Redis answers: until memory was compared with it, nothing is noted. */
  void agreesWith(@Nullable String newProcess) {
    process = newProcess;
  }

  /** The changes given last did not reach Redis. */
  void progressLost() {
    progress.forget();
  }

  // Records.

  /** How far it had come elsewhere; call it before the records come. */
  void begin(CheckpointStore.Saved saved) {
    resumption.begin(saved);
    progress.begin(saved);
    process = saved.process();
  }

  /**
   * All records are here: what came before had to wait.
   *
   * @param yieldMs how long the others that evaluate it have to commit what fired before
   */
  void loaded(long yieldMs) {
    records.decisions().begin(yieldMs);
  }

  /** All records were applied that there are: what is heard of from now on is new. */
  void completed() {
    watches.completed(records.live().armedSinceNs());
  }

  /** Takes a record as Redis has it, unless a newer version is known. */
  void apply(LiveRule change) {
    records.apply(change);
  }

  /**
   * Arms what waited for its instrument.
   *
   * @return whether there was any: what came before is unseen
   */
  boolean onInstruments() {
    return records.onInstruments();
  }

  /**
   * Asks Redis to expire what nobody may have seen a tick of since: not while ticks from before may
   * still be told, as one of them may fire it.
   *
   * @param isToldMore whether that holds of a symbol, though live ticks are evaluated
   */
  void expire(Predicate<String> isToldMore) {
    if (held == null) {
      records.expire(isToldMore);
    }
  }

  /**
   * Takes a record that the changes did not bring.
   *
   * @return whether it was news
   */
  boolean take(LiveRule record) {
    return records.take(record);
  }

  /**
   * Takes a record as Redis has it, which has forgotten what came later; null when it has none.
   *
   * @return false when the record does not stand here any more as it was forgotten
   */
  boolean goBack(String id, RuleState forgotten, @Nullable LiveRule now) {
    return records.goBack(id, forgotten, now);
  }

  /** The live records as known here. */
  Map<String, RuleState> states() {
    return records.live().states();
  }

  /** How a record stands as known here; null when it does not live. */
  @Nullable RuleState state(String id) {
    return records.live().stateOf(id);
  }

  int liveRecords() {
    return records.live().size();
  }

  int armedRules() {
    return watches.armedRules();
  }

  int commitsWaiting() {
    return records.decisions().waiting();
  }

  Future<Void> drained() {
    return records.decisions().drained();
  }

  // For commands.

  /** Completes when no hit of that owner is on its way to Redis. */
  public Future<Void> settled(String id) {
    return records.decisions().settled(id);
  }

  /**
   * Completes when the changes say that the record has been booked and taken out; fails when that
   * takes too long. Ask before causing it.
   */
  public Future<Void> finished(String id, long waitMs) {
    return records.finished(id, waitMs);
  }

  /**
   * The newest price of a symbol; null when none is known. Makes it wanted for a while.
   *
   * @return null also when the symbol is not an instrument
   */
  public @Nullable PricePoint price(String symbol, Arming.Quote quote) {
    return watches.price(symbol, quote);
  }

  /** The newest price of a watched symbol, without making it wanted. */
  public @Nullable PricePoint knownPrice(String symbol, Arming.Quote quote) {
    return watches.knownPrice(symbol, quote);
  }

  /** The newest price, or the first one that comes in time; fails when none does. */
  public Future<PricePoint> awaitPrice(String symbol, Arming.Quote quote, long waitMs) {
    return watches.awaitPrice(symbol, quote, waitMs);
  }

  /**
   * Whether that version of a record is evaluated here with all that came before, and nothing of it
   * has fired that Redis has not decided: then it is known how its rules stand.
   */
  public boolean isUpToDate(String id, long version) {
    return held == null
        && records.isArmed(id, version)
        && records.decisions().settled(id).isComplete();
  }

  /**
   * Where a position's trailing stop stands that a change leaves as it is; null when it is another
   * one, has not begun, or is not known here.
   */
  public @Nullable Long trailedTicks(Position changed) {
    StoredRule known = records.live().document(changed.id());
    SymbolWatch watch = watches.find(changed.symbol());
    if (known == null
        || known.position() == null
        || watch == null
        || !Objects.equals(known.position().trailingStop(), changed.trailingStop())) {
      return null;
    }
    long extremeTicks = watch.evaluator.extremeTicks(changed.id());
    return extremeTicks > 0 ? extremeTicks : null;
  }

  /** Adds the symbols this partition wants; forgets the others and their prices. */
  void collectWanted(WantedSymbols.Gathering into) {
    watches.collectWanted(into);
  }
}
