package io.tickwire.feed.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.common.wire.Wire;
import io.tickwire.feed.ManualTimers;
import io.tickwire.testsupport.TestContext;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProgressExchangeTest {
  private final Vertx vertx = Vertx.vertx();
  private final ManualTimers timers = new ManualTimers();
  private final LastKnown known = new LastKnown(7, 70);
  private ProgressExchange teller;
  private ProgressExchange listener;

  @BeforeEach
  void start() {
    Wire.register(vertx.eventBus());
    teller = exchange("feed-a", Map.of("BTC-USDT", known));
    listener = exchange("feed-b", Map.of("ETH-USDT", known));
    TestContext.await(teller.listening());
    TestContext.await(listener.listening());
  }

  private ProgressExchange exchange(String node, Map<String, LastKnown> own) {
    return new ProgressExchange(
        vertx.eventBus(), timers, node, RecoveryConfig.defaults(), () -> own);
  }

  @AfterEach
  void stop() {
    TestContext.await(vertx.close());
  }

  @Test
  void tellsTheOthersEverySecond() {
    timers.advance(1_000);

    awaitTrue(() -> known.equals(listener.find("BTC-USDT", node -> false)));
    assertThat(listener.find("ETH-USDT", node -> false)).isNull();
  }

  @Test
  void saysItsLastWord_whenStopped() {
    TestContext.await(teller.stop());

    awaitTrue(() -> known.equals(listener.find("BTC-USDT", node -> false)));
  }

  /** The bus delivers on its own threads. */
  private static void awaitTrue(Callable<Boolean> condition) {
    long deadlineNs = System.nanoTime() + 5_000_000_000L;
    boolean holds = false;
    while (!holds && System.nanoTime() - deadlineNs < 0) {
      try {
        holds = condition.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
      Thread.onSpinWait();
    }
    assertThat(holds).isTrue();
  }
}
