package io.tickwire.push.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.redis.EventLog;
import io.tickwire.common.redis.StreamEntry;
import io.tickwire.common.wire.Event;
import io.tickwire.push.fanout.Publication;
import io.tickwire.push.protocol.Offset;
import io.tickwire.push.protocol.ServerFrame;
import io.tickwire.push.protocol.ServerFrames;
import io.tickwire.push.subscription.EventFields;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes publications of the entries of the event log, each written as text once. No door lets in
 * what is no event, but whoever reaches Redis can add it: it is skipped and counted here, so that
 * nobody behind this must doubt an event. Thread-safe.
 */
public final class LoggedEvents {
  private static final Logger log = LoggerFactory.getLogger(LoggedEvents.class);

  private final LongSupplier nowNs;
  private final IngestMetrics metrics;

  /**
   * @param nowNs epoch nanoseconds
   */
  public LoggedEvents(LongSupplier nowNs, MeterRegistry registry) {
    this.nowNs = nowNs;
    this.metrics = new IngestMetrics(registry);
  }

  /** Those that can be read, in their order. */
  List<Publication> read(Collection<StreamEntry> entries) {
    List<Publication> events = new ArrayList<>(entries.size());
    for (StreamEntry entry : entries) {
      Publication event = read(entry);
      if (event != null) {
        events.add(event);
      }
    }
    return events;
  }

  private @Nullable Publication read(StreamEntry entry) {
    try {
      Event event = EventLog.event(entry);
      return isWhole(event)
          ? publication(event, offset(entry.id()))
          : skip(entry, Fault.INCOMPLETE);
    } catch (RuntimeException e) {
      // Whatever is wrong with one must not keep those that are behind it.
      return skip(entry, Fault.UNREADABLE);
    }
  }

  /** JSON does not know what a record must have. */
  private static boolean isWhole(@Nullable Event event) {
    return event != null
        && !isEmpty(event.type())
        && !isEmpty(event.channel())
        && event.data() != null
        && !event.data().isNull();
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  /** What stands in it is told to nobody, nor to the log. */
  private @Nullable Publication skip(StreamEntry entry, Fault fault) {
    metrics.skipped(fault);
    log.warn("event skipped offset={} reason={}", entry.id(), fault.label());
    return null;
  }

  private Publication publication(Event event, Offset at) {
    String text =
        ServerFrames.write(
            new ServerFrame.Event(
                event.type(),
                event.channel(),
                event.timestamp(),
                event.data(),
                event.attributes(),
                at.toString()));
    return Publication.event(
        EventFields.of(event.channel(), event.attributes()),
        at,
        receivedNs(event.data()),
        loggedNs(at),
        text);
  }

  /** When the log took it, which is the time in its offset; Redis's clock may be ahead of ours. */
  private long loggedNs(Offset at) {
    return Math.min(nowNs.getAsLong(), TimeUnit.MILLISECONDS.toNanos(at.ms()));
  }

  /** When the tick behind an execution was received; 0 for what no tick caused. */
  private static long receivedNs(JsonNode data) {
    JsonNode execution = data.has("execution") ? data.path("execution") : data;
    return execution.path("recovered").asBoolean() || !execution.path("tick").isObject()
        ? 0
        : execution.path("received_us").asLong() * 1_000;
  }

  /**
   * @param id of an entry
   */
  static Offset offset(String id) {
    Offset offset = Offset.parse(id);
    if (offset == null) {
      throw new IllegalStateException("no id of a stream: id=" + id);
    }
    return offset;
  }
}
