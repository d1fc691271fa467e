package io.tickwire.rules.partition;

import io.tickwire.common.cluster.Members;
import io.tickwire.common.ticks.TickStream;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.rules.store.RecordStates;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this engine evaluates: by rendezvous hashing over the live engines, as many
 * replicas as configured. States of a partition here:
 *
 * <ul>
 *   <li>absent → loading: it became ours; ticks are heard, the changes followed from now on
 *   <li>loading → owned: all its records are in memory; listeners are told
 *   <li>owned → current: what came before is evaluated; commands may come
 *   <li>loading, owned, current → releasing: it is no longer ours; ticks are evaluated for a while
 *       longer, as the next owner may still be loading
 *   <li>releasing → absent: that while has passed; or → as before: it is ours again
 * </ul>
 *
 * Confined to the engine's event loop, but for the numbers in {@link #view}.
 */
public final class OwnedPartitions {
  private static final Logger log = LoggerFactory.getLogger(OwnedPartitions.class);
  private static final long RETRY_MS = 500;

  private final Timers timers;
  private final Members members;
  private final Plan plan;
  private final PartitionTools tools;
  private final Listener listener;
  private final Placement placement;
  private final Surroundings.Changes changes;
  private final Surroundings.Ticks ticks;
  private final Loading loading;
  private final ProgressNotes progress;
  private final Reconciliation reconciliation;
  private final CatchUp history;
  private final Map<Integer, Owned> owned = new HashMap<>();
  private Members.@Nullable Registration registration;
  private boolean stopped;
  private final LossLog losses = new LossLog();
  private volatile PartitionsView view = PartitionsView.NONE;

  /**
   * @param count of all partitions
   * @param replicas how many engines evaluate each
   * @param releaseAfterMs how long a partition that moved away is evaluated
   * @param yieldMs how long a partition that was loaded while others evaluate it commits nothing: a
   *     tick that fired a rule there came earlier than the first that is heard here
   * @param catchUpWithin how long live ticks wait for what came before them
   * @param noteAfterMs how long after it had come that far it is written how far a partition has
   *     come: longer than a rule is on its way to the engines
   * @param settleMs how long what differs from Redis may be a change that was not heard yet
   */
  public record Plan(
      int count,
      int replicas,
      long releaseAfterMs,
      long yieldMs,
      Duration catchUpWithin,
      long noteAfterMs,
      long settleMs) {}

  /** Who works on a partition beside evaluating it. */
  public interface Listener {
    /** It is owned and loaded: what happens to its records is known. */
    void gained(int partition);

    /** What came before is evaluated, or cannot be had in time: its prices are those of now. */
    void current(int partition);

    /** It belongs to others. */
    void lost(int partition);

    /** Some ticks of these symbols will never come: the newest ones are needed again. */
    void ticksLost(Set<String> symbols);
  }

  /** Make it on the engine's event loop. */
  public OwnedPartitions(
      Members members,
      Surroundings surroundings,
      Plan plan,
      PartitionTools tools,
      Listener listener) {
    this.timers = tools.timers();
    this.members = members;
    this.plan = plan;
    this.tools = tools;
    this.listener = listener;
    this.placement = new Placement(members, plan.replicas());
    this.changes = surroundings.changes();
    this.reconciliation = new Reconciliation(tools, plan.settleMs());
    this.progress =
        new ProgressNotes(surroundings.progress(), timers, plan.noteAfterMs(), reconciliation);
    this.history = new CatchUp(surroundings.past(), tools.metrics());
    this.ticks = surroundings.ticks().apply(new Ticks());
    this.loading = new Loading(ticks, tools.store(), surroundings.progress());
  }

  /** Call on the engine's event loop; owned partitions load in the background. */
  public void start() {
    changes.start();
    registration = members.onChange(() -> timers.soon(this::place));
    place();
  }

  /** The partition when it is owned and its prices are those of now. */
  public @Nullable Partition find(int number) {
    Owned found = owned.get(number);
    return found != null && found.isCurrent() ? found.partition : null;
  }

  /** Numbers of the owned and loaded partitions. */
  public List<Integer> served() {
    return owned.values().stream()
        .filter(Owned::isServed)
        .map(one -> one.partition.number())
        .toList();
  }

  /**
   * Whether a partition is this engine's to look after in that turn: its owners follow each other,
   * so that each turn of it is one engine's.
   *
   * @param turn counted alike in all engines
   */
  public boolean isOnTurn(int partition, long turn) {
    return placement.isOnTurn(partition, turn);
  }

  /**
   * Compares what is here of a partition with Redis and makes it agree.
   *
   * @return how its records stood in Redis; fails when that cannot be read, or it is not owned here
   */
  public Future<RecordStates> compare(int partition) {
    Owned found = owned.get(partition);
    return found == null || !found.loaded
        ? Future.failedFuture("not owned: partition=" + partition)
        : reconciliation.compare(found.partition);
  }

  public PartitionsView view() {
    return view;
  }

