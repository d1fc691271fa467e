package io.tickwire.rules.simulation;

/**
 * How bad the world is at the moment. Not thread-safe.
 *
 * <p>Delays stay so short that, while an engine evaluates, every tick is decided within the grace
 * that an expiry gives it.
 */
final class Faults {
  private final Schedule schedule;
  private boolean calm;
  private final double loses;
  private final double repeats;
  private final long slowUs;

  Faults(Schedule schedule) {
    this.schedule = schedule;
    this.loses = schedule.random.nextDouble() * 0.1;
    this.repeats = schedule.random.nextDouble() * 0.1;
    this.slowUs = schedule.between(500, 20_000);
  }

  /** Nothing is lost or repeated, and all is quick. */
  void calm(boolean value) {
    calm = value;
  }

  boolean isCalm() {
    return calm;
  }

  /** Whether this message is lost. */
  boolean loses() {
    return !calm && schedule.chance(loses);
  }

  /** Whether this message comes twice. */
  boolean repeats() {
    return !calm && schedule.chance(repeats);
  }

  boolean sometimes(double probability) {
    return !calm && schedule.chance(probability);
  }

  /** How long a message takes: mostly short, sometimes long enough to be overtaken by many. */
  long delayUs() {
    long most = calm ? 200 : schedule.chance(0.1) ? slowUs * 3 : slowUs / 4;
    return schedule.between(50, Math.max(100, most));
  }
}
