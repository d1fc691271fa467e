package io.tickwire.rules.partition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.tickwire.common.market.FundingSchedule;
import io.tickwire.common.market.Instrument;
import io.tickwire.common.market.Market;
import io.tickwire.common.market.PriceSource;
import io.tickwire.common.wire.Condition;
import io.tickwire.common.wire.HistoryQuery;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.common.wire.Trigger;
import io.tickwire.common.wire.TriggerAction;
import io.tickwire.common.wire.TriggerStatus;
import io.tickwire.rules.accounting.FundingTimes;
import io.tickwire.rules.store.CheckpointStore;
import io.tickwire.rules.store.FundingDue;
import io.tickwire.rules.store.LiveRule;
import io.tickwire.rules.store.LiveStatus;
import io.tickwire.rules.store.Outcome;
import io.tickwire.rules.store.PartitionStore;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A partition on its own: what it asks the store to commit. */
class PartitionTest {
  private static final String SYMBOL = "XBTUSDTM";
  private static final long NOW_MS = 1_000_000;
  private static final long NS_PER_MS = 1_000_000;
  private static final long EXPIRES_MS = NOW_MS - 10_000;

  private final Asked asked = new Asked();
  private final Partition partition =
      new Partition(
          0,
          new PartitionTools(
              new NoTimers(),
              Clock.fixed(Instant.ofEpochMilli(NOW_MS), ZoneOffset.UTC),
              asked,
              PartitionTest::instrument,
              new EngineMetrics(new SimpleMeterRegistry()),
              new Deciding("engine"),
              new FundingTimes(new FundingSchedule(3_600_000, 0), true),
              1_000,
              committed -> {},
              () -> {}));

  @BeforeEach
  void load() {
    partition.begin(new CheckpointStore.Saved(Map.of(), Map.of()));
    partition.loaded(0);
  }

  @Test
  void firesByATickFromBeforeTheExpiry_whenItWasAwayUntilLater() {
    partition.apply(above("110", EXPIRES_MS));

    partition.expire();
    assertThat(asked.committed).as("what came before is not known yet").isEmpty();
    partition.replay(List.of(trade(1, EXPIRES_MS - 1, 110)));
    partition.goLive();
    partition.expire();

    assertThat(asked.committed).extracting(Transition::to).first().isEqualTo(LiveStatus.EXECUTED);
  }

  @Test
  void expires_whenNothingCameBefore() {
    partition.apply(above("110", EXPIRES_MS));
    partition.goLive();
    partition.expire();

    assertThat(asked.committed).extracting(Transition::to).containsExactly(LiveStatus.EXPIRED);
  }

  @Test
  void playsAHistory_whenItIsLongerThanAFrame() {
    partition.apply(above("110", NOW_MS * 2));
    List<Tick> history = new ArrayList<>();
    for (int i = 1; i <= 70_000; i++) {
      history.add(trade(i, 1_000 + i, 100));
    }
    history.add(trade(70_001, 80_000, 110));

    partition.replay(history);

    assertThat(asked.committed).hasSize(1);
  }

  @Test
  void asksForWhatWasLost_whenARuleMayBeOnItsWay() {
    assertThat(partition.price(SYMBOL, new Arming.Quote(PriceSource.LAST, false))).isNull();
    assertThat(partition.unseen()).as("nothing was seen, and no rule is known").isEmpty();
    partition.replay(List.of(trade(7, 5_000, 100)));

    assertThat(partition.unseen())
        .extracting(HistoryQuery::kind, HistoryQuery::sinceSequence)
        .containsExactly(tuple(TickKind.TRADE, 7L));
  }

  private static Tick trade(long sequence, long timeMs, long price) {
    long timeNs = timeMs * NS_PER_MS;
    return Tick.trade(SYMBOL, sequence, timeNs, timeNs, 0, price, 0, 1).asRecovered();
  }

  private static LiveRule above(String price, long expiresAtMs) {
    Trigger trigger =
        new Trigger(
            "trg_1",
            "alice",
            SYMBOL,
            Condition.ABOVE,
            new BigDecimal(price),
            PriceSource.LAST,
            new TriggerAction(null, new TriggerAction.Alert("look")),
            expiresAtMs,
            null,
            null,
            TriggerStatus.ARMED,
            1,
            1,
            null,
            0,
            null,
            null,
            null);
    return new LiveRule(
        "trg_1",
        RuleState.fresh(LiveStatus.ARMED, 1),
        StoredRule.of(trigger, 1, 1, new BigDecimal("100")));
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

  /** Keeps what it is asked to commit and never answers. */
  private static final class Asked implements PartitionStore {
    final List<Transition> committed = new ArrayList<>();

    @Override
    public Future<List<Outcome>> commit(int partition, List<Transition> transitions) {
      committed.addAll(transitions);
      return Promise.<List<Outcome>>promise().future();
    }

    @Override
    public Future<String> newestChange(int partition) {
      return Future.succeededFuture("0-0");
    }

    @Override
    public Future<Map<String, LiveRule>> load(int partition) {
      return Future.succeededFuture(Map.of());
    }

    @Override
    public Future<Boolean> fund(
        int partition, String symbol, FundingDue due, Collection<String> positions) {
      return Future.succeededFuture(true);
    }
  }

  private static final class NoTimers implements Timers {
    @Override
    public long after(long delayMs, Runnable task) {
      return 0;
    }

    @Override
    public void cancel(long timer) {}

    @Override
    public void soon(Runnable task) {}
  }
}
