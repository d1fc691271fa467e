package io.tickwire.feed.sim;

import io.tickwire.feed.port.Transport;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Connections in memory: each direction keeps its order and takes some milliseconds, on one
 * connection more than on another. What is under way when a connection ends is lost, as it may be
 * on a real one.
 */
public final class SimulatedTransport implements Transport {
  /** The other side. */
  public interface Host {
    /**
     * @return who listens there, null when the connection is refused
     */
    @Nullable Guest accept(String uri, Line line);
  }

  /** One accepted connection as the host sees it. */
  public interface Guest {
    /** The connection stands. */
    void onOpen();

    void onText(String text);

    /** The client is gone. */
    void onGone();
  }

  private final SimulatedTimers timers;
  private final RandomGenerator random;
  private final Host host;

  public SimulatedTransport(SimulatedTimers timers, RandomGenerator random, Host host) {
    this.timers = timers;
    this.random = random;
    this.host = host;
  }

  @Override
  public Connection open(String uri, long timeoutMs, Receiver receiver) {
    Line line = new Line(receiver);
    timers.after(line.latencyMs(), () -> line.connect(uri));
    return line;
  }

  /** Both ends of one connection. */
  public final class Line implements Connection {
    private final Receiver receiver;
    private final long leastLatencyMs;
    private @Nullable Guest guest;
    private boolean clientGone;
    private boolean hostGone;
    private boolean frozen;
    private long toHostMs;
    private long toClientMs;

    private Line(Receiver receiver) {
      this.receiver = receiver;
      this.leastLatencyMs = 1L + random.nextInt(200);
    }

    private long latencyMs() {
      return leastLatencyMs + random.nextInt(20);
    }

    private void connect(String uri) {
      if (clientGone) {
        return;
      }
      Guest accepted = host.accept(uri, this);
      if (accepted == null) {
        hostGone = true;
        toClient(() -> receiver.onEnd("refused"));
      } else {
        guest = accepted;
        toClient(receiver::onOpen);
        accepted.onOpen();
      }
    }

    /** From the host to the client. */
    public void reply(String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      toClient(() -> receiver.onMessage(bytes, bytes.length));
    }

    private void toClient(Runnable delivery) {
      if (frozen) {
        return;
      }
      toClientMs = Math.max(toClientMs, timers.nowMs() + latencyMs());
      timers.after(
          toClientMs - timers.nowMs(),
          () -> {
            if (!clientGone && !frozen) {
              delivery.run();
            }
          });
    }

    /** The host ends it; what it said before still arrives. */
    public void hangUp() {
      if (!hostGone) {
        hostGone = true;
        toClient(
            () -> {
              clientGone = true;
              receiver.onEnd("closed by the host");
            });
        gone();
      }
    }

    /** The host forgets it at once, and what is under way is lost. */
    public void cut() {
      if (!hostGone) {
        hostGone = true;
        gone();
        if (!clientGone && !frozen) {
          frozen = true;
          timers.after(
              latencyMs(),
              () -> {
                if (!clientGone) {
                  clientGone = true;
                  receiver.onEnd("reset");
                }
              });
        }
      }
    }

    /** Nothing arrives any more at either end, and neither hears of it. */
    public void freeze() {
      frozen = true;
    }

    private void gone() {
      Guest left = guest;
      if (left != null) {
        left.onGone();
      }
    }

    @Override
    public void send(String text) {
      if (frozen) {
        return;
      }
      toHostMs = Math.max(toHostMs, timers.nowMs() + latencyMs());
      timers.after(
          toHostMs - timers.nowMs(),
          () -> {
            Guest there = guest;
            if (!hostGone && !frozen && there != null) {
              there.onText(text);
            }
          });
    }

    @Override
    public void close() {
      if (!clientGone) {
        clientGone = true;
        timers.after(
            latencyMs(),
            () -> {
              if (!hostGone) {
                hostGone = true;
                gone();
              }
            });
      }
    }
  }
}
