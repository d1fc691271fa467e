package io.tickwire.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Tick;
import io.tickwire.common.wire.TickKind;
import io.tickwire.simulator.SimulatorConfig;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens between exchange and feed, nothing is missing at a consumer on the bus. */
class FeedGapsIT {
  private static final Duration LIVE = Duration.ofSeconds(90);
  private static final Duration REPAIRED = Duration.ofSeconds(60);

  /** At 5,000 trades a second and one every two seconds; thirty take a minute. */
  private static final int CUTS = Integer.getInteger("tickwire.gaps.cuts", 12);

  private static final long TRADES_PER_CUT = 10_000;

  /** Small sockets, so that there are many to cut; impatient, so that little time shows much. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "TICKWIRE_FEED_SOCKET_CHUNK", "100",
          "TICKWIRE_FEED_SOCKET_CONNECTS_PER_MINUTE", "600",
          "TICKWIRE_FEED_RECONNECT_FIRST", "200ms");

  @TempDir Path folder;

  @Test
  void nothingIsMissing_whenSocketsAreCutAtRandom() throws Exception {
    try (SmallCluster cluster = SmallCluster.empty(folder, manySymbols())) {
      cluster.start("market-feed", "market-feed-0", SETTINGS);
      Set<String> symbols = symbols(cluster);
      try (BusConsumer consumer = BusConsumer.join(cluster, symbols, tick -> false)) {
        awaitTopics(cluster, symbols);
        run(cluster, 5_000);
        Random random = new Random(3);
        for (int cut = 0; cut < CUTS; cut++) {
          long next = (cut + 1L) * TRADES_PER_CUT;
          Deadline.await("trades go on", LIVE, () -> consumer.trades() >= next, consumer::summary);
          List<String> connections = connections(cluster);
          if (!connections.isEmpty()) {
            String victim = connections.get(random.nextInt(connections.size()));
            fault(cluster, "{\"kind\":\"kill\",\"connection\":\"" + victim + "\"}");
          }
        }
        awaitTopics(cluster, symbols);
        settle(consumer, symbols.size());
        run(cluster, 0);

        Deadline.await(
            "every hole is repaired",
            REPAIRED,
            () -> consumer.missing().isEmpty(),
            consumer::summary);
        assertThat(consumer.trades()).as(consumer.summary()).isGreaterThan(CUTS * TRADES_PER_CUT);
        assertThat(metric(cluster, "market-feed-0", "feed_ticks_recovered_total")).isPositive();
      }
    }
  }

  @Test
  void aSpikeInsideAnOutageArrivesAsRecovered() throws Exception {
    try (SmallCluster cluster = SmallCluster.empty(folder)) {
      cluster.start("market-feed", "market-feed-0", SETTINGS);
      try (BusConsumer consumer =
          BusConsumer.join(
              cluster, List.of("XBTUSDTM", "BTC-USDT"), tick -> tick.kind() == TickKind.TRADE)) {
        awaitTopics(cluster, Set.of("XBTUSDTM", "BTC-USDT"));
        cluster.trade("XBTUSDTM", "60000.0");
        cluster.trade("BTC-USDT", "60000.0");
        awaitPrice(consumer, "BTC-USDT", "60000", false);
        awaitPrice(consumer, "XBTUSDTM", "60000", false);

        fault(cluster, "{\"kind\":\"outage\",\"duration_ms\":10000}");
        for (String symbol : List.of("XBTUSDTM", "BTC-USDT")) {
          cluster.trade(symbol, "70000.0");
          cluster.trade(symbol, "60000.1");
        }

        awaitPrice(consumer, "XBTUSDTM", "70000", true);
        awaitPrice(consumer, "BTC-USDT", "70000", true);
        cluster.trade("XBTUSDTM", "60000.2");
        awaitPrice(consumer, "XBTUSDTM", "60000.2", false);
        assertThat(consumer.missing()).isEmpty();
        assertThat(pricesOf(consumer, "XBTUSDTM"))
            .containsExactly("60000", "70000", "60000.1", "60000.2");
      }
    }
  }

  @Test
  void theOtherFeedTakesOverWithin5s_andFillsTheHole_whenOneIsKilled() throws Exception {
    try (SmallCluster cluster = SmallCluster.empty(folder, manySymbols())) {
      cluster.start("market-feed", "market-feed-0", SETTINGS);
      cluster.start("market-feed", "market-feed-1", SETTINGS);
      cluster.awaitReady();
      Set<String> symbols = symbols(cluster);
      try (BusConsumer consumer = BusConsumer.join(cluster, symbols, tick -> false)) {
        awaitTopics(cluster, symbols);
        run(cluster, 2_000);
        settle(consumer, symbols.size());

        cluster.kill("market-feed-0");
        long killedNs = System.nanoTime();
        awaitTopics(cluster, symbols);
        Duration took = Duration.ofNanos(System.nanoTime() - killedNs);

        settle(consumer, symbols.size());
        run(cluster, 0);
        Deadline.await(
            "the hole is filled", REPAIRED, () -> consumer.missing().isEmpty(), consumer::summary);
        assertThat(took).as("symbols live elsewhere").isLessThan(Duration.ofSeconds(5));
      }
    }
  }

  private static SimulatorConfig manySymbols() {
    return SimulatorConfig.quiet().withSymbols(300, 150);
  }

  /** Live trades of nine in ten symbols again: the walk neglects the last of the list. */
  private static void settle(BusConsumer consumer, int symbols) {
    Set<String> seen = new HashSet<>();
    consumer.takeTrading();
    Deadline.await(
        "trades of all symbols",
        LIVE,
        () -> {
          seen.addAll(consumer.takeTrading());
          return seen.size() * 10 >= symbols * 9;
        },
        () -> seen.size() + " of " + symbols);
  }

