package io.tickwire.simulator.session;

import io.tickwire.simulator.fault.FaultBoard;
import io.vertx.core.Vertx;
import java.time.Clock;

/** What all sessions of one simulator share. */
public record SessionEnvironment(
    Vertx vertx, Clock clock, SessionRegistry registry, SessionLimits limits, FaultBoard faults) {}
