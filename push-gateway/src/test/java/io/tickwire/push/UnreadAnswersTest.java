package io.tickwire.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.testsupport.RedisExtension;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Who asks without end and reads none of the answers is no longer listened to, or cut: the answers
 * do not pile up in the gateway.
 */
final class UnreadAnswersTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final long MOST_SENT = 64L << 20;
  private static final long STALLED_NS = TimeUnit.SECONDS.toNanos(2);
  private static final long MARGIN = 24L << 20;

  private final GatewayRig rig =
      GatewayRig.start(REDIS.uri(), Map.of("push.admission.max-messages-per-address", "0"));

  @AfterEach
  void stop() {
    rig.close();
  }

  private SocketChannel open(String text) throws IOException {
    SocketChannel channel =
        SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), rig.port()));
    channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    return channel;
  }

  /**
   * Says the same over and over until the other side takes no more, or has taken a lot.
   *
   * @return how many bytes were taken
   */
  private static long flood(SocketChannel channel, byte[] what) throws IOException {
    channel.configureBlocking(false);
    ByteBuffer bytes = ByteBuffer.wrap(what);
    long sent = 0;
    long movedNs = System.nanoTime();
    while (sent < MOST_SENT && System.nanoTime() - movedNs < STALLED_NS) {
      try {
        int taken = channel.write(bytes);
        if (taken > 0) {
          sent += taken;
          movedNs = System.nanoTime();
        } else {
          LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
      } catch (IOException e) {
        // Cut off.
        return sent;
      }
      if (!bytes.hasRemaining()) {
        bytes.rewind();
      }
    }
    return sent;
  }

  private static long held(Footprint footprint) {
    return footprint.heapBytes() + footprint.directBytes();
  }

  private static byte[] times(int count, byte[] what) {
    ByteBuffer all = ByteBuffer.allocate(count * what.length);
    while (all.hasRemaining()) {
      all.put(what);
    }
    return all.array();
  }

  @Test
  void pongsDoNotPileUp() throws IOException {
    byte[] ping = WsBytes.frame(WsBytes.FIN | WsBytes.PING, new byte[125], new Random(1));
    try (SocketChannel channel =
        open(
            "GET /v1/ws?token="
                + rig.token("alice")
                + " HTTP/1.1\r\n"
                + "Host: x\r\n"
                + "Upgrade: websocket\r\n"
                + "Connection: Upgrade\r\n"
                + "Sec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")) {
      GatewayRig.until(() -> rig.traffic().connections() == 1);
      Footprint before = Footprint.now();
      long sent = flood(channel, times(1_000, ping));
      assertThat(held(Footprint.now())).as("%d bytes sent", sent).isLessThan(held(before) + MARGIN);
    }
  }

  @Test
  void responsesDoNotPileUp() throws IOException {
    byte[] request =
        "GET /v1/openapi.yaml HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    try (SocketChannel channel = open("")) {
      Footprint before = Footprint.now();
      long sent = flood(channel, times(100, request));
      assertThat(held(Footprint.now())).as("%d bytes sent", sent).isLessThan(held(before) + MARGIN);
    }
  }
}
