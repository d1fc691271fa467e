package io.tickwire.rules.simulation;

import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.rules.partition.OwnedPartitions;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One world of a seed: rounds of chaos, each followed by a calm in which everybody hears of
 * everything, after which nothing may have been missed. Not thread-safe.
 */
final class Simulation {
  private static final int ROUNDS = 3;
  private static final long CHAOS_US = 3_000_000;
  private static final long CALM_US = 4_000_000;

  /** Symbols on which there is something only now and then. */
  private static final int SELDOM = 2;

  private final Schedule schedule;
  private final Faults faults;
  private final Map<String, Tape> tapes = new HashMap<>();
  private final Oracle oracle = new Oracle(tapes);
  private final StoreServer server;
  private final FeedModel feed;
  private final Client client;
  private final OwnedPartitions.Plan plan;
  private final List<String> symbols = new ArrayList<>();
  private final List<String> names = new ArrayList<>();
  private final Map<String, EngineModel> engines = new HashMap<>();
  private final int partitions;
  private final World world;
  private boolean quiet;
  private StoreServer.@Nullable Copy replica;

  /**
   * @param store makes the store of a partition
   */
  Simulation(long seed, boolean traced, Supplier<ModelStore> store, World world) {
    this.world = world;
    schedule = new Schedule(seed, traced);
    faults = new Faults(schedule);
    partitions = 1 + schedule.random.nextInt(2);
    List<ModelStore> stores = new ArrayList<>();
    for (int i = 0; i < partitions; i++) {
      stores.add(store.get());
    }
    server = new StoreServer(schedule, oracle, stores);
    feed = new FeedModel(1, schedule, this::partitionOf, world);
    client = new Client(schedule, oracle);
    int count = 2 + schedule.random.nextInt(3);
    plan =
        new OwnedPartitions.Plan(
            partitions,
            1 + schedule.random.nextInt(2),
            schedule.between(200, 1_500),
            schedule.between(0, 100),
            Duration.ofSeconds(1),
            world.notesAreHasty() ? 0 : 400,
            150);
    for (int i = 0; i < count; i++) {
      names.add("engine-" + i);
    }
    for (int i = 0; i <= partitions + SELDOM; i++) {
      symbols.add("S" + i);
    }
  }

  private int partitionOf(String symbol) {
    return Integer.parseInt(symbol.substring(1)) % partitions;
  }

  private static @Nullable Instrument instrument(String symbol) {
    return new Instrument(
        symbol,
        Market.FUTURES,
        "XBT",
        "USDT",
        "USDT",
        false,
        BigDecimal.ONE,
        BigDecimal.ONE,
        BigDecimal.ONE,
        new BigDecimal("0.0006"),
        new BigDecimal("0.004"),
        new BigDecimal("0.0006"),
        new BigDecimal("100"));
  }

  Oracle oracle() {
    return oracle;
  }

  List<String> trace() {
    return schedule.trace();
  }

  /** Null when all went well, else what went wrong first. */
  @Nullable String run() {
    for (String symbol : symbols) {
      for (PriceSource source : List.of(PriceSource.LAST, PriceSource.MARK)) {
        Tape tape = new Tape(symbol, source);
        tapes.put(Oracle.key(symbol, source), tape);
        feed.publish(tape.print(schedule.nowNs(), 1_000));
        walk(tape);
      }
    }
    names.forEach(this::start);
    users();
    for (int round = 0; round < ROUNDS; round++) {
      if (!chaos() || !calm()) {
        return oracle.wrong();
      }
    }
    return null;
  }

  private boolean chaos() {
    faults.calm(false);
    quiet = false;
    schedule.trace("chaos");
    long untilUs = schedule.nowUs() + CHAOS_US;
    schedule.after(schedule.between(100_000, 800_000), this::disaster);
    replica = server.copy();
    replicate();
    if (schedule.chance(0.5)) {
      schedule.after(schedule.between(300_000, CHAOS_US), this::failOver);
    }
    return run(untilUs);
  }

