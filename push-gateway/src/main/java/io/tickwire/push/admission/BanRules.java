package io.tickwire.push.admission;

/**
 * When someone is turned away for a while.
 *
 * @param most faults of one within a minute; 0 is no limit
 * @param mostOfAll faults of all within a minute before each may have a tenth; 0 is no limit
 * @param banMs how long at first
 */
public record BanRules(int most, int mostOfAll, long banMs) {}
