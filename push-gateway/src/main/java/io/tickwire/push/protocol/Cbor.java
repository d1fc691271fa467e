package io.tickwire.push.protocol;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.tickwire.common.wire.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** JSON as CBOR and back. Pure, any thread. */
public final class Cbor {
  private static final CBORMapper MAPPER =
      CBORMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Cbor() {}

  /** The same value: text stays text, a number with a point becomes a double. */
  public static byte[] ofJson(String json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length());
    try (JsonParser in = Json.mapper().createParser(json);
        JsonGenerator out = MAPPER.createGenerator(bytes)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.VALUE_NUMBER_FLOAT) {
          out.writeNumber(in.getDoubleValue());
        } else {
          out.copyCurrentEvent(in);
        }
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("not JSON: length=" + json.length(), e);
    }
    return bytes.toByteArray();
  }

  static JsonNode read(byte[] message) throws JacksonException {
    try {
      return MAPPER.readTree(message);
    } catch (JacksonException e) {
      throw e;
    } catch (IOException e) {
      throw new AssertionError("an array cannot fail to be read", e);
    }
  }
}