  /** Takes the numbers anew. */
  public void count() {
    view = PartitionsView.of(owned.values());
  }

  /** All symbols that ticks are wanted of. */
  public WantedSymbols wantedSymbols() {
    WantedSymbols.Gathering wanted = new WantedSymbols.Gathering();
    owned.values().forEach(one -> one.partition.collectWanted(wanted));
    return wanted.all();
  }

  /** Expires triggers whose time has passed; call again and again. */
  public void expire() {
    owned.values().forEach(Owned::expire);
  }

  /** The instruments have changed: what waited for one is armed. */
  public void onInstruments() {
    for (Owned one : owned.values()) {
      if (one.partition.onInstruments()) {
        one.missed.ask();
      }
    }
  }

  /** Hears no more ticks; completes when what was decided is committed. */
  public Future<Void> stop() {
    stopped = true;
    if (registration != null) {
      registration.cancel();
    }
    List<Future<Void>> ends = new ArrayList<>();
    ends.add(ticks.close());
    for (Owned one : owned.values()) {
      timers.cancel(one.releaseTimer);
      ends.add(one.partition.drained());
    }
    return Future.join(ends).<Void>mapEmpty().otherwiseEmpty();
  }

  /** Call after {@link #stop}: until then commands under way want to hear of changes. */
  public Future<Void> unfollow() {
    return changes.stop();
  }

  private void place() {
    if (stopped) {
      return;
    }
    for (int number = 0; number < plan.count(); number++) {
      boolean ours = placement.isOurs(number);
      Owned known = owned.get(number);
      if (ours && known == null) {
        gain(number);
      } else if (ours && known != null && known.isReleasing()) {
        regain(known);
      } else if (!ours && known != null && !known.isReleasing()) {
        release(known);
      }
    }
    count();
    log.info("partitions placed engines={} owned={}", placement.engines(), view.owned());
  }

  private void gain(int number) {
    CatchUp.Telling past = (query, to) -> history.tell(query, ticks, to);
    Partition partition =
        new Partition(number, tools, past, plan.catchUpWithin().toMillis(), reconciliation);
    Owned gained = new Owned(partition, new MissedTicks(partition, past));
    owned.put(number, gained);
    load(gained);
  }

  private final class Ticks implements TickStream.Listener {
    @Override
    public void onFrame(TickFrame frame) {
      Owned one = owned.get(frame.partition());
      if (one != null) {
        one.partition.onFrame(frame);
      }
    }

    @Override
    public void onLost(long feedId, int partition, long from, long to) {
      tools.metrics().ticksLost();
      losses.lost(feedId, partition, from, to);
      Owned one = owned.get(partition);
      if (one != null) {
        if (one.loaded) {
          one.missed.ask();
        }
        WantedSymbols.Gathering symbols = new WantedSymbols.Gathering();
        one.partition.collectWanted(symbols);
        listener.ticksLost(symbols.all().symbols());
      }
    }
  }

  private void load(Owned gained) {
    int number = gained.partition.number();
    loading
        .read(number)
        .onSuccess(found -> loaded(gained, found))
        .onFailure(
            e -> {
              log.debug("partition not loaded partition={} cause={}", number, e.toString());
              timers.after(
                  RETRY_MS,
                  () -> {
                    if (!stopped && owned.get(number) == gained) {
                      load(gained);
                    }
                  });
            });
  }

  private void loaded(Owned gained, Loading.Found found) {
    int number = gained.partition.number();
    if (owned.get(number) != gained) {
      return; // let go while loading
    }
    gained.take(found, placement.isShared(number) ? plan.yieldMs() : 0);
    changes.follow(number, found.position(), gained.partition::apply);
    count();
    if (!gained.isReleasing()) {
      listener.gained(number);
    }
    gained
        .goLive(timers, plan.catchUpWithin().toMillis())
        .onComplete(
            ignored -> {
              count();
              if (owned.get(number) == gained && gained.isCurrent()) {
                listener.current(number);
              }
            });
  }

  /** Notes how far the partitions have come that this engine is the first to look after. */
  public void noteProgress() {
    progress.write(
        owned.values().stream()
            .filter(Owned::isServed)
            .map(one -> one.partition)
            .filter(partition -> isOnTurn(partition.number(), 0))
            .toList());
  }

  private void release(Owned lost) {
    int number = lost.partition.number();
    listener.lost(number);
    lost.releaseTimer = timers.after(Math.max(1, plan.releaseAfterMs()), () -> drop(number));
  }

  private void regain(Owned known) {
    timers.cancel(known.releaseTimer);
    known.releaseTimer = -1;
    if (known.loaded) {
      listener.gained(known.partition.number());
    }
    if (known.isCurrent()) {
      listener.current(known.partition.number());
    }
  }

  /** What was decided still goes to Redis: the queue lives until it is empty. */
  private void drop(int number) {
    owned.remove(number);
    changes.unfollow(number);
    ticks.unlisten(number);
    tools.demandChanged();
    count();
    log.info("partition let go partition={}", number);
  }
}
