package io.tickwire.common.wire;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * One publication on a channel, as it stands in the event log and as clients get it.
 *
 * @param type the event's own type, for example {@code position_closed}
 * @param channel for example {@code user:alice}
 * @param timestamp epoch milliseconds of what happened
 * @param attributes what filters look at
 */
public record Event(
    String type, String channel, long timestamp, JsonNode data, @Nullable JsonNode attributes) {}
