package io.tickwire.rules.partition;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.Position;
import io.tickwire.common.wire.Repeat;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TrailingStop;
import io.tickwire.common.wire.Trigger;
import io.tickwire.rules.accounting.FundingTimes;
import io.tickwire.rules.samples.SamplePosition;
import io.tickwire.rules.samples.SampleTrigger;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.FundingDue;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.PartitionStore;
import io.tickwire.rules.store.RecordStates;
import io.tickwire.rules.store.RuleState;
import io.tickwire.rules.store.StoredRule;
import io.tickwire.rules.store.Transition;
import io.tickwire.rules.telemetry.EngineMetrics;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * All engines were away for a while: one that goes on from the checkpoint, whenever that was taken,
 * fires at the very tick at which one fires that lived through it all.
 */
class HandoverTest {
  private static final String SYMBOL = "XBTUSDTM";
  private static final long NS_PER_MS = 1_000_000;
  private static final long BEGIN_MS = 1_000_000;
  private static final List<Condition> CROSSINGS =
      List.of(Condition.CROSSES_UP, Condition.CROSSES_DOWN, Condition.CROSSES);

  /** What becomes known before the tick of that position. */
  private record News(int at, LiveRule rule) {}

  /** What fired, and on the tick of which sequence. */
  private static String livedThrough(long[] prices, List<News> news) {
    Life life = new Life(new CheckpointStore.Saved(Map.of(), Map.of(), "redis"));
    life.goLive();
    return life.live(prices, news, 0).fired();
  }

  private static String away(long[] prices, List<News> news, int checkpoint) {
    Life before = new Life(new CheckpointStore.Saved(Map.of(), Map.of(), "redis"));
    before.goLive();
    for (int i = 0; i < checkpoint; i++) {
      before.hear(news, i).tick(i, prices[i]);
      before.note();
    }
    Life after = new Life(before.saved);
    // A record is read as it stands when the engine loads.
    news.forEach(one -> after.partition.apply(newest(news, one)));
    for (int i = checkpoint; i < prices.length; i++) {
      after.tick(i, prices[i]);
    }
    after.goLive();
    return after.fired();
  }

  private static LiveRule newest(List<News> news, News one) {
    return news.stream()
        .map(News::rule)
        .filter(rule -> rule.id().equals(one.rule.id()))
        .reduce(one.rule, (first, second) -> second);
  }

  /** Compares the two wherever a checkpoint can be taken before the first hit. */
  private static void compare(String what, long[] prices, List<News> news) {
    String expected = livedThrough(prices, news);
    int last = expected.isEmpty() ? prices.length : Integer.parseInt(expected.split("@", -1)[1]);
    for (int checkpoint = 1; checkpoint <= Math.min(last, prices.length - 1); checkpoint++) {
      assertThat(away(prices, news, checkpoint))
          .as("%s prices=%s checkpoint after %d", what, List.of(boxed(prices)), checkpoint)
          .isEqualTo(expected);
    }
  }

  private static Long[] boxed(long[] prices) {
    Long[] boxed = new Long[prices.length];
    for (int i = 0; i < prices.length; i++) {
      boxed[i] = prices[i];
    }
    return boxed;
  }

  private static long timeNs(int tick) {
    return (BEGIN_MS + tick) * NS_PER_MS;
  }

  // Trailing stops over the close of a part.

  @Test
  void trailsOn_whenAPartWasClosedAfterTheCheckpoint() {
    StoredRule opened = StoredRule.of(position(), timeNs(0), 1);
    StoredRule rest = opened.reducedTo(reduced(opened.requirePosition()));
    long[] prices = {100, 150, 140, 145, 135, 131, 130};
    List<News> news = List.of(new News(0, live(opened)), new News(3, live(rest)));

    assertThat(livedThrough(prices, news)).as("20 below 150").isEqualTo("pos_1@6");
    compare("part closed", prices, news);
  }

  @Test
  void trailsOn_whenItWentFurtherBetweenTheCheckpointAndTheClose() {
    StoredRule opened = StoredRule.of(position(), timeNs(0), 1);
    StoredRule rest = opened.reducedTo(reduced(opened.requirePosition()));
    StoredRule less = rest.reducedTo(reduced(rest.requirePosition()));
    long[] prices = {100, 110, 95, 150, 140, 135, 133, 130};
    List<News> news =
        List.of(new News(0, live(opened)), new News(4, live(rest)), new News(5, live(less)));

    assertThat(livedThrough(prices, news)).isEqualTo("pos_1@7");
    compare("two parts closed", prices, news);
  }

