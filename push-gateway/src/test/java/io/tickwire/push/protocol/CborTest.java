package io.tickwire.push.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.tickwire.common.wire.Json;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CborTest {
  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Test
  void holdsTheSameObject() throws Exception {
    String json =
        "{\"type\":\"quote\",\"timestamp\":1732145000000,\"data\":{\"last\":\"60000.1\",\"x\":0.5,"
            + "\"list\":[1,true,null,\"é€\"]}}";
    JsonNode read = Cbor.read(Cbor.ofJson(json));
    assertThat(Json.write(read)).isEqualTo(json);
  }

  /** Made by hand after RFC 8949, so that writer and reader are not only each other's measure. */
  @Test
  void readsWhatOthersWrite() {
    // {"type": "ping", "id": 7}, once with and once without a length.
    assertThat(ClientFrameParser.parse(bytes("A2 64 74797065 64 70696E67 62 6964 07")))
        .isEqualTo(new ClientFrame.Ping(IntNode.valueOf(7)));
    assertThat(ClientFrameParser.parse(bytes("BF 64 74797065 64 70696E67 62 6964 07 FF")))
        .isEqualTo(new ClientFrame.Ping(IntNode.valueOf(7)));
  }

  @Test
  void writesNumbersAsOthersReadThem() {
    // {"x": 0.5, "n": 7}; some writers leave the length of a map open.
    assertThat(HexFormat.of().formatHex(Cbor.ofJson("{\"x\":0.5,\"n\":7}")))
        .isEqualTo("bf6178fb3fe0000000000000616e07ff");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "A1",
        "FF",
        "A2 64 74797065 64 70696E67",
        "A1 64 74797065 64 70696E67 00",
        "A1 64 74797065 7F FF",
        "5A 7FFFFFFF 00",
        "9A 7FFFFFFF 00",
        "A1 64 74797065 62 C328",
        "07",
        "80"
      })
  void isMalformed_whenItIsNoObject(String hex) {
    assertThat(ClientFrameParser.parse(bytes(hex))).isInstanceOf(ClientFrame.Malformed.class);
  }

  @Test
  void saysWhere_whenItCannotBeRead() {
    ClientFrame frame = ClientFrameParser.parse(bytes("A1 64 74797065 1C"));
    assertThat(((ClientFrame.Malformed) frame).message()).startsWith("not CBOR at byte ");
  }
}
