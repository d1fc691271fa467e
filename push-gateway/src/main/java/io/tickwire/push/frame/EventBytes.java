package io.tickwire.push.frame;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * One event's bytes in every form that somebody wants it in, each made once, by whoever asks first.
 * Thread-safe.
 */
public final class EventBytes {
  private static final CBORFactory CBOR = new CBORFactory();
  private static final JsonFactory JSON = new JsonFactory();

  private final AtomicReferenceArray<byte[]> forms = new AtomicReferenceArray<>(MessageForm.COUNT);

  private EventBytes(byte[] json) {
    forms.set(MessageForm.JSON.number, json);
  }

  /**
   * @param json one JSON object
   */
  public static EventBytes of(String json) {
    return new EventBytes(json.getBytes(StandardCharsets.UTF_8));
  }

  /** Bytes as JSON, which is about what they take in any form. */
  public int length() {
    return in(MessageForm.JSON).length;
  }

  /** The JSON as text, decoded anew at each call. */
  public String text() {
    return new String(in(MessageForm.JSON), StandardCharsets.UTF_8);
  }

  /** Not to be changed: it is everybody's. */
  byte[] in(MessageForm form) {
    byte[] made = forms.get(form.number);
    return made == null ? make(form) : made;
  }

  private synchronized byte[] make(MessageForm form) {
    byte[] before = forms.get(form.number);
    if (before != null) {
      return before;
    }
    byte[] made =
        form.isDeflated()
            ? DeflatedPiece.of(in(MessageForm.of(form.isCbor(), false)))
            : cbor(in(MessageForm.JSON));
    forms.set(form.number, made);
    return made;
  }

  private static byte[] cbor(byte[] json) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length);
    try (JsonParser from = JSON.createParser(json);
        JsonGenerator to = CBOR.createGenerator(bytes)) {
      from.nextToken();
      to.copyCurrentStructure(from);
    } catch (IOException e) {
      throw new UncheckedIOException("not a JSON object", e);
    }
    return bytes.toByteArray();
  }
}