  // Crossings.

  @Test
  void crosses_whenItTookItsSideBeforeTheCheckpoint() {
    long[] prices = {120, 90, 95, 100};
    List<News> news = List.of(new News(1, live(crossing(Condition.CROSSES_UP, 0, prices))));

    assertThat(livedThrough(prices, news)).isEqualTo("trg_1@3");
    compare("side taken", prices, news);
  }

  @Test
  void hasNoSide_whenThePriceIsExactlyAtTheThreshold() {
    long[] prices = {100, 100, 110, 99, 100};
    List<News> news = List.of(new News(1, live(crossing(Condition.CROSSES_UP, 0, prices))));

    assertThat(livedThrough(prices, news)).isEqualTo("trg_1@4");
    compare("at the threshold", prices, news);
  }

  @Test
  void crossesAgain_whenTheCheckpointIsOnTheWayFromFarBack() {
    long[] prices = {100, 90, 95, 98, 100};
    List<News> news = List.of(new News(1, again(0, 1_000)));

    assertThat(livedThrough(prices, news)).isEqualTo("trg_1@4");
    compare("far back", prices, news);
  }

  @Test
  void takesNoSideOver_whenItHasFiredSince() {
    long[] prices = {100, 90, 98};
    Life before = new Life(new CheckpointStore.Saved(Map.of(), Map.of(), "redis"));
    before.goLive();
    before.live(prices, List.of(new News(1, again(0, 1_000))), 0).note();
    Life after = new Life(before.saved);

    after.partition.apply(again(3, 1_000));
    after.tick(4, 105);
    after.goLive();

    assertThat(after.fired()).isEmpty();
  }

  @Test
  void crossesAlike_whateverThePricesAndTheCheckpoint() {
    Random random = new Random(20);
    int fired = 0;
    for (int round = 0; round < 400; round++) {
      long[] prices = new long[12];
      long price = 98L + random.nextInt(5);
      for (int i = 0; i < prices.length; i++) {
        price = Math.max(90, Math.min(110, price + random.nextInt(7) - 3));
        prices[i] = price;
      }
      Condition condition = CROSSINGS.get(random.nextInt(3));
      int created = random.nextInt(6);
      LiveRule rule =
          switch (random.nextInt(3)) {
            case 0 -> again(created, 300);
            case 1 -> live(withoutAPrice(condition, created));
            default -> live(crossing(condition, created, prices));
          };
      List<News> news = List.of(new News(created + 1, rule));
      fired += livedThrough(prices, news).isEmpty() ? 0 : 1;
      compare("round " + round + " rule=" + rule, prices, news);
    }
    assertThat(fired).as("rounds in which something fires").isGreaterThan(100);
  }

  // Records.

  private static LiveRule live(StoredRule stored) {
    LiveStatus status = stored.position() == null ? LiveStatus.ARMED : LiveStatus.OPEN;
    return new LiveRule(stored.id(), RuleState.fresh(status, stored.version()), stored);
  }

  /** Created at that tick. */
  private static StoredRule crossing(Condition condition, int tick, long[] prices) {
    return StoredRule.of(
        trigger(condition, null), timeNs(tick), 2, BigDecimal.valueOf(prices[tick]));
  }

  private static StoredRule withoutAPrice(Condition condition, int tick) {
    return StoredRule.of(trigger(condition, null), timeNs(tick) + 1, 2, null);
  }

  /** One that fired on that tick and waits for the next time. */
  private static LiveRule again(int firedOn, int hysteresisBp) {
    StoredRule stored =
        StoredRule.of(
            trigger(Condition.ABOVE, new Repeat(0, hysteresisBp)),
            timeNs(0),
            2,
            new BigDecimal("99"));
    return new LiveRule(
        stored.id(),
        new RuleState(LiveStatus.ARMED, 2 + firedOn, "exe_1", 1, 1, 1, timeNs(firedOn)),
        stored);
  }

  private static Trigger trigger(Condition condition, @Nullable Repeat repeat) {
    return SampleTrigger.of("trg_1").symbol(SYMBOL).on(condition, "100").repeat(repeat).done();
  }