  /** Everybody comes back, nobody asks for anything, and the feed says where it stands. */
  private boolean calm() {
    faults.calm(true);
    quiet = true;
    schedule.trace("calm");
    names.stream().filter(name -> !isUp(name)).forEach(this::start);
    long untilUs = schedule.nowUs() + CALM_US;
    for (int i = 1; i <= 10; i++) {
      schedule.after(i * 250_000L, () -> feed.beat(partitions));
    }
    if (!run(untilUs)) {
      return false;
    }
    oracle.checkNothingMissed(schedule.nowUs() / 1_000);
    return oracle.wrong() == null;
  }

  private boolean run(long untilUs) {
    while (schedule.step(untilUs)) {
      if (oracle.wrong() != null) {
        return false;
      }
    }
    return true;
  }

  /** The next price: mostly near, at times a spike that is gone with the tick after it. */
  private void walk(Tape tape) {
    schedule.after(
        schedule.between(3_000, 30_000),
        () -> {
          if (!quiet) {
            long before = tape.newest();
            print(tape, Math.max(100, before + schedule.between(-3, 3)));
            if (schedule.chance(0.06)) {
              print(tape, Math.max(100, before + schedule.between(-50, 50)));
              schedule.after(1_000, () -> print(tape, before));
            }
          }
          walk(tape);
        });
  }

  private void print(Tape tape, long price) {
    schedule.trace("tape", tape.symbol, tape.source, tape.ticks.size() + 1, price);
    feed.publish(tape.print(schedule.nowNs(), price));
  }

  private void users() {
    schedule.after(
        schedule.between(5_000, 60_000),
        () -> {
          EngineModel engine = engines.get(names.get(schedule.random.nextInt(names.size())));
          boolean seldom = schedule.chance(0.05);
          int symbolOf = schedule.random.nextInt(seldom ? symbols.size() : symbols.size() - SELDOM);
          String symbol = symbols.get(symbolOf);
          if (!quiet && engine != null && engine.isAlive()) {
            client.act(engine, partitionOf(symbol), symbol);
          }
          users();
        });
  }

  // Engines.

  private boolean isUp(String name) {
    EngineModel engine = engines.get(name);
    return engine != null && engine.isAlive();
  }

  private void start(String name) {
    if (isUp(name)) {
      return;
    }
    schedule.trace("start", name);
    engines.put(
        name,
        new EngineModel(
            name, schedule, faults, server, feed, Simulation::instrument, plan, world, up(name)));
    spread();
  }

  private List<String> up(String also) {
    return names.stream().filter(name -> name.equals(also) || isUp(name)).toList();
  }

  /** The others hear of it after a while, each at another time. */
  private void spread() {
    for (String name : names) {
      schedule.after(
          schedule.between(1_000, faults.isCalm() ? 5_000 : 600_000),
          () -> {
            if (isUp(name)) {
              Objects.requireNonNull(engines.get(name)).see(up(name));
            }
          });
    }
  }

  /** Hears of what is written some time later, until the other one takes over. */
  private void replicate() {
    StoreServer.Copy copy = server.copy();
    schedule.after(
        schedule.between(20_000, 400_000),
        () -> {
          if (replica != null && !quiet) {
            replica = copy;
            replicate();
          }
        });
  }

  private void failOver() {
    StoreServer.Copy known = replica;
    if (known != null && !quiet) {
      replica = null;
      server.failOver(known);
    }
  }

  private void disaster() {
    if (quiet) {
      return;
    }
    boolean all = schedule.chance(0.3);
    for (String name : names) {
      EngineModel engine = engines.get(name);
      if (engine != null && engine.isAlive() && (all || schedule.chance(0.4))) {
        engine.crash();
        schedule.after(schedule.between(10_000, 1_200_000), () -> start(name));
      }
    }
    spread();
    schedule.after(schedule.between(200_000, 1_500_000), this::disaster);
  }
}
