package io.tickwire.rules.simulation;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.cluster.Role;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.rules.accounting.FundingTimes;
import io.tickwire.rules.instrument.Instruments;
import io.tickwire.rules.partition.Deciding;
import io.tickwire.rules.partition.OwnedPartitions;
import io.tickwire.rules.partition.PartitionTools;
import io.tickwire.rules.partition.Surroundings;
import io.tickwire.rules.partition.Timers;
import io.tickwire.rules.telemetry.EngineMetrics;
import io.tickwire.testsupport.ManualMembers;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One life of an engine: the production's partitions between modelled links. A crash stops all that
 * it would have heard or done, at once. Not thread-safe.
 */
final class EngineModel {
  private static final EngineMetrics METRICS = new EngineMetrics(new SimpleMeterRegistry());
  private static final FundingTimes NO_FUNDING =
      new FundingTimes(new FundingSchedule(3_600_000, 0), true);
  private static final long TURN_US = 200_000;

  final String name;
  final StoreLink store;
  final OwnedPartitions owned;
  private final Schedule schedule;
  private final ManualMembers members;
  private boolean alive = true;

  EngineModel(
      String name,
      Schedule schedule,
      Faults faults,
      StoreServer server,
      FeedModel feed,
      Instruments instruments,
      OwnedPartitions.Plan plan,
      World world,
      List<String> engines) {
    this.name = name;
    this.schedule = schedule;
    this.members = new ManualMembers(name);
    see(engines);
    this.store = new StoreLink(schedule, faults, server, this::isAlive, world);
    PartitionTools tools =
        new PartitionTools(
            new SimulatedTimers(),
            schedule.clock(),
            store,
            instruments,
            METRICS,
            new Deciding(name),
            NO_FUNDING,
            5_000,
            committed -> {},
            () -> {});
    this.owned =
        new OwnedPartitions(
            members,
            new Surroundings(
                listener -> new TickLink(schedule, faults, feed, this::isAlive, listener),
                TickLink.past(schedule, faults, feed, this::isAlive),
                new ChangeLink(schedule, faults, server, this::isAlive, world),
                store),
            plan,
            tools,
            new Nobody());
    owned.start();
    every(TURN_US, owned::expire);
    every(TURN_US + 7_000, owned::noteProgress);
    every(TURN_US * 3, owned::wantedSymbols);
    if (world != World.WITHOUT_SLOW_PATH) {
      every(TURN_US * 4, () -> owned.served().forEach(owned::compare));
    }
  }

  boolean isAlive() {
    return alive;
  }

  /** Who else is there, as far as this one has heard. */
  void see(List<String> engines) {
    members.set(Role.RULES, engines.toArray(new String[0]));
  }

  void crash() {
    schedule.trace("crash", name);
    alive = false;
  }

  private void every(long periodUs, Runnable task) {
    schedule.after(
        schedule.between(periodUs / 2, periodUs),
        () -> {
          if (alive) {
            task.run();
            every(periodUs, task);
          }
        });
  }

  /** Nobody works beside the partitions. */
  private static final class Nobody implements OwnedPartitions.Listener {
    @Override
    public void gained(int partition) {}

    @Override
    public void current(int partition) {}

    @Override
    public void lost(int partition) {}

    @Override
    public void ticksLost(Set<String> symbols) {}
  }

  private final class SimulatedTimers implements Timers {
    private final Set<Long> waiting = new HashSet<>();
    private long last;

    @Override
    public long after(long delayMs, Runnable task) {
      long timer = last++;
      waiting.add(timer);
      schedule.after(
          delayMs * 1_000,
          () -> {
            if (alive && waiting.remove(timer)) {
              task.run();
            }
          });
      return timer;
    }

    @Override
    public void cancel(long timer) {
      waiting.remove(timer);
    }

    @Override
    public void soon(Runnable task) {
      schedule.after(
          0,
          () -> {
            if (alive) {
              task.run();
            }
          });
    }
  }
}
