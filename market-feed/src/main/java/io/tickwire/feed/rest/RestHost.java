package io.tickwire.feed.rest;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.market.Market;
import io.tickwire.feed.port.Timers;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls to one host: who goes next, how many at once, and what a refusal costs. Confined to one
 * event loop, but what the gauges read.
 */
final class RestHost {
  private static final int REFUSALS = 3;
  private static final long RETRY_MS = 50;
  private static final long FIRST_PAUSE_MS = 1_000;
  private static final long LONGEST_PAUSE_MS = 30_000;
  private static final long LONGEST_SLEEP_MS = 1_000;

  private final RestConfig config;
  private final Timers timers;
  private final Consumer<PendingCall<?>> sender;
  private final RestCounters counters;
  private final WeightBudget budget;
  private final CallQueue<PendingCall<?>> queue;
  private int inFlight;
  private long overloadPauseMs = FIRST_PAUSE_MS;
  private Timers.@Nullable Timer wake;
  private boolean closed;

  // Read by the admin port.
  private volatile int waiting;
  private volatile int weightUsed;

  RestHost(
      Market market,
      RestConfig config,
      Timers timers,
      Consumer<PendingCall<?>> sender,
      RestCounters counters,
      MeterRegistry registry) {
    this.config = config;
    this.timers = timers;
    this.sender = sender;
    this.counters = counters;
    this.budget = new WeightBudget(config.weight(), config.window().toMillis(), config.reserved());
    this.queue = new CallQueue<>(config.maxWaiting());
    gauge(registry, market, "feed.rest.waiting", () -> waiting);
    gauge(registry, market, "feed.rest.weight.used", () -> weightUsed);
  }

  private static void gauge(
      MeterRegistry registry, Market market, String name, LongSupplier value) {
    Gauge.builder(name, value::getAsLong).tag("market", market.wireName()).register(registry);
  }

  void submit(PendingCall<?> call) {
    if (closed) {
      drop(call, "the feed stops");
    } else if (!budget.fits(call.call.weight(), call.isUrgent())) {
      drop(call, "costs more than the exchange allows: weight=" + call.call.weight());
    } else if (!queue.add(call, call.priority)) {
      drop(call, "too many calls wait: " + queue.size());
    } else {
      pump();
    }
  }

  private void drop(PendingCall<?> call, String reason) {
    counters.count(call.name(), "dropped");
    call.fail(reason);
  }

  private void pump() {
    long nowMs = timers.nowMs();
    queue
        .removeIf(call -> nowMs - call.sinceMs >= config.maxWait().toMillis())
        .forEach(call -> drop(call, "no turn within " + config.maxWait().toMillis() + "ms"));
    PendingCall<?> next = queue.pollIf(call -> mayGo(call, nowMs));
    while (next != null) {
      inFlight++;
      sender.accept(next);
      next = queue.pollIf(call -> mayGo(call, nowMs));
    }
    waiting = queue.size();
    weightUsed = budget.used(nowMs);
    sleep(nowMs);
  }

  private boolean mayGo(PendingCall<?> call, long nowMs) {
    return (call.isUrgent() || inFlight < config.maxInFlight())
        && budget.take(call.call.weight(), call.isUrgent(), nowMs);
  }

  private void sleep(long nowMs) {
    Timers.Timer before = wake;
    if (before != null) {
      before.cancel();
      wake = null;
    }
    if (queue.size() > 0 && !closed) {
      wake = timers.after(Math.min(LONGEST_SLEEP_MS, budget.waitMs(nowMs)), this::pump);
    }
  }

  /** An answer came, or none will. */
  void onAnswer(PendingCall<?> call, @Nullable RateHeaders headers) {
    inFlight--;
    budget.answered(call.call.weight());
    if (headers != null) {
      budget.correct(headers.limit(), headers.remaining(), headers.resetMs(), timers.nowMs());
    }
  }

  /** The answer was of use, or at least the exchange's last word. */
  void onSettled() {
    overloadPauseMs = FIRST_PAUSE_MS;
    pump();
  }

  /** It failed on the way. */
  void onFailed() {
    pump();
  }

  /** The exchange refused to look at it: over the budget with headers, overloaded without. */
  void onBusy(PendingCall<?> call, @Nullable RateHeaders headers) {
    counters.count(call.name(), "limited");
    call.refusals++;
    if (headers != null) {
      budget.pause(headers.resetMs(), timers.nowMs());
    }
    if (call.refusals <= REFUSALS && !closed) {
      again(call, headers == null ? RETRY_MS * call.refusals : 1);
    } else {
      if (headers == null) {
        budget.pause(overloadPauseMs, timers.nowMs());
        overloadPauseMs = Math.min(LONGEST_PAUSE_MS, overloadPauseMs * 2);
      }
      call.fail("the exchange is busy");
    }
    pump();
  }

  private void again(PendingCall<?> call, long delayMs) {
    timers.after(
        delayMs,
        () -> {
          if (closed) {
            call.fail("the feed stops");
          } else {
            queue.addFirst(call, call.priority);
            pump();
          }
        });
  }

  void close() {
    closed = true;
    queue.removeIf(call -> true).forEach(call -> drop(call, "the feed stops"));
    pump();
  }
}
