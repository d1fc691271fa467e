/**
 * Takes events for clients from where they are durable, the event log in Redis. Shell. Start at
 * {@link io.tickwire.push.ingest.EventTail}.
 */
@NullMarked
package io.tickwire.push.ingest;

import org.jspecify.annotations.NullMarked;
