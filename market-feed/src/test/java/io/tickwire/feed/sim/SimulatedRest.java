package io.tickwire.feed.sim;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.venue.RestCall;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.random.RandomGenerator;

/** Answers calls after a few milliseconds of simulated time. */
public final class SimulatedRest implements VenueRest {
  /** What the exchange answers. */
  @FunctionalInterface
  public interface Answers {
    /**
     * The payload for that call.
     *
     * @throws IllegalStateException with one sentence when the call fails
     */
    JsonNode answer(RestCall<?> call);
  }

  private final SimulatedTimers timers;
  private final RandomGenerator random;
  private final Answers answers;

  public SimulatedRest(SimulatedTimers timers, RandomGenerator random, Answers answers) {
    this.timers = timers;
    this.random = random;
    this.answers = answers;
  }

  @Override
  public <T> Future<T> call(RestCall<T> call, Priority priority) {
    Promise<T> promise = Promise.promise();
    timers.after(
        5L + random.nextInt(100),
        () -> {
          try {
            promise.complete(call.reader().read(answers.answer(call), timers.epochNs()));
          } catch (IllegalStateException e) {
            promise.fail(e);
          }
        });
    return promise.future();
  }
}
