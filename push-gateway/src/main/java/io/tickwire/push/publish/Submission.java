package io.tickwire.push.publish;

import io.tickwire.common.wire.Event;
import org.jspecify.annotations.Nullable;

/**
 * One event that a backend wants clients to hear.
 *
 * @param key the backend's name for this event, within its channel; null when it may repeat
 * @param body what came, as compact JSON: the same key must come with the same
 */
public record Submission(Event event, @Nullable String key, String body) {}
