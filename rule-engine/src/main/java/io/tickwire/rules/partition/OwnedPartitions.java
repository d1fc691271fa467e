package io.tickwire.rules.partition;

import io.tickwire.common.cluster.Members;
import io.tickwire.common.cluster.Rendezvous;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.redis.StreamTail;
import io.tickwire.common.ticks.History;
import io.tickwire.common.ticks.TickStream;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.HistoryReply;
import io.tickwire.common.wire.TickFrame;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.RuleStore;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions that this engine evaluates: by rendezvous hashing over the live engines, as many
 * replicas as configured. States of a partition here:
 *
 * <ul>
 *   <li>absent → loading: it became ours; ticks are heard, the changes followed from now on
 *   <li>loading → owned: all its records are in memory; listeners are told, commands may come
 *   <li>loading, owned → releasing: it is no longer ours; ticks are evaluated for a while longer,
 *       as the next owner may still be loading
 *   <li>releasing → absent: that while has passed; or → as before: it is ours again
 * </ul>
 *
 * Confined to the engine's event loop, but for the numbers in {@link #view}.
 */
public final class OwnedPartitions {
  private static final Logger log = LoggerFactory.getLogger(OwnedPartitions.class);
  private static final long RETRY_MS = 500;

  /** Of asking for the rest of a history whose end the live ticks do not meet. */
  private static final int MOST_ROUNDS = 3;

  private static final long LOG_LOSS_EVERY_NS = TimeUnit.SECONDS.toNanos(10);

  private final Vertx vertx;
  private final Members members;
  private final Plan plan;
  private final PartitionTools tools;
  private final Listener listener;
  private final StreamTail tail;
  private final TickStream ticks;
  private final CheckpointStore checkpoints;
  private final CatchUp history;
  private final Map<Integer, Owned> owned = new HashMap<>();
  private final Map<String, Owned> byChanges = new HashMap<>();
  private Members.@Nullable Registration registration;
  private boolean stopped;
  private @Nullable Long lossLoggedNs;
  private volatile View view = new View(0, 0, 0, 0, 0);

  /**
   * @param count of all partitions
   * @param replicas how many engines evaluate each
   * @param releaseAfterMs how long a partition that moved away is evaluated
   * @param yieldMs how long a partition that was loaded while others evaluate it commits nothing: a
   *     tick that fired a rule there came earlier than the first that is heard here
   * @param catchUpWithin how long live ticks wait for what came before them
   */
  public record Plan(
      int count, int replicas, long releaseAfterMs, long yieldMs, Duration catchUpWithin) {}

  /** Who works on a partition beside evaluating it. */
  public interface Listener {
    /** It is owned and loaded. */
    void gained(int partition);

    /** It belongs to others. */
    void lost(int partition);

    /** Some ticks of these symbols will never come: the newest ones are needed again. */
    void ticksLost(Set<String> symbols);
  }

  /** The numbers of one moment, for gauges and health. */
  public record View(int owned, int loaded, int liveRecords, int armedRules, int commitsWaiting) {
    public boolean isLoaded() {
      return owned == loaded;
    }
  }

  private static final class Owned {
    final Partition partition;
    final Map<String, HistoryQuery> toAsk = new HashMap<>();
    boolean loaded;
    boolean asking;
    long releaseTimer = -1;

    Owned(Partition partition) {
      this.partition = partition;
    }

    boolean isReleasing() {
      return releaseTimer >= 0;
    }
  }

  /** Make it on the engine's event loop. */
  public OwnedPartitions(
      Members members, RedisLink redis, Plan plan, PartitionTools tools, Listener listener) {
    this.vertx = tools.vertx();
    this.members = members;
    this.plan = plan;
    this.tools = tools;
    this.listener = listener;
    this.tail = new StreamTail(redis, "changes", this::onChanges);
    this.checkpoints = new CheckpointStore(redis);
    this.history = new CatchUp(new History(tools.vertx(), members), tools.metrics());
    this.ticks =
        new TickStream(vertx, members.self() + "/rules", new Ticks(), tools.metrics().registry());
  }

  /** Call on the engine's event loop; owned partitions load in the background. */
  public void start() {
    Context context = vertx.getOrCreateContext();
    tail.start();
    registration = members.onChange(() -> context.runOnContext(ignored -> place()));
    place();
  }

  /** The partition when it is owned and loaded. */
  public @Nullable Partition find(int number) {
    Owned found = owned.get(number);
    return found != null && found.loaded && !found.isReleasing() ? found.partition : null;
  }

