package io.tickwire.common.wire;

import com.fasterxml.jackson.core.JacksonException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.MessageCodec;
import java.io.IOException;

/**
 * Carries an immutable record (or a sealed family of them) over the event bus: by reference inside
 * a process, as JSON between two. For traffic of some thousands a second; ticks have a codec of
 * their own.
 */
public final class JsonRecordCodec<T> implements MessageCodec<T, T> {
  private final Class<T> type;

  public JsonRecordCodec(Class<T> type) {
    this.type = type;
  }

  @Override
  public void encodeToWire(Buffer wire, T message) {
    try {
      byte[] json = Json.mapper().writerFor(type).writeValueAsBytes(message);
      wire.appendInt(json.length).appendBytes(json);
    } catch (JacksonException e) {
      throw new IllegalStateException("not writable as JSON: type=" + type.getName(), e);
    }
  }

  @Override
  public T decodeFromWire(int position, Buffer wire) {
    int length = wire.getInt(position);
    byte[] json = wire.getBytes(position + 4, position + 4 + length);
    try {
      return Json.mapper().readValue(json, type);
    } catch (IOException e) {
      throw new IllegalArgumentException("not a message of type " + type.getName(), e);
    }
  }

  @Override
  public T transform(T message) {
    return message;
  }

  @Override
  public String name() {
    return "tickwire.json." + type.getSimpleName();
  }

  @Override
  public byte systemCodecID() {
    return -1;
  }
}
