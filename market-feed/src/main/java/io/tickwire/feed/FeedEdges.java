package io.tickwire.feed;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.cluster.Members;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.Transport;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.publish.TickPublisher;
import io.tickwire.feed.recovery.LastKnown;
import io.tickwire.feed.recovery.PeerExtremes;
import io.tickwire.feed.venue.Venue;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything around a feed that a simulation replaces.
 *
 * @param lastKnown what a feed that is gone published last of a symbol
 * @param run names this run of this feed at the exchange
 */
record FeedEdges(
    Timers timers,
    Transport transport,
    VenueRest rest,
    Venue venue,
    Members members,
    Listing listing,
    TickPublisher publisher,
    Function<String, @Nullable LastKnown> lastKnown,
    PeerExtremes peers,
    RandomGenerator random,
    MeterRegistry registry,
    String run) {}
