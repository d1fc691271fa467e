package io.tickwire.benchmarks.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoadClientTest {
  private static final int MS = 1_000_000;

  private final Deliveries deliveries = new Deliveries();
  private final List<LoadClient> clients = new ArrayList<>();

  @AfterEach
  void close() {
    clients.forEach(LoadClient::close);
  }

  private LoadClient subscribed(LongPredicate wanted) throws IOException {
    ClientProtocol protocol =
        new ClientProtocol(
            1, "/", client -> ByteBuffer.allocate(0), ClientProtocol.MARK, client -> wanted);
    LoadClient client =
        new LoadClient(SocketChannel.open(), protocol, false, 0, deliveries, () -> {});
    clients.add(client);
    read(client, "{\"id\":\"^\"}");
    return client;
  }

  private static void read(LoadClient client, String text) {
    client.onRead(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  private static String event(long sequence) {
    return EventPublisher.event(sequence, System.nanoTime(), "x".repeat(100));
  }

  private static String window(long... sequences) {
    return LongStream.of(sequences)
        .mapToObj(LoadClientTest::event)
        .collect(Collectors.joining(",", "[", "]"));
  }

  private void expect(long events, long gaps, long repeats) {
    assertThat(List.of(deliveries.events.get(), deliveries.gaps.get(), deliveries.repeats.get()))
        .as("events, gaps, repeats")
        .containsExactly(events, gaps, repeats);
  }

  @Test
  void countsEachEvent_whenAllComeInOrder() throws IOException {
    LoadClient client = subscribed(sequence -> true);

    read(client, window(5, 6, 7, 8) + window(9, 10));
    read(client, window(11));

    expect(7, 0, 0);
    assertThat(deliveries.reads).hasValue(3);
  }

  @Test
  void countsTheMissing_whenThereIsAGap() throws IOException {
    LoadClient client = subscribed(sequence -> true);

    read(client, window(0, 1, 4, 5));
    read(client, window(7));

    expect(5, 3, 0);
  }

  @Test
  void countsARepeat_inOneReadAndInTheNext() throws IOException {
    LoadClient client = subscribed(sequence -> true);

    read(client, window(0, 1, 1, 2));
    read(client, window(2, 3));

    expect(6, 0, 2);
  }

  @Test
  void countsAGapAndARepeat_whenTwoChangePlaces() throws IOException {
    LoadClient client = subscribed(sequence -> true);

    read(client, window(0, 2, 1, 3));

    expect(4, 1, 1);
  }

  @Test
  void findsARepeat_whenBothAreAsLongAsOneBeforeThem() throws IOException {
    LoadClient client = subscribed(sequence -> true);

    read(client, "~1:1~" + "x".repeat(95) + "~2:1~" + "x".repeat(95) + "~3:1~");
    read(client, "x".repeat(45) + "~3:1~" + "x".repeat(45) + "~4:1~" + "x".repeat(95));

    expect(5, 0, 1);
  }

  @Test
  void checksEachClientByItself_whenAllAreSentTheSameBytes() throws IOException {
    ByteBuffer same = ByteBuffer.wrap(window(0, 1, 1, 3).getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < 3; i++) {
      subscribed(sequence -> true).onRead(same.rewind());
    }

    expect(12, 3, 3);
  }

  @Test
  void missesOnlyWhatIsWanted() throws IOException {
    LoadClient client = subscribed(sequence -> sequence % 2 == 0);

    read(client, window(0, 2, 6, 7, 8));

    expect(5, 1, 1);
  }

  @Test
  void findsEveryEventOnce_whereverTwoReadsCutThem() throws IOException {
    String text = window(0, 1, 2);
    for (int cut = 1; cut < text.length(); cut++) {
      LoadClient client = subscribed(sequence -> true);
      read(client, text.substring(0, cut));
      read(client, text.substring(cut));

      expect(3L * cut, 0, 0);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "gateway and ws, '\u0081~\u00010[', ',', ']'",
    "long frame, '\u0081\u007f\u0000\u0000\u0000\u0000\u0000\u0001~~[', ',', ']'",
    "socket.io, '\u0081~~942[\"batch\",[', ',', ']]'",
    "nats-server, '\u0082~\u00011', 'MSG alerts 1 227\r\n', '\r\n'",
    "CBOR, '\u0082~:~\u009f', '\u00bfdtype\u00fb?\u00ee\u00ff\u00ff', '\u00ff'"
  })
  void findsAllThatASystemFrames(String system, String head, String between, String tail)
      throws IOException {
    LoadClient client = subscribed(sequence -> true);

    for (long sequence = 0; sequence < 60; sequence += 3) {
      String repeated = sequence == 30 ? event(sequence) + between : "";
      read(
          client,
          head
              + between
              + repeated
              + event(sequence)
              + between
              + event(sequence + 1)
              + between
              + event(sequence == 57 ? 60 : sequence + 2)
              + tail);
    }

    assertThat(system).isNotEmpty();
    expect(61, 1, 1);
  }

  @ParameterizedTest(name = "{0} ms late")
  @ValueSource(ints = {1, 25, 150, 3_000})
  void countsTheLatencyOfEachEvent(int lateMs) throws IOException {
    LoadClient client = subscribed(sequence -> true);
    deliveries.takeLatenciesUs();

    read(
        client,
        EventPublisher.event(0, System.nanoTime() - (long) lateMs * MS, "")
            + EventPublisher.event(1, System.nanoTime() - 2L * lateMs * MS, "x".repeat(40)));

    Histogram us = deliveries.takeLatenciesUs();
    assertThat(us.getTotalCount()).isEqualTo(2);
    assertThat(us.getMinValue()).isGreaterThanOrEqualTo(lateMs * 998L);
    assertThat(us.getMaxValue()).isGreaterThanOrEqualTo(lateMs * 1_998L);
    assertThat(deliveries.takeLatenciesUs().getTotalCount()).isZero();
  }
}
