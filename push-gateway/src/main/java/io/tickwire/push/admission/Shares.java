package io.tickwire.push.admission;

/**
 * How much of something may be had; 0 is no limit.
 *
 * @param perUser over all connections of a user to this process
 * @param perAddress over all connections of an address to this process
 * @param all over all connections to this process
 */
public record Shares(int perUser, int perAddress, int all) {}
