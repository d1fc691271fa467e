package io.tickwire.push;

import static io.tickwire.push.HostileMessages.utf8;

import io.tickwire.push.HostileScript.Ending;
import java.io.ByteArrayOutputStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * One HTTP client: requests of every path with odd methods, queries, headers and bodies, one after
 * the other without waiting, and then one that is none, or half of one, or a last good one. Seeded.
 */
final class HostileRequests {
  private static final List<String> METHODS =
      List.of(
          "GET",
          "GET",
          "POST",
          "PUT",
          "PATCH",
          "DELETE",
          "HEAD",
          "OPTIONS",
          "TRACE",
          "BREW",
          "get",
          "PROPFIND");

  /** Answered before the client says more, so that no stream holds up what comes after it. */
  private static final List<String> STREAMS = List.of("/v1/stream", "/v1/updates");

  private static final List<String> HEADERS =
      List.of(
          "Content-Type: application/json",
          "Content-Type: \u00e9/\u00e9; charset=\"",
          "Accept: ;;;",
          "Accept-Encoding: gzip;q=x, *;q=-1",
          "If-Match: \"",
          "If-Match: 99999999999999999999",
          "Idempotency-Key: \t \u0001",
          "Last-Event-ID: 99999999999999999999999-0",
          "Last-Event-ID: x",
          "Origin: null",
          "Origin: http://[",
          "X-Forwarded-For: ,,,256.1.1.1",
          "Cookie: a=b; ; =",
          "Connection: keep-alive, Upgrade, ,",
          "Expect: 100-continue",
          "Range: bytes=9-1",
          "Authorization: Bearer",
          "Authorization: Basic e30=",
          "X-API-Key: a.b",
          "Upgrade: h2c",
          "Upgrade: websocket",
          "Sec-WebSocket-Key: short",
          "Sec-WebSocket-Version: 12",
          "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=99;;",
          "Sec-WebSocket-Protocol: ,tickwire.v9,");

  private static final String KEY = "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==";

  private static final List<List<String>> HANDSHAKE =
      List.of(
          List.of("Upgrade: websocket", "Upgrade: websocket", "Upgrade: WebSocket, h2c"),
          List.of("Connection: Upgrade", "Connection: upgrade, keep-alive", "Connection: close"),
          List.of(KEY, KEY, KEY + "\r\n" + KEY, "Sec-WebSocket-Key: short"),
          List.of("Sec-WebSocket-Version: 13", "Sec-WebSocket-Version: 13, 8", "X: y"),
          List.of("X: y", "Origin: http://evil.example", "Origin: http://x", "Origin: null"),
          List.of("X: y", "Sec-WebSocket-Protocol: tickwire.v1.cbor, ,"),
          List.of(
              "Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=8",
              "Sec-WebSocket-Extensions: permessage-deflate, permessage-deflate",
              "Sec-WebSocket-Extensions: x-webkit-deflate-frame"));

  private static final List<String> NO_REQUESTS =
      List.of(
          "\u0000\u0001\u0002\r\n\r\n",
          "GET\r\n\r\n",
          "GET /\r\n\r\n",
          "GET / XTTP/1.1\r\nHost: x\r\n\r\n",
          "GET / HTTP/1.1\r\nno colon\r\n\r\n",
          "GET / HTTP/1.1\r\n: no name\r\n\r\n",
          "GET / HTTP/1.1\r\nBad Name: x\r\n\r\n",
          "GET / HTTP/1.1\r\nX: a\u0000b\r\n\r\n",
          "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
          "POST /v1/events HTTP/1.1\r\nHost: x\r\nContent-Length: 1x\r\n\r\n",
          "PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab");

  private static final List<String> BAD_CHUNKS =
      List.of(
          "zz\r\n{}\r\n0\r\n\r\n",
          "-1\r\n{}\r\n0\r\n\r\n",
          "ffffffffffffffffff\r\n{}\r\n",
          "2\r\n{}XX0\r\n\r\n");

