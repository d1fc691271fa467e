package io.tickwire.rules;

import io.tickwire.common.async.TimeLimit;
import io.tickwire.common.cluster.Addresses;
import io.tickwire.common.runtime.Service;
import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.common.wire.Wire;
import io.tickwire.rules.command.ArmingOrder;
import io.tickwire.rules.command.CommandDesk;
import io.tickwire.rules.command.CommandTools;
import io.tickwire.rules.command.PositionCommands;
import io.tickwire.rules.command.TriggerCommands;
import io.tickwire.rules.instrument.InstrumentCatalogue;
import io.tickwire.rules.partition.Deciding;
import io.tickwire.rules.partition.DemandPublisher;
import io.tickwire.rules.partition.OwnedPartitions;
import io.tickwire.rules.partition.PartitionTools;
import io.tickwire.rules.partition.PartitionsView;
import io.tickwire.rules.partition.Surroundings;
import io.tickwire.rules.partition.Timers;
import io.tickwire.rules.partition.WantedSymbols;
import io.tickwire.rules.query.Accounts;
import io.tickwire.rules.query.LastPrices;
import io.tickwire.rules.query.QueryDesk;
import io.tickwire.rules.query.Records;
import io.tickwire.rules.settlement.Openings;
import io.tickwire.rules.settlement.Settlement;
import io.tickwire.rules.settlement.Sweeper;
import io.tickwire.rules.store.AccountStore;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.RuleStore;
import io.tickwire.rules.telemetry.EngineMetrics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One rule engine: evaluates the ticks of its partitions, commits and books what fires, takes
 * commands and queries. All of it runs on the event loop that started it. It starts without Redis
 * and without instruments and becomes ready when both are there.
 */
public final class RulesService implements Service {
  /**
   * A rule is on its way to the engines for some milliseconds, while Redis comes back for longer.
   */
  private static final long NOTE_AFTER_MS = 2_000;

  private static final Logger log = LoggerFactory.getLogger(RulesService.class);
  private static final long COUNT_EVERY_MS = 200;
  private static final long EXPIRE_EVERY_MS = 200;
  private static final long PING_EVERY_MS = 1_000;
  private static final long STOP_WITHIN_MS = 5_000;

  private final ServiceContext context;
  private final RulesConfig config;
  private final EngineMetrics metrics;
  private final InstrumentCatalogue instruments;
  private final DemandPublisher demand;
  private final OwnedPartitions owned;
  private final LastPrices prices;
  private final Settlement settlement;
  private final CommandDesk commands;
  private final QueryDesk queries;
  private final Sweeper sweeper;
  private final long countTimer;
  private final long expireTimer;
  private final long progressTimer;
  private final long pingTimer;
  private volatile boolean redisAnswers;

  private RulesService(ServiceContext context, RulesConfig config) {
    this.context = context;
    this.config = config;
    Vertx vertx = context.vertx();
    metrics = new EngineMetrics(context.telemetry().metrics());
    RuleStore store = new RuleStore(context.redis(), config.eventsKept());
    AccountStore accountStore = new AccountStore(context.redis());
    History history = new History(context.redis());
    Links links = new Links();
    instruments = InstrumentCatalogue.start(vertx, context.redis(), links::instrumentsChanged);
    demand =
        new DemandPublisher(
            vertx,
            // A gateway of the same member wants other symbols.
            config.engineId() + "/rules",
            config.demandTtl().toMillis(),
            links::wantedSymbols);
    PartitionTools tools =
        new PartitionTools(
            Timers.of(vertx),
            context.clock(),
            store,
            instruments,
            metrics,
            new Deciding(config.engineId()),
            config.funding(),
            config.demandTtl().toMillis(),
            committed ->
                vertx
                    .eventBus()
                    .publish(
                        Addresses.executions(committed.partition()), committed, Wire.TRANSITION),
            demand::changed);
    owned =
        new OwnedPartitions(
            context.members(),
            Surroundings.of(vertx, context.members(), context.redis(), tools),
            new OwnedPartitions.Plan(
                context.partitions().count(),
                config.replicas(),
                config.releaseAfter().toMillis(),
                config.yield().toMillis(),
                config.catchUp(),
                NOTE_AFTER_MS,
                config.settleMs()),
            tools,
            links);
    prices = new LastPrices(vertx, context.partitions(), owned);
    Records records = new Records(context.partitions(), store, history);
    Accounts accounts = new Accounts(accountStore, history, instruments, prices, config.paperE8());
    settlement =
        Settlement.start(
            new Settlement.Rooms(
                vertx,
                context.redis(),
                context.partitions(),
                instruments,
                store,
                accountStore,
                accounts),
            config.engineId(),
            config.claimAfter(),
            config.eventsKept(),
            () -> owned.view().commitsWaiting());
    Openings openings = new Openings(store, accountStore, accounts, config.maxTriggers());
    CommandTools commandTools =
        new CommandTools(
            tools,
            store,
            accountStore,
            records,
            openings,
            new ArmingOrder(context.clock()),
            config.priceWait().toMillis());
    commands =
        new CommandDesk(
            vertx,
            context.partitions(),
            owned,
            history,
            new PositionCommands(commandTools),
            new TriggerCommands(commandTools));
    queries = new QueryDesk(history, records, accounts);
    sweeper =
        new Sweeper(
            new Sweeper.Tools(
                vertx,
                context.clock(),
                context.redis(),
                store,
                owned,
                openings,
                settlement.accountant(),
                metrics),
            new Sweeper.Limits(
                config.sweep().toMillis(),
                config.claimAfter().toMillis(),
                config.eventsKept().toMillis()));
    links.service = this;
    countTimer = vertx.setPeriodic(COUNT_EVERY_MS, ignored -> owned.count());
    expireTimer = vertx.setPeriodic(EXPIRE_EVERY_MS, ignored -> owned.expire());
    progressTimer =
        vertx.setPeriodic(config.checkpoint().toMillis(), ignored -> owned.noteProgress());
    pingTimer = vertx.setPeriodic(0, PING_EVERY_MS, ignored -> ping());
  }

