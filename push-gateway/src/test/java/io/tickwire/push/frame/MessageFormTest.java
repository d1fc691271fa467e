package io.tickwire.push.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client reads out of the frames it is sent. */
class MessageFormTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

  static Stream<MessageForm> forms() {
    return Stream.of(
        MessageForm.JSON, MessageForm.CBOR, MessageForm.JSON_DEFLATED, MessageForm.CBOR_DEFLATED);
  }

  private static String event(int number) {
    return "{\"type\":\"quote\",\"channel\":\"market:BTC-USDT\",\"timestamp\":1700000000000,"
        + "\"data\":{\"symbol\":\"BTC-USDT\",\"last\":\"6000"
        + number
        + ".1\",\"name\":\"Zoë\"}}";
  }

  @ParameterizedTest
  @MethodSource("forms")
  void isTheEventItself_whenItIsAlone(MessageForm form) throws Exception {
    assertThat(read(form, List.of(EventBytes.of(event(1))))).isEqualTo(JSON.readTree(event(1)));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 20, 1_000})
  void isReadTheSame_andMuchSmaller_whenDeflatedAsOne(int count) throws Exception {
    List<EventBytes> events =
        IntStream.range(0, count).mapToObj(i -> EventBytes.of(event(i))).toList();
    for (MessageForm form : List.of(MessageForm.JSON_DEFLATED, MessageForm.CBOR_DEFLATED)) {
      ByteBuf frame = form.frameDeflatedAsOne(UnpooledByteBufAllocator.DEFAULT, events);
      int pieces = form.frame(UnpooledByteBufAllocator.DEFAULT, events).readableBytes();

      assertThat(frame.readableBytes()).isLessThanOrEqualTo(count < 20 ? pieces : pieces / 4);
      assertThat(read(form, frame)).isEqualTo(read(form, events));
    }
    assertThatThrownBy(
            () -> MessageForm.JSON.frameDeflatedAsOne(UnpooledByteBufAllocator.DEFAULT, events))
        .isInstanceOf(IllegalStateException.class);
  }

  @ParameterizedTest
  @MethodSource("forms")
  void isABatchInOrder_whenThereAreSeveral(MessageForm form) throws Exception {
    for (int count : new int[] {2, 3, 20, 1_000}) {
      List<EventBytes> events =
          IntStream.range(0, count).mapToObj(i -> EventBytes.of(event(i))).toList();

      JsonNode batch = read(form, events);

      assertThat(batch.get("type").asText()).isEqualTo("event_batch");
      assertThat(batch.get("events")).hasSize(count);
      for (int i = 0; i < count; i++) {
        assertThat(batch.get("events").get(i)).isEqualTo(JSON.readTree(event(i)));
      }
    }
  }

  /** Whatever was compressed elsewhere and whenever: a client has one window for all of it. */
  @Test
  void isReadInAnyOrder_whenPiecesOfRandomEventsAreShared() throws Exception {
    Random random = new Random(1);
    List<String> texts = new ArrayList<>();
    List<EventBytes> shared = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      StringBuilder noise = new StringBuilder();
      for (int length = random.nextInt(1 << random.nextInt(17)); length > 0; length--) {
        noise.append((char) ('a' + random.nextInt(1 + i % 26)));
      }
      texts.add("{\"n\":" + i + ",\"noise\":\"" + noise + "\"}");
      shared.add(EventBytes.of(texts.get(i)));
    }
    Inflater window = new Inflater(true);
    for (int message = 0; message < 2_000; message++) {
      List<Integer> picked = random.ints(1 + random.nextInt(6), 0, shared.size()).boxed().toList();
      byte[] payload =
          payload(MessageForm.JSON_DEFLATED, picked.stream().map(shared::get).toList());

      JsonNode read = JSON.readTree(inflated(payload, window));

      List<JsonNode> found = new ArrayList<>();
      (picked.size() == 1 ? List.of(read) : read.get("events")).forEach(found::add);
      assertThat(found).hasSameSizeAs(picked);
      for (int i = 0; i < found.size(); i++) {
        assertThat(found.get(i)).isEqualTo(JSON.readTree(texts.get(picked.get(i))));
      }
    }
    window.end();
  }

  @Test
  void makesEveryFormOnce() {
    EventBytes event = EventBytes.of(event(1));

    forms().forEach(form -> assertThat(event.in(form)).isSameAs(event.in(form)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void tellsItsLength_inAsManyBytesAsItTakes(MessageForm form) throws Exception {
    for (int length : new int[] {1, 90, 100, 200, 65_000, 65_600, 200_000}) {
      String event = "{\"data\":\"" + "é".repeat(length / 2) + "\"}";

      assertThat(read(form, List.of(EventBytes.of(event)))).isEqualTo(JSON.readTree(event));
    }
  }

  private static JsonNode read(MessageForm form, List<EventBytes> events) throws Exception {
    return read(form, form.frame(UnpooledByteBufAllocator.DEFAULT, events));
  }

  private static JsonNode read(MessageForm form, ByteBuf frame) throws Exception {
    byte[] payload = payload(form, frame);
    byte[] plain = form.isDeflated() ? inflated(payload, new Inflater(true)) : payload;
    return (form.isCbor() ? CBOR : JSON).readTree(plain);
  }

  private static byte[] payload(MessageForm form, List<EventBytes> events) {
    return payload(form, form.frame(UnpooledByteBufAllocator.DEFAULT, events));
  }

  /** Checks the header as a strict client does, and releases the frame. */
  private static byte[] payload(MessageForm form, ByteBuf frame) {
    int first = frame.readUnsignedByte();
    assertThat(first & 0x8f).isEqualTo(form.isCbor() ? 0x82 : 0x81);
    assertThat((first & 0x40) != 0).isEqualTo(form.isDeflated());
    assertThat(first & 0x30).isZero();
    int second = frame.readUnsignedByte();
    long length = second;
    if (second == 126) {
      length = frame.readUnsignedShort();
      assertThat(length).isGreaterThan(125);
    } else if (second == 127) {
      length = frame.readLong();
      assertThat(length).isGreaterThan(0xffff);
    }
    assertThat(frame.readableBytes()).isEqualTo(length);
    byte[] payload = new byte[frame.readableBytes()];
    frame.readBytes(payload);
    frame.release();
    return payload;
  }

  /** As RFC 7692 says: four bytes are put back before the message is inflated. */
  private static byte[] inflated(byte[] payload, Inflater window)
      throws DataFormatException, IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] input = new byte[payload.length + 4];
    System.arraycopy(payload, 0, input, 0, payload.length);
    input[payload.length + 2] = (byte) 0xff;
    input[payload.length + 3] = (byte) 0xff;
    window.setInput(input);
    byte[] part = new byte[8_192];
    while (!window.needsInput()) {
      int read = window.inflate(part);
      out.write(part, 0, read);
    }
    for (int read = window.inflate(part); read > 0; read = window.inflate(part)) {
      out.write(part, 0, read);
    }
    return out.toByteArray();
  }
}