  /**
   * The owned and loaded partitions that are this engine's to look after in that turn: the owners
   * of a partition follow each other, so that each turn of it is one engine's.
   *
   * @param turn counted alike in all engines
   */
  public List<Partition> onTurn(long turn) {
    List<String> engines = members.live(Role.RULES);
    return owned.values().stream()
        .filter(one -> one.loaded && !one.isReleasing())
        .filter(one -> members.self().equals(onTurn(one.partition.number(), engines, turn)))
        .map(one -> one.partition)
        .toList();
  }

  private String onTurn(int number, List<String> engines, long turn) {
    List<String> owners = Rendezvous.owners(key(number), engines, plan.replicas());
    return owners.isEmpty() ? "" : owners.get(Math.floorMod(turn, owners.size()));
  }

  private static String key(int number) {
    return "partition-" + number;
  }

  public View view() {
    return view;
  }

  /** Takes the numbers anew. */
  public void count() {
    int mine = 0;
    int loaded = 0;
    int records = 0;
    int rules = 0;
    int waiting = 0;
    for (Owned one : owned.values()) {
      mine += one.isReleasing() ? 0 : 1;
      loaded += one.loaded && !one.isReleasing() ? 1 : 0;
      records += one.partition.liveRecords();
      rules += one.partition.armedRules();
      waiting += one.partition.commitsWaiting();
    }
    view = new View(mine, loaded, records, rules, waiting);
  }

  /** All symbols that ticks are wanted of. */
  public WantedSymbols wantedSymbols() {
    WantedSymbols.Gathering wanted = new WantedSymbols.Gathering();
    owned.values().forEach(one -> one.partition.collectWanted(wanted));
    return wanted.all();
  }

  /** Expires triggers whose time has passed; call again and again. */
  public void expire() {
    owned.values().forEach(one -> one.partition.expire());
  }

