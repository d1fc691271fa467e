package io.tickwire.common.wire;

/**
 * Published on {@code tickwire.executions.{partition}} by the engine whose commit won; for services
 * that want to hear of it at once and can bear to miss one. The durable record is the execution.
 *
 * @param execution the evidence
 */
public record CommittedTransition(int partition, Execution execution) {}
