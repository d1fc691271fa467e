package io.tickwire.common.redis;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** What the link counts. Thread-safe. */
final class RedisMetrics {
  private final MeterRegistry registry;
  private final Map<RedisTrouble, Counter> failed = new EnumMap<>(RedisTrouble.class);

  /** 1 while every server answers. */
  private final AtomicInteger up = new AtomicInteger();

  private final AtomicInteger lossPossible = new AtomicInteger();

  RedisMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (RedisTrouble trouble : RedisTrouble.values()) {
      if (!trouble.isExpected()) {
        failed.put(
            trouble,
            Counter.builder("redis_commands_failed_total")
                .description("Commands without a result, after all tries")
                .tag("reason", trouble.label())
                .register(registry));
      }
    }
    Gauge.builder("redis_up", up, AtomicInteger::get)
        .description("1 while every Redis server answered lately")
        .register(registry);
    Gauge.builder("redis_loss_possible", lossPossible, AtomicInteger::get)
        .description("1 when Redis may forget what it answered, by its settings")
        .register(registry);
  }

  void failed(RedisTrouble trouble) {
    Counter counter = failed.get(trouble);
    if (counter != null) {
      counter.increment();
    }
  }

  /**
   * @param link what the connection is for
   */
  void reconnected(String link) {
    Counter.builder("redis_reconnects_total")
        .description("Connections that were lost and made anew")
        .tag("link", link)
        .register(registry)
        .increment();
  }

  void up(boolean answers) {
    up.set(answers ? 1 : 0);
  }

  void lossPossible(boolean possible) {
    lossPossible.set(possible ? 1 : 0);
  }
}
