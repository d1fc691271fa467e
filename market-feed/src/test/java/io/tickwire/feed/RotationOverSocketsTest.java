package io.tickwire.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Tick;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A day and more of a feed in seconds: the clock is moved, the sockets, the REST calls and the
 * exchange simulator are real. Every connection makes room for a younger one, and of the trades
 * that go on meanwhile each comes once.
 */
@Timeout(60)
final class RotationOverSocketsTest {
  private static final Set<String> SYMBOLS =
      new TreeSet<>(Set.of("BTC-USDT", "ETH-USDT", "XBTUSDTM"));

  private static final Set<String> TOPICS =
      Set.of(
          "/market/match:BTC-USDT",
          "/market/ticker:BTC-USDT",
          "/market/match:ETH-USDT",
          "/market/ticker:ETH-USDT",
          "/contractMarket/execution:XBTUSDTM",
          "/contractMarket/ticker:XBTUSDTM",
          "/contract/instrument:XBTUSDTM");

  private static final int MARKETS = 2;
  private static final long HOUR_MS = 3_600_000;
  private static final long YOUNGEST_MS = 20 * HOUR_MS;

  /** It is due at 23 h at the latest; the handover awaits a tick and a pong of the older one. */
  private static final long OLDEST_MS = 23 * HOUR_MS + 60_000;

  private static final Duration BEAT = Duration.ofSeconds(30);
  private static final Duration DENSE_BEAT = Duration.ofMillis(250);

  private static final int BURST = 20;

  private final DayRig rig = new DayRig(3, SYMBOLS);
  private final Map<String, Set<Long>> printed = new LinkedHashMap<>();
  private int overlapBeats;

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void losesNothing_whenEverySocketIsReplacedWithinADay() {
    awaitTopics();
    double gaps = rig.count("feed.gaps");
    int repairs = rig.repairs();

    long untilMs = rig.nowMs() + 24 * HOUR_MS;
    while (rig.nowMs() < untilMs) {
      beat();
    }
    rig.pass(Duration.ofSeconds(1));

    List<WatchedTransport.Seen> all = rig.connections();
    assertThat(all).as("one replaced by one, in each market").hasSize(2 * MARKETS);
    for (WatchedTransport.Seen seen : all) {
      if (!seen.isOpen()) {
        assertThat(seen.endedMs() - seen.openedMs())
            .as(seen.toString())
            .isBetween(YOUNGEST_MS, OLDEST_MS);
        assertThat(seen.relieved()).as("make before break: " + seen).isTrue();
        assertThat(seen.reason()).isEqualTo("closed by us");
      }
    }
    assertThat(all.stream().filter(seen -> !seen.isOpen())).hasSize(MARKETS);
    assertThat(overlapBeats).as("trades fell into the overlap").isGreaterThan(MARKETS * 2);
    assertThat(rig.count("feed.duplicates")).as("both delivered for a while").isPositive();
    Map<String, List<Long>> came = sequences(rig.trades());
    assertThat(came.keySet()).isEqualTo(SYMBOLS);
    came.forEach(
        (symbol, sequences) ->
            assertThat(sequences).as(symbol).containsExactlyElementsOf(printed.get(symbol)));
    assertThat(rig.trades()).noneMatch(Tick::recovered);
    assertThat(rig.count("feed.gaps")).isEqualTo(gaps);
    assertThat(rig.count("feed.reconnects")).isZero();
    assertThat(rig.stats().recovery().openGaps()).isZero();
    assertThat(rig.repairs()).as("REST was not asked").isEqualTo(repairs);
  }

  private void awaitTopics() {
    for (int i = 0; i < 100 && !rig.exchange.topics().equals(TOPICS); i++) {
      rig.pass(DENSE_BEAT);
    }
    assertThat(rig.exchange.topics()).isEqualTo(TOPICS);
  }

  /** Trades, and time up to the next or to where a connection changes. */
  private void beat() {
    List<WatchedTransport.Seen> open =
        rig.connections().stream().filter(WatchedTransport.Seen::isOpen).toList();
    long nowMs = rig.nowMs();
    assertThat(open).allMatch(seen -> nowMs - seen.openedMs() <= OLDEST_MS);
    assertThat(rig.exchange.topics()).as("at %d ms", nowMs).isEqualTo(TOPICS);
    boolean overlap = open.size() > MARKETS;
    overlapBeats += overlap ? 1 : 0;
    // While a connection is replaced, trades go on between any two of its steps.
    List<Future<JsonNode>> under = new ArrayList<>();
    for (int i = 0; i < (overlap ? BURST : 1); i++) {
      under.add(rig.exchange.trades(SYMBOLS, "60000"));
    }
    rig.exchange.mark("XBTUSDTM", "60000", "60000");
    rig.pass(overlap ? DENSE_BEAT : BEAT);
    under.forEach(trades -> TestContext.await(trades).forEach(this::printed));
  }

  private void printed(JsonNode trade) {
    printed
        .computeIfAbsent(trade.path("symbol").asText(), symbol -> new TreeSet<>())
        .add(trade.path("sequence").asLong());
  }

  private static Map<String, List<Long>> sequences(List<Tick> trades) {
    return trades.stream()
        .collect(
            Collectors.groupingBy(
                Tick::symbol, Collectors.mapping(Tick::sequence, Collectors.toList())));
  }
}
