package io.tickwire.benchmarks.push;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes events at a fixed rate over the gateway's own door. Each carries the time it was meant
 * to leave: when an answer is late, the events that were due meanwhile follow together and are late
 * by as much.
 */
final class EventPublisher implements AutoCloseable {
  private static final long NS_PER_S = 1_000_000_000;

  /** Of every event. */
  static final String SYMBOL = "BTC-USDT";

  private static final int MOST_AT_ONCE = 200;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI events;
  private final String token;
  private final String channel;
  private final String ballast;
  private final double perSecond;
  private final int pauseMs;
  private final Thread thread;
  private volatile boolean closed;
  private final AtomicLong published = new AtomicLong();

  /**
   * @param payloadBytes about, of an event's data
   * @param pauseMs between two requests; what is due meanwhile leaves in one
   */
  EventPublisher(
      int port, String token, String channel, double perSecond, int payloadBytes, int pauseMs) {
    this.events = URI.create("http://127.0.0.1:" + port + "/v1/events");
    this.token = token;
    this.channel = channel;
    this.perSecond = perSecond;
    this.pauseMs = pauseMs;
    this.ballast = "x".repeat(payloadBytes);
    this.thread = new Thread(this::run, "publisher");
    thread.start();
  }

  long published() {
    return published.get();
  }

  private void run() {
    long startNs = System.nanoTime();
    try {
      while (!closed) {
        long due = (long) ((System.nanoTime() - startNs) * perSecond / NS_PER_S);
        if (due <= published.get()) {
          LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(200));
          continue;
        }
        int count = (int) Math.min(MOST_AT_ONCE, due - published.get());
        publish(startNs, count);
        published.addAndGet(count);
        TimeUnit.MILLISECONDS.sleep(pauseMs);
      }
    } catch (IOException e) {
      if (!closed) {
        throw new IllegalStateException("publishing failed", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish(long startNs, int count) throws IOException, InterruptedException {
    StringBuilder body = new StringBuilder("[");
    for (int i = 0; i < count; i++) {
      long sequence = published.get() + i;
      long intendedNs = startNs + (long) ((sequence + 1) * NS_PER_S / perSecond);
      body.append(i == 0 ? "" : ",")
          .append("{\"channel\":\"")
          .append(channel)
          .append("\",\"type\":\"alert\",\"attributes\":{\"symbol\":\"")
          .append(SYMBOL)
          .append("\",\"confidence\":0.95},\"data\":{\"mark\":\"~")
          .append(sequence)
          .append(':')
          .append(intendedNs)
          .append("~\",\"ballast\":\"")
          .append(ballast)
          .append("\"}}");
    }
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(events)
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.append(']').toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 202) {
      throw new IllegalStateException("not taken: " + answer.body());
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      thread.join(35_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
