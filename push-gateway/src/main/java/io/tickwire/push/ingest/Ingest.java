package io.tickwire.push.ingest;

import io.tickwire.common.runtime.ServiceContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The doors for events that need no request of HTTP: the event bus, the Redis stream, the poller;
 * and the broom that keeps the log at its size. Confined to the context that made it.
 */
public final class Ingest {
  private static final long TRIM_MS = 30_000;
  private static final Logger log = LoggerFactory.getLogger(Ingest.class);

  private final Vertx vertx;
  private final EventIntake intake;
  private final BusDoor bus;
  private final StreamDoor stream;
  private final @Nullable Poller poller;
  private long timer = -1;

  public Ingest(ServiceContext service, EventIntake intake, IngestConfig config) {
    this.vertx = service.vertx();
    this.intake = intake;
    String self = service.members().self();
    this.bus = new BusDoor(vertx, intake);
    this.stream = new StreamDoor(vertx, service.redis(), intake, self, config.claimAfterMs());
    URI url = config.pollUrl();
    this.poller =
        url == null
            ? null
            : new Poller(vertx, service.redis(), intake, url, config, self, service.clock());
  }

  public Future<Void> start() {
    timer = vertx.setPeriodic(TRIM_MS, ignored -> trim());
    stream.start();
    if (poller != null) {
      poller.start();
    }
    return bus.start();
  }

  private void trim() {
    intake.trim().onFailure(e -> log.debug("event log not trimmed cause={}", e.toString()));
  }

  /** Takes nothing new; completes when what was under way is done. */
  public Future<Void> stop() {
    vertx.cancelTimer(timer);
    List<Future<Void>> stopping = new ArrayList<>(List.of(bus.stop(), stream.stop()));
    if (poller != null) {
      stopping.add(poller.stop());
    }
    return Future.join(stopping).mapEmpty();
  }
}
