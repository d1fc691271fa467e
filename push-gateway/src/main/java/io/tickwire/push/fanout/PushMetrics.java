package io.tickwire.push.fanout;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.tickwire.push.admission.Limit;
import io.tickwire.push.subscription.ChannelRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** What the gateway counts about its traffic. Thread-safe. */
public final class PushMetrics {
  private final MeterRegistry registry;
  private final Clock clock;
  private final AtomicInteger connections = new AtomicInteger();
  private final Counter sent;
  private final Counter droppedQuotes;
  private final Counter overBudget;
  private final Counter tooSlow;
  private final Counter conflated;
  private final DistributionSummary batchEvents;
  private final Timer messageLatency;
  private final Timer tickToPush;
  private final Counter replayed;
  private final Map<Limit, Counter> limits = new EnumMap<>(Limit.class);
  private final Counter limitedEvents;
  private final DistributionSummary subscriptionsPerClient;
  private final Timer connectionDuration;
  private final Timer filterLatency;
  private final Map<String, AtomicInteger> subscribers = new ConcurrentHashMap<>();

  public PushMetrics(MeterRegistry registry, Clock clock) {
    this.registry = registry;
    this.clock = clock;
    registry.gauge("ws.connections.current", connections);
    sent = Counter.builder("ws.messages.sent").register(registry);
    droppedQuotes = dropped(registry, "slow_consumer");
    overBudget = dropped(registry, "rate");
    tooSlow = dropped(registry, "closed");
    conflated = Counter.builder("ws.events.conflated").register(registry);
    batchEvents = DistributionSummary.builder("ws.batch.events").register(registry);
    messageLatency = timer(registry, "ws.message.latency");
    tickToPush = timer(registry, "tick.to.push");
    replayed = Counter.builder("ws.events.replayed").register(registry);
    for (Limit limit : Limit.values()) {
      limits.put(limit, limited(registry, limit.label()));
    }
    limitedEvents = limited(registry, "events");
    subscriptionsPerClient =
        DistributionSummary.builder("ws.subscriptions.per.client")
            .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 500)
            .register(registry);
    connectionDuration =
        Timer.builder("ws.connection.duration")
            .serviceLevelObjectives(
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                Duration.ofMinutes(1),
                Duration.ofMinutes(10),
                Duration.ofHours(1),
                Duration.ofHours(6),
                Duration.ofDays(1))
            .register(registry);
    filterLatency =
        Timer.builder("ws.filter.latency")
            .publishPercentileHistogram()
            .minimumExpectedValue(Duration.ofNanos(1_000))
            .maximumExpectedValue(Duration.ofMillis(100))
            .register(registry);
  }

  private static Counter limited(MeterRegistry registry, String what) {
    return Counter.builder("ws.rate.limited").tag("what", what).register(registry);
  }

  private static Counter dropped(MeterRegistry registry, String reason) {
    return Counter.builder("ws.messages.dropped").tag("reason", reason).register(registry);
  }

  private static Timer timer(MeterRegistry registry, String name) {
    return Timer.builder(name)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofNanos(100_000))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }

  /** Epoch nanoseconds. */
  public long nowNs() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }

  /** Connections of all event loops; change it with every one that comes or goes. */
  public AtomicInteger connections() {
    return connections;
  }

  /** A connection has gone, however it was kept. */
  public void disconnected(long lastedMs) {
    connections.decrementAndGet();
    connectionDuration.record(Math.max(0, lastedMs), TimeUnit.MILLISECONDS);
  }

  /**
   * A client was told what it is subscribed to.
   *
   * @param channels in all
   */
  public void subscribed(int channels) {
    subscriptionsPerClient.record(channels);
  }

  /**
   * A connection listens to a channel from now on, or no longer.
   *
   * @param family of the channel: one of few, see {@link ChannelRules#family}
   */
  public void subscribers(String family, int change) {
    subscribers
        .computeIfAbsent(
            family,
            made ->
                registry.gauge(
                    "ws.subscribers.per.channel",
                    List.of(Tag.of("family", made)),
                    new AtomicInteger()))
        .addAndGet(change);
  }

  /** A client was refused something, as it has had all that it may. */
  public void limited(Limit limit) {
    Objects.requireNonNull(limits.get(limit)).increment();
  }

  /** Events have to wait, as their user was sent all that he may be. */
  public void limitedEvents(int count) {
    limitedEvents.increment(count);
  }

  /** It was looked up who wants an event. */
  void filtered(long tookNs) {
    filterLatency.record(tookNs, TimeUnit.NANOSECONDS);
  }

  /** Events that were missed were written to a socket; how late they are says nothing. */
  void sentReplay(int events) {
    sent.increment();
    replayed.increment(events);
  }

  /** Shows how many connections a pool has. */
  public void watchPool(String name, AtomicInteger count) {
    registry.gauge("ws.connections.per.pool", List.of(Tag.of("pool", name)), count);
  }

  /** A message that holds no event: a reply, a heartbeat. */
  public void sentControl() {
    sent.increment();
  }

  /**
   * A message of events was written to a socket. It is as late as the event in it that waited
   * longest.
   */
  void sentBatch(List<Publication> events) {
    sent.increment();
    recordLateness(events);
  }

  /**
   * A piece of a stream, or the answer to a poll, was written.
   *
   * @param events in it that were not missed
   * @param missed number of those that were
   */
  public void sentPiece(List<Publication> events, int missed) {
    sent.increment();
    replayed.increment(missed);
    if (!events.isEmpty()) {
      recordLateness(events);
    }
  }

  private void recordLateness(List<Publication> events) {
    batchEvents.record(events.size());
    long createdNs = Long.MAX_VALUE;
    long originNs = Long.MAX_VALUE;
    for (Publication event : events) {
      createdNs = Math.min(createdNs, event.createdNs());
      originNs = event.originNs() > 0 ? Math.min(originNs, event.originNs()) : originNs;
    }
    long nowNs = nowNs();
    messageLatency.record(Math.max(0, nowNs - createdNs), TimeUnit.NANOSECONDS);
    if (originNs < Long.MAX_VALUE) {
      tickToPush.record(Math.max(0, nowNs - originNs), TimeUnit.NANOSECONDS);
    }
  }

  /** A newer quote took the place of one that waited. */
  void conflated(int count) {
    if (count > 0) {
      conflated.increment(count);
    }
  }

  /** An event found no room among those that wait for their user's budget. */
  void droppedOverBudget() {
    overBudget.increment();
  }

  void droppedQuotes(int count) {
    droppedQuotes.increment(count);
  }

  /** Events waited for a reader who was sent away. */
  public void droppedWithConnection(int events) {
    tooSlow.increment(events);
  }

  long sentTotal() {
    return (long) sent.count();
  }

  /** The part of {@code /stats} that is about traffic. */
  public Traffic traffic() {
    return new Traffic(
        connections.get(),
        sentTotal(),
        (long) conflated.count(),
        (long) droppedQuotes.count(),
        (long) overBudget.count(),
        (long) tooSlow.count());
  }

  /** Totals since the start, and the connections of now. */
  public record Traffic(
      int connections,
      long messagesSent,
      long quotesConflated,
      long quotesDropped,
      long eventsDropped,
      long droppedWithConnection) {}
}
