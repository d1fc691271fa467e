package io.tickwire.feed.history;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.market.Market;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.VenueRest;
import io.tickwire.feed.publish.TickPublisher;
import io.tickwire.feed.recovery.PeerExtremes;
import io.tickwire.feed.recovery.Recovery;
import io.tickwire.feed.venue.Venue;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Where history is found.
 *
 * @param markets of a symbol, null when it is no instrument
 * @param isWatched whether this feed watches the symbol, live or about to be
 */
public record HistoryEdges(
    Timers timers,
    Venue venue,
    VenueRest rest,
    TickPublisher publisher,
    Recovery recovery,
    PeerExtremes peers,
    Function<String, @Nullable Market> markets,
    Predicate<String> isWatched,
    MeterRegistry registry) {}
