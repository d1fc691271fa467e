package io.tickwire.benchmarks;

import io.tickwire.common.cluster.Rendezvous;
import io.tickwire.common.market.Market;
import io.tickwire.feed.placement.ServedSymbols;
import io.tickwire.feed.placement.SocketFill;
import io.tickwire.feed.placement.SocketPlan;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a feed take to place 10,000 symbols, when all are new and when one comes and goes?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(3)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PlacementBenchmark {
  private static final int SYMBOLS = 10_000;
  private static final List<String> FEEDS =
      List.of("feed-0", "feed-1", "feed-2", "feed-3", "feed-4");
  private static final SocketFill FILL = new SocketFill(250, 300);
  private static final Map<Market, Integer> TOPICS = Map.of(Market.SPOT, 2, Market.FUTURES, 3);

  private final Set<String> wanted = new HashSet<>();
  private final Set<String> oneMore = new HashSet<>();
  private SocketPlan placed = newPlan();
  private boolean more;

  private static SocketPlan newPlan() {
    return new SocketPlan(FILL, TOPICS);
  }

  /** Names as the exchange has them, and a plan that carries them all. */
  @Setup
  public void prepare() {
    for (int i = 0; i < SYMBOLS; i++) {
      wanted.add("SYM" + i + "-USDT");
    }
    oneMore.addAll(wanted);
    oneMore.add("NEW-USDT");
    placed = newPlan();
    placed.assign(Market.SPOT, wanted);
  }

  /** Which of five feeds watches each symbol: the whole picture. */
  @Benchmark
  public int owners() {
    int named = 0;
    for (String symbol : wanted) {
      named += Rendezvous.owners(symbol, FEEDS, 1).size();
    }
    return named;
  }

  /** What one of five feeds does: its share of all symbols onto new sockets. */
  @Benchmark
  public SocketPlan oneOfFive() {
    Set<String> share = ServedSymbols.of(wanted, symbol -> true, "feed-0", FEEDS, 1);
    SocketPlan plan = newPlan();
    plan.assign(Market.SPOT, share);
    return plan;
  }

  /** The worst a feed meets: all symbols are its own and new, on 80 sockets. */
  @Benchmark
  public SocketPlan oneOfFiveThatServesAll() {
    Set<String> share = ServedSymbols.of(wanted, symbol -> true, "feed-0", FEEDS, FEEDS.size());
    SocketPlan plan = newPlan();
    plan.assign(Market.SPOT, share);
    return plan;
  }

  /** One symbol more or less among 10,000 that stay where they are. */
  @Benchmark
  public Map<String, SocketPlan.Share> oneComesOrGoes() {
    more = !more;
    placed.assign(Market.SPOT, more ? oneMore : wanted);
    return placed.shares();
  }
}