  private static Position position() {
    return SamplePosition.of("pos_1")
        .symbol(SYMBOL)
        .done()
        .change()
        .trailingStop(new TrailingStop(null, new BigDecimal("20"), null))
        .done();
  }

  private static Position reduced(Position position) {
    return position
        .change()
        .openQuantity(position.openQuantity().subtract(BigDecimal.ONE))
        .reductions(position.reductions() + 1)
        .version(position.version() + 1)
        .done();
  }

  /** Keeps its symbol watched, so that there is a checkpoint before the rule is known. */
  private static LiveRule farAway() {
    return live(
        StoredRule.of(
            SampleTrigger.of("trg_far")
                .user("bob")
                .symbol(SYMBOL)
                .on(Condition.ABOVE, "100000")
                .done(),
            1,
            1,
            null));
  }

  /** One life of a partition. */
  private static final class Life implements PartitionStore, Timers {
    private final List<Transition> committed = new ArrayList<>();
    private final PartitionTools tools =
        new PartitionTools(
            this,
            Clock.fixed(Instant.ofEpochMilli(BEGIN_MS), ZoneOffset.UTC),
            this,
            HandoverTest::instrument,
            new EngineMetrics(new SimpleMeterRegistry()),
            new Deciding("engine"),
            new FundingTimes(new FundingSchedule(3_600_000, 0), true),
            1_000,
            done -> {},
            () -> {});
    final Partition partition =
        new Partition(
            0,
            tools,
            (query, to) -> Future.succeededFuture(),
            5_000,
            new Reconciliation(tools, 1_000));

    /** As Redis holds it. */
    final CheckpointStore.Saved saved;

    Life(CheckpointStore.Saved from) {
      saved =
          new CheckpointStore.Saved(
              new HashMap<>(from.checkpoints()), new HashMap<>(from.extremes()), "redis");
      partition.begin(from);
      partition.loaded(0);
      partition.apply(farAway());
    }

    void goLive() {
      partition.goLive();
    }

    Life hear(List<News> news, int at) {
      news.stream().filter(one -> one.at == at).forEach(one -> partition.apply(one.rule));
      return this;
    }

    Life live(long[] prices, List<News> news, int from) {
      for (int i = from; i < prices.length; i++) {
        hear(news, i).tick(i, prices[i]);
      }
      return hear(news, prices.length);
    }

    void tick(int i, long price) {
      partition.replay(
          List.of(Tick.trade(SYMBOL, i + 1, timeNs(i), timeNs(i), 0, price, 0, 1).asRecovered()));
    }

    /** Writes how far it has come. */
    void note() {
      CheckpointStore.Changes changes = Objects.requireNonNull(partition.progress());
      saved.checkpoints().putAll(changes.checkpoints());
      saved.extremes().putAll(changes.extremes());
      saved.checkpoints().keySet().removeAll(changes.goneSymbols());
      saved.extremes().keySet().removeAll(changes.goneExtremes());
    }

    /** The first that fired, and on which tick; "" when nothing did. */
    String fired() {
      if (committed.isEmpty()) {
        return "";
      }
      Transition first = committed.get(0);
      return first.id()
          + "@"
          + (Objects.requireNonNull(Objects.requireNonNull(first.execution()).tick()).sequence()
              - 1);
    }

    @Override
    public Future<List<Outcome>> commit(int number, List<Transition> transitions) {
      committed.addAll(transitions);
      return Promise.<List<Outcome>>promise().future();
    }

    @Override
    public Future<String> newestChange(int number) {
      return Future.succeededFuture("0-0");
    }

    @Override
    public Future<Map<String, LiveRule>> load(int number) {
      return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<RecordStates> states(int number) {
      return Future.succeededFuture(new RecordStates(Map.of(), Set.of()));
    }

    @Override
    public Future<Optional<LiveRule>> read(int number, String id) {
      return Future.succeededFuture(Optional.empty());
    }

    @Override
    public Future<Boolean> fund(
        int number, String symbol, FundingDue due, Collection<String> positions) {
      return Future.succeededFuture(true);
    }

    @Override
    public long after(long delayMs, Runnable task) {
      return 0;
    }

    @Override
    public void cancel(long timer) {}

    @Override
    public void soon(Runnable task) {}
  }

  private static Instrument instrument(String symbol) {
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
}