  /** The instruments have changed: what waited for one is armed. */
  public void onInstruments() {
    owned.values().forEach(one -> one.partition.onInstruments());
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
      vertx.cancelTimer(one.releaseTimer);
      ends.add(one.partition.drained());
    }
    return Future.join(ends).<Void>mapEmpty().otherwiseEmpty();
  }

  /** Call after {@link #stop}: until then commands under way want to hear of changes. */
  public Future<Void> unfollow() {
    return tail.stop();
  }

  private void place() {
    if (stopped) {
      return;
    }
    List<String> engines = members.live(Role.RULES);
    for (int number = 0; number < plan.count(); number++) {
      boolean ours = Rendezvous.isOwner(members.self(), key(number), engines, plan.replicas());
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
    log.info("partitions placed engines={} owned={}", engines.size(), view.owned());
  }

  private void gain(int number) {
    Owned gained = new Owned(new Partition(number, tools));
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
      logLoss(feedId, partition, from, to);
      Owned one = owned.get(partition);
      if (one != null) {
        if (one.loaded) {
          ask(one);
        }
        WantedSymbols.Gathering symbols = new WantedSymbols.Gathering();
        one.partition.collectWanted(symbols);
        listener.ticksLost(symbols.all().symbols());
      }
    }
  }

  /** The first of many; the metric counts them all. */
  private void logLoss(long feedId, int partition, long from, long to) {
    long nowNs = System.nanoTime();
    if (lossLoggedNs == null || nowNs - lossLoggedNs > LOG_LOSS_EVERY_NS) {
      lossLoggedNs = nowNs;
      log.warn(
          "ticks lost feed={} partition={} from={} to={}",
          Long.toHexString(feedId),
          partition,
          from,
          to);
    }
  }

  private void load(Owned gained) {
    int number = gained.partition.number();
    // What is missed from here on is in the changes and in the frames held.
    ticks
        .listen(number)
        .otherwiseEmpty()
        .compose(ignored -> tools.store().newestChange(number))
        .compose(position -> read(number).onSuccess(found -> loaded(gained, position, found)))
        .onFailure(
            e -> {
              log.debug("partition not loaded partition={} cause={}", number, e.toString());
              vertx.setTimer(
                  RETRY_MS,
                  ignored -> {
                    if (!stopped && owned.get(number) == gained) {
                      load(gained);
                    }
                  });
            });
  }

  private record Found(CheckpointStore.Saved progress, Map<String, LiveRule> records) {}

  /** Progress first: what is armed later than it is met by the history from there. */
  private Future<Found> read(int number) {
    return checkpoints
        .read(number)
        .compose(
            progress -> tools.store().load(number).map(records -> new Found(progress, records)));
  }

  private void loaded(Owned gained, String position, Found found) {
    int number = gained.partition.number();
    if (owned.get(number) != gained) {
      return; // let go while loading
    }
    gained.partition.begin(found.progress());
    gained.partition.loaded(isShared(number) ? plan.yieldMs() : 0);
    found.records().values().forEach(gained.partition::apply);
    byChanges.put(RuleStore.changesKey(number), gained);
    tail.follow(RuleStore.changesKey(number), position);
    gained.loaded = true;
    count();
    catchUp(gained.partition, gained.partition.unseen())
        .onComplete(ignored -> gained.partition.goLive());
    if (!gained.isReleasing()) {
      listener.gained(number);
    }
  }

  /** Asks for what was lost; while an answer is on its way, remembers from where on to ask next. */
  private void ask(Owned one) {
    for (HistoryQuery query : one.partition.unseen()) {
      one.toAsk.putIfAbsent(query.symbol() + ' ' + query.kind(), query);
    }
    if (!one.asking) {
      askNext(one);
    }
  }

  private void askNext(Owned one) {
    List<HistoryQuery> queries = List.copyOf(one.toAsk.values());
    one.toAsk.clear();
    one.asking = !queries.isEmpty();
    if (one.asking) {
      catchUp(one.partition, queries).onComplete(ignored -> askNext(one));
    }
  }

  /** Evaluates what nobody here has seen; completes when it is done or cannot be done in time. */
  private Future<Void> catchUp(Partition partition, List<HistoryQuery> queries) {
    List<Future<Void>> asked = new ArrayList<>();
    for (HistoryQuery query : queries) {
      asked.add(catchUp(partition, query, MOST_ROUNDS));
    }
    return Future.join(asked).<Void>mapEmpty().otherwiseEmpty();
  }

  private Future<Void> catchUp(Partition partition, HistoryQuery query, int rounds) {
    return history
        .since(query, plan.catchUpWithin())
        .compose(
            answer -> {
              partition.replay(answer.ticks());
              HistoryReply.LiveFrom live = answer.live();
              return live == null || ticks.follow(live) || rounds == 1
                  ? Future.succeededFuture()
                  : catchUp(partition, answer.rest(), rounds - 1);
            });
  }

  /** Notes how far the partitions have come that this engine is the first to look after. */
  public Future<Void> noteProgress() {
    List<Future<Void>> written = new ArrayList<>();
    for (Partition partition : onTurn(0)) {
      CheckpointStore.Changes changes = partition.progress();
      if (changes != null && !changes.isEmpty()) {
        written.add(
            checkpoints
                .write(partition.number(), changes)
                .onFailure(e -> partition.progressLost()));
      }
    }
    return Future.join(written).<Void>mapEmpty().otherwiseEmpty();
  }

  private boolean isShared(int number) {
    return Rendezvous.owners(key(number), members.live(Role.RULES), plan.replicas()).size() > 1;
  }

  private void release(Owned lost) {
    int number = lost.partition.number();
    listener.lost(number);
    lost.releaseTimer = vertx.setTimer(Math.max(1, plan.releaseAfterMs()), ignored -> drop(number));
  }

  private void regain(Owned known) {
    vertx.cancelTimer(known.releaseTimer);
    known.releaseTimer = -1;
    if (known.loaded) {
      listener.gained(known.partition.number());
    }
  }

  /** What was decided still goes to Redis: the queue lives until it is empty. */
  private void drop(int number) {
    owned.remove(number);
    byChanges.remove(RuleStore.changesKey(number));
    tail.unfollow(RuleStore.changesKey(number));
    ticks.unlisten(number);
    tools.demandChanged();
    count();
    log.info("partition let go partition={}", number);
  }

  private Future<Void> onChanges(List<StreamEntry> entries) {
    for (StreamEntry entry : entries) {
      Owned one = byChanges.get(entry.stream());
      if (one != null) {
        apply(one, entry);
      }
    }
    return Future.succeededFuture();
  }

  private static void apply(Owned one, StreamEntry entry) {
    try {
      one.partition.apply(RuleStore.change(entry));
    } catch (IllegalArgumentException e) {
      log.error(
          "change refused stream={} id={} cause={}", entry.stream(), entry.id(), e.toString());
    }
  }
}
