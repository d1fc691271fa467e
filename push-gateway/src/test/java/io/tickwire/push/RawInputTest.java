package io.tickwire.push;

import static io.tickwire.push.HostileMessages.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.testsupport.RedisExtension;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What no client library would send, by a raw socket: it is refused in so many words. */
final class RawInputTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private static final String UPGRADE =
      String.join(
          "\r\n",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Sec-WebSocket-Version: 13",
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
          "");

  private static GatewayRig rig;

  @BeforeAll
  static void start() {
    rig = GatewayRig.start(REDIS.uri(), Map.of());
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  private static Socket open(String head) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.port());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(utf8(head));
    return socket;
  }

  /** Until the other side closes, or this has come. */
  private static String read(Socket socket, String until) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    int next = socket.getInputStream().read();
    while (next >= 0) {
      all.write(next);
      if (all.toString(StandardCharsets.ISO_8859_1).endsWith(until)) {
        break;
      }
      next = socket.getInputStream().read();
    }
    return all.toString(StandardCharsets.ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/positions?status=%", "/v1/account?token=%", "/v1/stream?channels=%"})
  void refuses_aQueryThatCannotBeDecoded(String path) throws IOException {
    String head = "GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
    String authorization = "Authorization: Bearer " + rig.token("alice") + "\r\n";
    boolean inQuery = path.contains("token");
    try (Socket socket = open(head + (inQuery ? "" : authorization) + "\r\n")) {
      assertThat(read(socket, "never")).startsWith("HTTP/1.1 400 ");
    }
  }

  @Test
  void refuses_anUpgradeWhoseQueryCannotBeDecoded() throws IOException {
    try (Socket socket = open("GET /v1/ws?token=% HTTP/1.1\r\nHost: x\r\n" + UPGRADE + "\r\n")) {
      assertThat(read(socket, "\r\n")).startsWith("HTTP/1.1 ");
    }
  }

  @Test
  void refuses_chunksThatAreNone() throws IOException {
    String head =
        "POST /v1/events HTTP/1.1\r\n"
            + "Host: x\r\n"
            + "Transfer-Encoding: chunked\r\n"
            + "Authorization: Bearer "
            + rig.publisher("desk", "global.*")
            + "\r\n\r\nzz\r\n";
    try (Socket socket = open(head)) {
      assertThat(read(socket, "never")).startsWith("HTTP/1.1 400 ");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "no request\r\n\r\n",
        "GET / HTTP/1.1\r\nno header\r\n\r\n",
        "GET / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "GET / HTTP/9.9.9\r\n\r\n",
        "\0\0\r\n\r\n"
      })
  void answersWhatCameWhole_andCloses_whenWhatFollowsIsNoRequest(String next) throws IOException {
    String head =
        "GET /v1/updates?channels=alerts&wait=1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + rig.token("alice")
            + "\r\n\r\n";
    try (Socket socket = open(head + next)) {
      assertThat(read(socket, "never")).startsWith("HTTP/1.1 200 ").contains("\"events\":[]");
    }
  }

  @Test
  void readsAMessage_whoseFirstFragmentIsEmpty() throws IOException {
    Random random = new Random(1);
    String path = "/v1/ws?token=" + rig.token("alice");
    try (Socket socket = open("GET " + path + " HTTP/1.1\r\nHost: x\r\n" + UPGRADE + "\r\n")) {
      read(socket, "\r\n\r\n");
      socket.getOutputStream().write(WsBytes.frame(WsBytes.TEXT, new byte[0], random));
      byte[] rest = utf8("{\"type\":\"ping\",\"id\":\"late\"}");
      socket
          .getOutputStream()
          .write(WsBytes.frame(WsBytes.FIN | WsBytes.CONTINUATION, rest, random));
      assertThat(read(socket, "\"late\"")).contains("pong");
    }
  }
}