  private static void awaitPrice(
      BusConsumer consumer, String symbol, String price, boolean recovered) {
    Deadline.await(
        symbol + " at " + price + " recovered=" + recovered,
        LIVE,
        () ->
            consumer.kept().stream()
                .anyMatch(
                    tick ->
                        tick.symbol().equals(symbol)
                            && decimal(tick).equals(price)
                            && tick.recovered() == recovered),
        () -> consumer.kept().toString());
  }

  private static List<String> pricesOf(BusConsumer consumer, String symbol) {
    List<String> prices = new ArrayList<>();
    Set<Long> seen = new HashSet<>();
    for (Tick tick : consumer.kept()) {
      if (tick.symbol().equals(symbol) && seen.add(tick.sequence())) {
        prices.add(decimal(tick));
      }
    }
    return prices;
  }

  private static String decimal(Tick tick) {
    return BigDecimal.valueOf(tick.price(), tick.priceScale()).stripTrailingZeros().toPlainString();
  }

  private static Set<String> symbols(SmallCluster cluster) {
    Set<String> symbols = new TreeSet<>();
    cluster
        .exchange()
        .get("/api/v2/symbols")
        .body()
        .path("data")
        .forEach(row -> symbols.add(row.path("symbol").asText()));
    cluster
        .futuresExchange()
        .get("/api/v1/contracts/active")
        .body()
        .path("data")
        .forEach(row -> symbols.add(row.path("symbol").asText()));
    return symbols;
  }

  /** Until the exchange holds a subscription for the trades of each symbol. */
  private static void awaitTopics(SmallCluster cluster, Set<String> symbols) {
    Deadline.await(
        "subscriptions of all symbols",
        LIVE,
        () -> subscribed(cluster).containsAll(symbols),
        () -> subscribed(cluster).size() + " of " + symbols.size());
  }

  private static Set<String> subscribed(SmallCluster cluster) {
    Set<String> subscribed = new HashSet<>();
    for (JsonNode connection : rows(cluster)) {
      for (JsonNode topic : connection.path("topics")) {
        String text = topic.asText();
        if (text.startsWith("/market/match:") || text.startsWith("/contractMarket/execution:")) {
          subscribed.add(text.substring(text.indexOf(':') + 1));
        }
      }
    }
    return subscribed;
  }

  private static List<String> connections(SmallCluster cluster) {
    List<String> ids = new ArrayList<>();
    rows(cluster).forEach(row -> ids.add(row.path("connection_id").asText()));
    return ids;
  }

  private static JsonNode rows(SmallCluster cluster) {
    return cluster.exchange().get("/sim/connections").body().path("connections");
  }

  private static void run(SmallCluster cluster, int tradesPerSecond) {
    control(
        cluster,
        "/sim/run",
        tradesPerSecond == 0
            ? "{\"mode\":\"paused\"}"
            : "{\"mode\":\"random_walk\",\"seed\":1,\"trades_per_second\":"
                + tradesPerSecond
                + "}");
  }

  private static void fault(SmallCluster cluster, String body) {
    control(cluster, "/sim/faults", body);
  }

  private static void control(SmallCluster cluster, String path, String body) {
    Api.Answer answer = cluster.exchange().post(path, body);
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
  }

  private static double metric(SmallCluster cluster, String process, String name) {
    return cluster
        .admin(process)
        .text("/metrics")
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }
}
