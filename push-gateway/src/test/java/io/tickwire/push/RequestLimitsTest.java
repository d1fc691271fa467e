package io.tickwire.push;

import static io.tickwire.push.HttpClient.problem;
import static org.assertj.core.api.Assertions.assertThat;

import io.tickwire.testsupport.RedisExtension;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a request may weigh and how long it may take, by a raw socket. */
final class RequestLimitsTest {
  @RegisterExtension static final RedisExtension REDIS = new RedisExtension();

  private final GatewayRig rig =
      GatewayRig.start(
          REDIS.uri(),
          Map.of(
              "push.request-timeout", "500ms",
              "push.keep-alive", "1500ms",
              "push.max-uri-bytes", "1024",
              "push.max-header-bytes", "1024"));

  @AfterEach
  void stop() {
    rig.close();
  }

  private Socket open(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), rig.port());
    socket.setSoTimeout(10_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** All until the other side closes; fails by the socket's timeout when it does not. */
  private static String rest(Socket socket) throws IOException {
    try (socket) {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void readHead(InputStream in) throws IOException {
    int newlines = 0;
    while (newlines < 2) {
      int c = in.read();
      assertThat(c).isNotNegative();
      newlines = c == '\n' ? newlines + 1 : c == '\r' ? newlines : 0;
    }
  }

  @Test
  void cutsWho_saysNothing_orHalfAHead_orHalfABody() throws IOException {
    assertThat(rest(open(""))).isEmpty();
    assertThat(rest(open("GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "))).isEmpty();
    String half =
        "POST /v1/events HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + rig.publisher("desk", "alerts")
            + "\r\nContent-Length: 100\r\n\r\n{";
    assertThat(rest(open(half))).isEmpty();
    assertThat(rig.context().telemetry().metrics().scrape()).contains("http_requests_cut_total 3");
  }

  @Test
  void cutsWho_sendsAByteNowAndThen() throws IOException {
    try (Socket socket = open("GET / HTTP/1.1\r\n")) {
      GatewayRig.until(
          () -> {
            try {
              socket.getOutputStream().write('a');
              socket.getOutputStream().flush();
              return false;
            } catch (IOException e) {
              return true;
            }
          });
    }
    assertThat(rig.context().telemetry().metrics().scrape()).contains("http_requests_cut_total 1");
  }

  @Test
  void letsBe_whoIsSilentAfterARequest() throws IOException {
    Socket socket = open("GET /nope HTTP/1.1\r\nHost: x\r\n\r\n");
    InputStream in = socket.getInputStream();
    readHead(in);
    // Another connection is cut meanwhile: the time has passed.
    assertThat(rest(open("G"))).isEmpty();
    socket
        .getOutputStream()
        .write(
            "GET /nope HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
                .getBytes(StandardCharsets.US_ASCII));
    assertThat(rest(socket)).contains("404");
  }

  @Test
  void closesWho_asksNothingMore_butNotWhileHeIsAnswered() throws IOException {
    Socket socket = open("GET /nope HTTP/1.1\r\nHost: x\r\n\r\n");
    String poll =
        "GET /v1/updates?channels=alerts&wait=2 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + rig.token("alice")
            + "\r\n\r\n";
    Socket waiting = open(poll);
    assertThat(rest(socket)).contains("404");
    assertThat(rest(waiting)).contains(" 200 ").contains("\"events\":[]");
    assertThat(rig.context().telemetry().metrics().scrape()).doesNotContain("requests_cut");
  }

  @Test
  void letsBe_whatIsAWebSocketOrAStream() throws IOException {
    WsClient client = WsClient.signedIn(rig, "alice");
    SseClient stream = SseClient.open(rig, rig.token("alice"), "?channels=user:me", Map.of());
    stream.next("subscribed");
    client.subscribe("user:me");
    assertThat(rest(open("G"))).isEmpty();
    assertThat(rest(open("G"))).isEmpty();
    rig.append("account_update", "user:alice", Map.of("n", 1));
    client.next("account_update");
    stream.next("account_update");
    client.close();
    stream.close();
  }

  @Test
  void refuses_whatIsTooLong() throws IOException {
    String ballast = "x".repeat(2_000);
    assertThat(rest(open("GET /" + ballast + " HTTP/1.1\r\nHost: x\r\n\r\n")))
        .contains(" 414 ", "application/problem+json", "the first line is too long");
    assertThat(rest(open("GET / HTTP/1.1\r\nHost: x\r\nX: " + ballast + "\r\n\r\n")))
        .contains(" 431 ", "application/problem+json", "the headers are too long");
    assertThat(rest(open("no request\r\n\r\n")))
        .contains(" 400 ", "application/problem+json", "the request is malformed");
    String body = "{'client_id':'" + "x".repeat(70_000) + "'}";
    problem(
        new HttpClient(rig, rig.token("alice")).post("/v1/positions", body), 413, "bad_request");
  }

  @Test
  void saysWhatBrowsersMayDo() {
    var page = new HttpClient(rig, null).get("/");
    assertThat(page.getHeader("Content-Security-Policy"))
        .contains("default-src 'none'")
        .contains("frame-ancestors 'none'")
        .contains("script-src 'self'")
        .doesNotContain("unsafe");
    for (var answer :
        new io.vertx.ext.web.client.HttpResponse<?>[] {
          page, new HttpClient(rig, null).get("/v1/account"), new HttpClient(rig, null).get("/nope")
        }) {
      assertThat(answer.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
      assertThat(answer.getHeader("X-Frame-Options")).isEqualTo("DENY");
      assertThat(answer.getHeader("Cross-Origin-Opener-Policy")).isEqualTo("same-origin");
      assertThat(answer.getHeader("Permissions-Policy")).isNotBlank();
    }
  }
}
