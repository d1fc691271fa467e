package io.tickwire.feed;

import com.fasterxml.jackson.databind.JsonNode;
import io.tickwire.common.wire.Json;
import io.tickwire.feed.port.Timers;
import io.tickwire.feed.port.Transport;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A transport that notes when each connection of another one stood, delivered and ended, and which
 * requests are not answered yet. Confined to the feed's event loop.
 */
final class WatchedTransport implements Transport {
  static final long NEVER = -1;

  private static final String WELCOME = "welcome";

  private final Transport real;
  private final Timers timers;
  private final Runnable onAnswer;
  private final List<Link> links = new ArrayList<>();
  private int changes;

  /**
   * @param onAnswer called after something that was under way has ended
   */
  WatchedTransport(Transport real, Timers timers, Runnable onAnswer) {
    this.real = real;
    this.timers = timers;
    this.onAnswer = onAnswer;
  }

  /**
   * One connection so far; times of the moved clock, {@link #NEVER} for what has not happened.
   *
   * @param server its address without the token
   * @param relieved another connection to the same server was open and had delivered at the end
   * @param reason of the end
   */
  record Seen(
      String server,
      long openedMs,
      long firstTickMs,
      long endedMs,
      boolean relieved,
      String reason) {
    boolean isOpen() {
      return openedMs != NEVER && endedMs == NEVER;
    }
  }

  private final class Link implements Connection, Receiver {
    private final Receiver receiver;
    private final Set<String> unanswered = new HashSet<>(Set.of(WELCOME));
    private @Nullable Connection connection;
    private Seen seen;

    Link(String uri, Receiver receiver) {
      this.seen = new Seen(uri.substring(0, uri.indexOf('?')), NEVER, NEVER, NEVER, false, "");
      this.receiver = receiver;
    }

    private Connection connection() {
      Connection made = connection;
      if (made == null) {
        throw new AssertionError("used before it was made: " + seen);
      }
      return made;
    }

    @Override
    public void send(String text) {
      unanswered.add(Json.read(text, JsonNode.class).path("id").asText());
      connection().send(text);
    }

    @Override
    public void close() {
      end("closed by us");
      connection().close();
    }

    @Override
    public void onOpen() {
      seen = new Seen(seen.server, timers.nowMs(), NEVER, NEVER, false, "");
      changes++;
      receiver.onOpen();
    }

    @Override
    public void onMessage(byte[] bytes, int length) {
      JsonNode message =
          Json.read(new String(bytes, 0, length, StandardCharsets.UTF_8), JsonNode.class);
      String type = message.path("type").asText();
      if (type.equals("message") && seen.firstTickMs == NEVER) {
        seen = new Seen(seen.server, seen.openedMs, timers.nowMs(), NEVER, false, "");
      }
      receiver.onMessage(bytes, length);
      if (unanswered.remove(type.equals(WELCOME) ? WELCOME : message.path("id").asText())) {
        onAnswer.run();
      }
    }

    @Override
    public void onEnd(String reason) {
      end(reason);
      receiver.onEnd(reason);
    }

    private void end(String reason) {
      if (seen.endedMs == NEVER) {
        boolean relieved = links.stream().anyMatch(other -> other != this && other.delivers(this));
        seen =
            new Seen(
                seen.server, seen.openedMs, seen.firstTickMs, timers.nowMs(), relieved, reason);
        changes++;
        unanswered.clear();
        onAnswer.run();
      }
    }

    private boolean delivers(Link instead) {
      return seen.isOpen() && seen.firstTickMs != NEVER && seen.server.equals(instead.seen.server);
    }
  }

  @Override
  public Connection open(String uri, long timeoutMs, Receiver receiver) {
    Link link = new Link(uri, receiver);
    links.add(link);
    link.connection = real.open(uri, timeoutMs, link);
    return link;
  }

  /** Every connection there ever was, the oldest first. */
  List<Seen> seen() {
    return links.stream().map(link -> link.seen).toList();
  }

  /** Whether every request on every connection is answered. */
  boolean isCalm() {
    return links.stream().allMatch(link -> link.unanswered.isEmpty());
  }

  /** Grows whenever a connection stands or ends. */
  int changes() {
    return changes;
  }
}
