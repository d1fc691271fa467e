package io.tickwire.common.redis;

import io.tickwire.common.wire.Event;
import io.tickwire.common.wire.Json;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;

/**
 * The durable log of events for clients. Appending is idempotent by key: the same key gives the
 * offset of the first time. Any thread.
 */
public final class EventLog {
  private static final RedisScript APPEND =
      RedisScript.resource(EventLog.class, "append-event.lua");

  private final RedisLink redis;
  private final Duration keptFor;

  /**
   * @param keptFor after which an entry may be trimmed
   */
  public EventLog(RedisLink redis, Duration keptFor) {
    this.redis = redis;
    this.keptFor = keptFor;
  }

  /**
   * Appends an event; durable when the future succeeds.
   *
   * @param key names this event for 24 hours, for example {@code exe_…:position_closed}
   * @return the offset, for example {@code 1732145000000-0}
   */
  public Future<String> append(Event event, String key) {
    return APPEND
        .run(
            redis,
            List.of(Keys.EVENTS, Keys.eventKey(key)),
            List.of(Json.write(event), Long.toString(keptFor.toMillis())))
        .map(Object::toString);
  }

  /** Reads the event of an entry of {@link Keys#EVENTS}. */
  public static Event event(StreamEntry entry) {
    return Json.read(entry.field("event"), Event.class);
  }
}
