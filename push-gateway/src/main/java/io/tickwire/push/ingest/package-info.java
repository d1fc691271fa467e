/**
 * Brings events of backends into the event log in Redis, where they are durable, and takes them
 * from there to clients. Shell. Start at {@link io.tickwire.push.ingest.EventIntake} and {@link
 * io.tickwire.push.ingest.EventTail}.
 */
@NullMarked
package io.tickwire.push.ingest;

import org.jspecify.annotations.NullMarked;
