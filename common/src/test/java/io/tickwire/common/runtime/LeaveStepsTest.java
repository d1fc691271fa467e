package io.tickwire.common.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaveStepsTest {
  private final List<String> done = new ArrayList<>();

  @Test
  void goesOn_afterVertxIsClosedAndAStepFailed() {
    Vertx vertx = Vertx.vertx();
    LeaveSteps steps = new LeaveSteps(Duration.ofSeconds(20));
    steps.take("fails", () -> Future.failedFuture("no"));
    steps.take("timer", () -> vertx.timer(1));
    steps.take("vertx", vertx::close);
    steps.take("last", this::last);
    assertThat(done).containsExactly("last");
    assertThat(steps.inTime()).isTrue();
  }

  @Test
  void isLate_whenAStepNeverEnds() {
    LeaveSteps steps = new LeaveSteps(Duration.ofMillis(1));
    steps.take("hangs", () -> Promise.promise().future());
    assertThat(steps.inTime()).isFalse();
  }

  private Future<Void> last() {
    done.add("last");
    return Future.succeededFuture();
  }
}
