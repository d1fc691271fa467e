package io.tickwire.push.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.tickwire.common.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS of all event loops: what the certificate's files hold, and again when they change. Files that
 * cannot be used stop the start; later the certificate before them is kept. Any thread.
 */
public final class TlsDoor {
  private static final Logger log = LoggerFactory.getLogger(TlsDoor.class);

  private final Vertx vertx;
  private final DoorConfig.@Nullable Tls config;
  private final MeterRegistry metrics;
  private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
  private volatile @Nullable TlsFiles current;
  private volatile String fault = "";
  private volatile boolean looking;
  private volatile boolean stopped;
  private long timer = -1;

  private TlsDoor(
      Vertx vertx,
      DoorConfig.@Nullable Tls config,
      MeterRegistry metrics,
      @Nullable TlsFiles first) {
    this.vertx = vertx;
    this.config = config;
    this.metrics = metrics;
    this.current = first;
  }

  /**
   * Reads the files; blocks for a few milliseconds.
   *
   * @throws io.tickwire.common.config.ConfigException when they cannot be used
   */
  public static TlsDoor open(
      Vertx vertx, DoorConfig door, Settings settings, MeterRegistry metrics) {
    DoorConfig.Tls tls = door.tls();
    if (tls == null) {
      return new TlsDoor(vertx, null, metrics, null);
    }
    try {
      TlsDoor made = new TlsDoor(vertx, tls, metrics, TlsFiles.read(vertx, tls));
      metrics.gauge("tls.certificate.expires.seconds", made, TlsDoor::expiresS);
      return made;
    } catch (TlsFiles.Unusable e) {
      throw settings.refused(
          "push.tls.certificate", tls.certificate(), "usable: " + e.getMessage());
    }
  }

  /** Epoch seconds. */
  private static double expiresS(TlsDoor door) {
    TlsFiles now = door.current;
    return now == null ? 0 : now.expires().getEpochSecond();
  }

  boolean isOn() {
    return config != null;
  }

  /** Over TLS browsers would choose HTTP/2, which has no WebSockets here. */
  void apply(HttpServerOptions options) {
    TlsFiles now = current;
    if (now != null) {
      options.setSsl(true).setUseAlpn(false).setKeyCertOptions(now.options());
    }
  }

  /** From now on the server gets what the files hold. */
  void serve(HttpServer server) {
    servers.add(server);
  }

  /** Looks at the files from now on. */
  public void start() {
    DoorConfig.Tls tls = config;
    if (tls != null) {
      timer = vertx.setPeriodic(tls.checkMs(), ignored -> look(tls));
    }
  }

  public void stop() {
    stopped = true;
    vertx.cancelTimer(timer);
  }

  private void look(DoorConfig.Tls tls) {
    if (looking || stopped) {
      return;
    }
    looking = true;
    vertx
        .executeBlocking(() -> TlsFiles.read(vertx, tls))
        .compose(
            read -> {
              TlsFiles now = current;
              fault = "";
              return now == null || read.isSame(now) ? Future.succeededFuture() : replace(read);
            })
        .onFailure(this::keep)
        .onComplete(ignored -> looking = false);
  }

  private Future<Void> replace(TlsFiles fresh) {
    List<Future<Boolean>> updates = new ArrayList<>();
    ServerSSLOptions options = new ServerSSLOptions().setKeyCertOptions(fresh.options());
    servers.forEach(server -> updates.add(server.updateSSLOptions(options, true)));
    return Future.join(updates)
        .onSuccess(
            ignored -> {
              current = fresh;
              reloads("done");
              log.info("certificate replaced expires={}", fresh.expires());
            })
        .mapEmpty();
  }

  /** Told once per fault, not at every look. */
  private void keep(Throwable failure) {
    String sentence = String.valueOf(failure.getMessage());
    if (!Objects.equals(sentence, fault)) {
      fault = sentence;
      reloads("failed");
      log.warn("certificate kept, its files cannot be used cause={}", sentence);
    }
  }

  private void reloads(String result) {
    metrics.counter("tls.reloads", "result", result).increment();
  }
}