  private static final int BODY_LIMIT = 65_536;
  private static final int HEAD_LIMIT = 16_384;

  private final Random random;
  private final HostileMessages messages;
  private final List<String> tokens;
  private final List<String> paths;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int count;

  /**
   * @param tokens that are good
   * @param paths of the API, with {@code :name} for what varies
   */
  HostileRequests(Random random, List<String> tokens, List<String> paths) {
    this.random = random;
    this.messages = new HostileMessages(random, tokens);
    this.tokens = tokens;
    this.paths = paths;
  }

  HostileScript script() {
    for (int i = random.nextInt(6); i > 0; i--) {
      request();
    }
    return switch (random.nextInt(7)) {
      case 4 -> script(handshake(), Ending.ANSWERED);
      case 0 -> script(noRequest(), Ending.CLOSED);
      case 1 -> script(tooLong(), Ending.CLOSED);
      case 2 -> script(half(), Ending.LEFT);
      case 3 -> script(stream(), Ending.ANSWERED);
      default -> {
        add("GET /nope HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", new byte[0]);
        yield script("requests", Ending.CLOSED);
      }
    };
  }

  private HostileScript script(String what, Ending ending) {
    return new HostileScript(
        what,
        ByteBuffer.wrap(out.toByteArray()),
        ByteBuffer.allocate(0),
        count,
        ending,
        random.nextBoolean());
  }

