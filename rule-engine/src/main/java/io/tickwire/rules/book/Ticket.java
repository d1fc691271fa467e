package io.tickwire.rules.book;

/**
 * Who waits in a {@link PriceBook}, and since when.
 *
 * @param armedAtNs exchange time in epoch nanoseconds; a tick of an earlier exchange time does not
 *     concern the rule, one of the same does
 * @param order arming order, smaller first; decides between rules met at the same distance
 * @param rule what the book hands back when a price fires it
 */
public record Ticket<R>(long armedAtNs, long order, R rule) {}
