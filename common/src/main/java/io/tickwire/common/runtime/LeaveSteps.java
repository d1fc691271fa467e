package io.tickwire.common.runtime;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a process does when it leaves, one step after the other on the calling thread and all of
 * them within one time. Steps are not chained as futures: what is chained onto the closing of
 * Vert.x waits for an event loop that is gone.
 */
public final class LeaveSteps {
  private static final Logger log = LoggerFactory.getLogger(LeaveSteps.class);

  private final long deadlineNs;
  private boolean inTime = true;

  /**
   * @param within for all steps together, from now
   */
  public LeaveSteps(Duration within) {
    deadlineNs = System.nanoTime() + within.toNanos();
  }

  /**
   * Does the step and waits for it; one that fails or is late is logged, the next is done anyway.
   */
  public void take(String name, Supplier<? extends Future<?>> step) {
    try {
      long leftNs = Math.max(0, deadlineNs - System.nanoTime());
      step.get().toCompletionStage().toCompletableFuture().get(leftNs, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      inTime = false;
      log.warn("leaving takes too long step={}", name);
    } catch (ExecutionException e) {
      log.warn("leaving failed step={} cause={}", name, String.valueOf(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      inTime = false;
    }
  }

  /** Whether no step was late. */
  public boolean inTime() {
    return inTime;
  }
}