  /** What rooms tell each other, once all of them are there. */
  private static final class Links implements OwnedPartitions.Listener {
    @Nullable RulesService service;

    void instrumentsChanged() {
      if (service != null) {
        service.owned.onInstruments();
      }
    }

    WantedSymbols wantedSymbols() {
      return service == null ? WantedSymbols.NONE : service.owned.wantedSymbols();
    }

    @Override
    public void gained(int partition) {
      if (service != null) {
        service.settlement.join(partition);
      }
    }

    @Override
    public void current(int partition) {
      if (service != null) {
        service.commands.serve(partition);
        service.prices.answer(partition);
      }
    }

    @Override
    public void lost(int partition) {
      if (service != null) {
        service.settlement.leave(partition);
        service.commands.leave(partition);
        service.prices.leave(partition);
      }
    }

    @Override
    public void ticksLost(Set<String> symbols) {
      if (service != null) {
        service.demand.askAgain(symbols);
      }
    }
  }

  /**
   * Starts an engine on the calling Vert.x context. Settings are read before it returns; the future
   * succeeds when commands and queries are heard, readiness is told by the health conditions.
   *
   * @throws io.tickwire.common.config.ConfigException for an impossible setting
   */
  public static Future<RulesService> start(ServiceContext context) {
    context
        .settings()
        .ignore(
            "feed",
            "push",
            "dev",
            "sim",
            "auth",
            "gateway",
            "http",
            "ws",
            "ingest",
            "standalone",
            "data");
    RulesConfig config = RulesConfig.from(context.settings(), context.members().self());
    RulesService service = new RulesService(context, config);
    return service.open().map(service);
  }

  private Future<Void> open() {
    registerTelemetry();
    owned.start();
    log.info("engine started engine={} replicas={}", config.engineId(), config.replicas());
    return Future.all(commands.start(), queries.start(context.vertx())).mapEmpty();
  }

  /** How many partitions this engine owned a moment ago; any thread. */
  int partitionsOwned() {
    return owned.view().owned();
  }

  private void registerTelemetry() {
    context.telemetry().health().require("redis", () -> redisAnswers);
    context.telemetry().health().require("instruments", instruments::isLoaded);
    context.telemetry().health().require("partitions", () -> owned.view().isCurrent());
    context.telemetry().stats().section("rules", this::stats);
    metrics.gauge("rules_armed", "Rules that wait for a price", () -> owned.view().armedRules());
    metrics.gauge(
        "rules_live", "Open positions and armed triggers", () -> owned.view().liveRecords());
    metrics.gauge("rules_partitions", "Partitions this engine owns", () -> owned.view().owned());
    metrics.gauge(
        "rules_commit_queue",
        "Decided hits that wait for Redis",
        () -> owned.view().commitsWaiting());
  }

  private void ping() {
    context.redis().isAnswering().onSuccess(answers -> redisAnswers = answers);
  }

  private Map<String, Object> stats() {
    PartitionsView view = owned.view();
    Map<String, Object> stats = new TreeMap<>();
    stats.put("engine", config.engineId());
    stats.put("partitions_owned", view.owned());
    stats.put("partitions_loaded", view.current());
    stats.put("live", view.liveRecords());
    stats.put("armed", view.armedRules());
    stats.put("commits_waiting", view.commitsWaiting());
    stats.put("fired", (long) metrics.firedTotal());
    stats.put("lost", (long) metrics.lostTotal());
    stats.put("instruments", instruments.size());
    return stats;
  }

  /** Leaves consumers first, then ends what is under way, within seconds. */
  @Override
  public Future<Void> stop() {
    log.info("engine leaving engine={}", config.engineId());
    context.vertx().cancelTimer(countTimer);
    context.vertx().cancelTimer(expireTimer);
    context.vertx().cancelTimer(pingTimer);
    context.vertx().cancelTimer(progressTimer);
    sweeper.stop();
    prices.leaveAll();
    Future<Void> settled =
        Future.join(commands.stop(), queries.stop())
            .otherwiseEmpty()
            .compose(ignored -> owned.stop())
            .compose(ignored -> settlement.stop())
            .compose(ignored -> owned.unfollow());
    return TimeLimit.of(context.vertx(), STOP_WITHIN_MS, settled)
        .otherwiseEmpty()
        .compose(ignored -> instruments.stop())
        .onComplete(ignored -> demand.stop())
        .mapEmpty();
  }
}
