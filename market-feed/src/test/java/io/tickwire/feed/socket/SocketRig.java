package io.tickwire.feed.socket;

import io.tickwire.common.config.Settings;
import io.tickwire.common.market.Market;
import io.tickwire.feed.sim.SimulatedExchange;
import io.tickwire.feed.sim.SimulatedFrames;
import io.tickwire.feed.sim.SimulatedRest;
import io.tickwire.feed.sim.SimulatedSession;
import io.tickwire.feed.sim.SimulatedTimers;
import io.tickwire.feed.sim.SimulatedTransport;
import io.tickwire.feed.venue.Topic;
import io.tickwire.feed.venue.Venue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Sockets with an exchange, in simulated time. */
final class SocketRig {
  final Random random;
  final SimulatedTimers timers = new SimulatedTimers(1_795_219_200_000L);
  final SimulatedExchange exchange = new SimulatedExchange(timers);
  final Venue venue = new TableVenue();
  final Ledger ledger = new Ledger();
  final ExchangeSocket socket;
  private final SimulatedTransport transport;
  private final SocketConfig config;
  private final ConnectPacer pacer;
  private final Map<String, Long> sequences = new HashMap<>();

  SocketRig(long seed, Map<String, String> settings) {
    random = new Random(seed);
    config = SocketConfig.from(Settings.of(settings));
    transport = new SimulatedTransport(timers, random, exchange);
    pacer = new ConnectPacer(config.connectsPerMinute(), random);
    socket = socket("spot-1", ledger);
  }

  /** One more that shares the surroundings. */
  ExchangeSocket socket(String id, SocketListener listener) {
    return new ExchangeSocket(
        new ExchangeSocket.Surroundings(
            timers,
            transport,
            new SimulatedRest(timers, random, exchange),
            venue,
            config,
            random,
            "run",
            pacer,
            listener),
        id,
        Market.SPOT);
  }

  List<Topic> topics(String... symbols) {
    List<Topic> topics = new ArrayList<>();
    for (String symbol : symbols) {
      topics.addAll(venue.topics(Market.SPOT, symbol));
    }
    return topics;
  }

  void desire(String... symbols) {
    desire(topics(symbols));
  }

  void desire(List<Topic> topics) {
    ledger.desire(topics);
    socket.desire(topics);
  }

  void pass(Duration time) {
    timers.pass(time);
  }

  void pass(long seconds) {
    timers.pass(Duration.ofSeconds(seconds));
  }

  /** One trade and one ticker of that symbol. */
  void trade(String symbol) {
    long sequence = sequences.merge(symbol, 1L, Long::sum);
    ledger.published(topics(symbol).get(0), sequence, timers.nowMs());
    exchange.publish(
        SimulatedFrames.matchTopic(symbol), SimulatedFrames.trade(symbol, sequence, "60000.5"));
    exchange.publish(
        SimulatedFrames.tickerTopic(symbol), SimulatedFrames.ticker(symbol, sequence, "60000.5"));
  }

  /** A market that goes on by itself. */
  void tradeEvery(long periodMs, Set<String> symbols) {
    // In one order, so that one seed gives one run.
    Set<String> sorted = new TreeSet<>(symbols);
    timers.every(periodMs, () -> sorted.forEach(this::trade));
  }

  SimulatedSession session() {
    List<SimulatedSession> open = exchange.sessions();
    if (open.size() != 1) {
      throw new AssertionError("sessions: " + open.size());
    }
    return open.get(0);
  }

  long sent(String type) {
    return exchange.sessions().stream()
        .flatMap(session -> session.received().stream())
        .filter(text -> text.contains("\"type\":\"" + type + "\""))
        .count();
  }
}