  private void add(String head, byte[] body) {
    out.writeBytes(head.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(body);
    count++;
  }

  /** Whole, so that another can follow, whatever stands in it. */
  private void request() {
    String method = messages.any(METHODS);
    String path = path();
    boolean body = !List.of("GET", "HEAD", "get").contains(method) || random.nextInt(10) == 0;
    byte[] bytes = body ? messages.body() : new byte[0];
    StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: x\r\n");
    credentials(head);
    for (int i = random.nextInt(4); i > 0; i--) {
      head.append(messages.any(HEADERS)).append("\r\n");
    }
    if (random.nextInt(3) == 0) {
      head.append("Transfer-Encoding: chunked\r\n\r\n");
      add(head.toString(), chunked(bytes));
    } else {
      head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
      add(head.toString(), bytes);
    }
  }

  private byte[] chunked(byte[] body) {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    int from = 0;
    while (from < body.length) {
      int to = Math.min(body.length, from + 1 + random.nextInt(5_000));
      chunks.writeBytes(utf8(Integer.toHexString(to - from) + ";x=\"y\r\n"));
      chunks.write(body, from, to - from);
      chunks.writeBytes(utf8("\r\n"));
      from = to;
    }
    chunks.writeBytes(utf8(random.nextBoolean() ? "0\r\n\r\n" : "0\r\nX-Trailer: y\r\n\r\n"));
    return chunks.toByteArray();
  }

  private void credentials(StringBuilder head) {
    switch (random.nextInt(6)) {
      case 0 -> head.append("Authorization: Bearer worthless\r\n");
      case 1 -> head.append("X-API-Key: ").append("k".repeat(random.nextInt(200))).append("\r\n");
      default -> head.append("Authorization: Bearer ").append(messages.any(tokens)).append("\r\n");
    }
  }

  /** Never one that takes its time to answer. */
  private String path() {
    String path = messages.any(paths);
    while (STREAMS.contains(path)) {
      path = messages.any(paths);
    }
    for (int name = path.indexOf(':'); name >= 0; name = path.indexOf(':')) {
      int end = path.indexOf('/', name);
      path = path.substring(0, name) + segment() + (end < 0 ? "" : path.substring(end));
    }
    return switch (random.nextInt(8)) {
      case 0 -> path + "/../" + segment();
      case 1 -> path + "?" + query();
      case 2 -> "/" + segment();
      case 3 -> "/v1//" + segment() + "?" + query();
      default -> path;
    };
  }

  private String segment() {
    return messages.any(
        List.of(
            "pos_1",
            "BTC-USDT",
            "%00",
            "%2e%2e",
            "..",
            "%zz",
            "%",
            "a%2Fb",
            "\u00e9",
            "'\"<>",
            ";",
            "x".repeat(500)));
  }

  private String query() {
    return messages.any(
        List.of(
            "status=open&limit=5",
            "limit=99999999999",
            "limit=-1&limit=1",
            "cursor=" + "c".repeat(100),
            "status=%ff",
            "&&&=&",
            "token=worthless",
            "token=%",
            "limit=%zz",
            "api_key=x.y",
            "a=" + encoded(messages.filters())));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private String noRequest() {
    if (random.nextInt(4) == 0) {
      String head =
          "POST /v1/events HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n"
              + "Authorization: Bearer "
              + messages.any(tokens)
              + "\r\n\r\n";
      add(head, utf8(messages.any(BAD_CHUNKS)));
      return "bad chunks";
    }
    add(messages.any(NO_REQUESTS), new byte[0]);
    return "no request";
  }

  private String tooLong() {
    String authorization = "Authorization: Bearer " + messages.any(tokens) + "\r\n";
    String ballast = "x".repeat(HEAD_LIMIT + random.nextInt(20_000));
    switch (random.nextInt(3)) {
      case 0 -> add("GET /" + ballast + " HTTP/1.1\r\nHost: x\r\n\r\n", new byte[0]);
      case 1 -> add("GET / HTTP/1.1\r\nHost: x\r\nX: " + ballast + "\r\n\r\n", new byte[0]);
      default -> {
        byte[] body = new byte[BODY_LIMIT + 1 + random.nextInt(BODY_LIMIT)];
        Arrays.fill(body, (byte) '7');
        add(
            "PUT /v1/preferences HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                + authorization
                + "Content-Length: "
                + body.length
                + "\r\n\r\n",
            body);
      }
    }
    return "too long";
  }

  private String half() {
    request();
    byte[] all = out.toByteArray();
    out.reset();
    out.write(all, 0, 1 + random.nextInt(all.length - 1));
    return "half a request";
  }

  /** Of a WebSocket, with something missing or wrong; frames may follow before it is answered. */
  private String handshake() {
    StringBuilder head =
        new StringBuilder(
            "GET /v1/ws?token=" + (random.nextInt(9) == 0 ? "%" : messages.any(tokens)));
    head.append(" HTTP/1.1\r\nHost: x\r\n");
    for (List<String> choices : HANDSHAKE) {
      if (random.nextInt(6) > 0) {
        head.append(messages.any(choices)).append("\r\n");
      }
    }
    add(
        head + "\r\n",
        random.nextBoolean()
            ? WsBytes.frame(WsBytes.FIN | WsBytes.TEXT, utf8(messages.text()), random)
            : new byte[0]);
    return "handshake";
  }

  /** The response may go on for ever, so that the client leaves when it begins. */
  private String stream() {
    StringBuilder query = new StringBuilder("?wait=0");
    for (int i = random.nextInt(3); i >= 0; i--) {
      query.append("&channels=").append(encoded(messages.channel()));
    }
    if (random.nextInt(3) == 0) {
      query.append("&since=").append(encoded(messages.since()));
    }
    if (random.nextInt(3) == 0) {
      query.append("&filters=").append(encoded(messages.damaged(messages.filters())));
    }
    if (random.nextInt(6) == 0) {
      query.append("&interval_ms=").append(random.nextInt()).append("&wait=x&%");
    }
    String extra = random.nextInt(3) == 0 ? messages.any(HEADERS) + "\r\n" : "";
    add(
        "GET "
            + messages.any(STREAMS)
            + query
            + " HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer "
            + messages.any(tokens)
            + "\r\n"
            + extra
            + "\r\n",
        new byte[0]);
    return "stream";
  }
}
