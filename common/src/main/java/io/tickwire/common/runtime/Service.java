package io.tickwire.common.runtime;

import io.vertx.core.Future;

/** A running service. */
public interface Service {
  /** Leaves in good order: takes no new work, finishes what it has. Completes within seconds. */
  Future<Void> stop();
}
