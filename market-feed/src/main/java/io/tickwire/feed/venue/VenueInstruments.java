package io.tickwire.feed.venue;

import io.tickwire.common.market.Instrument;
import java.util.List;

/**
 * What is traded on one market.
 *
 * @param rejected how many rows of the answer made no usable instrument
 */
public record VenueInstruments(List<Instrument> instruments, int rejected) {}
