package io.tickwire.redis.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RespConnectionTest {
  private final ServerSocket server;

  RespConnectionTest() throws IOException {
    this.server = new ServerSocket(0, 1, RespConnection.loopback());
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  @Test
  void sendsLengthsInBytesAndFlattensTheAnswer() throws Exception {
    CompletableFuture<String> request = answering("*3\r\n$3\r\n☃\r\n:7\r\n$-1\r\n", 29);
    try (RespConnection connection = RespConnection.open(server.getLocalPort())) {
      assertThat(connection.ask("ECHO", "☃ and a")).containsExactly("☃", "7");
    }
    assertThat(request.get()).isEqualTo("*2\r\n$4\r\nECHO\r\n$9\r\n☃ and a\r\n");
  }

  @Test
  void isNotReady_whileTheServerReadsItsData() throws Exception {
    CompletableFuture<String> request =
        answering("-LOADING Redis is loading the dataset in memory\r\n", 14);
    assertThat(ServerAnswers.isReady(server.getLocalPort())).isFalse();
    assertThat(request.get()).isEqualTo("*1\r\n$4\r\nPING\r\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "\r\n",
        "$5\r\nshort",
        "$999999999999\r\n",
        "$2000000\r\n",
        "*2000\r\n",
        "*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
        "+cut"
      })
  void fails_whenTheOtherSideIsNoRedis(String answer) throws Exception {
    CompletableFuture<String> request = answering(answer, 14);
    try (RespConnection connection = RespConnection.open(server.getLocalPort())) {
      assertThatThrownBy(() -> connection.ask("PING"))
          .isInstanceOf(IOException.class)
          .isNotInstanceOf(RespConnection.ErrorReply.class);
      assertThat(request.get()).isEqualTo("*1\r\n$4\r\nPING\r\n");
    }
  }

  /** One connection: reads that many bytes, answers, ends. */
  private CompletableFuture<String> answering(String answer, int requestBytes) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (Socket socket = server.accept()) {
            String request =
                new String(
                    socket.getInputStream().readNBytes(requestBytes), StandardCharsets.UTF_8);
            socket.getOutputStream().write(answer.getBytes(StandardCharsets.UTF_8));
            return request;
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        });
  }
}
