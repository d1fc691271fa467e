package io.tickwire.feed.venue.kucoin;

import static io.tickwire.feed.venue.kucoin.CompactJson.UNUSUAL;

import org.jspecify.annotations.Nullable;

/**
 * One pass over a data frame as KuCoin writes them: compact, ASCII, no escapes, nothing nested but
 * its data. Any other frame is left to the {@link FrameParser}; what is scanned here means the same
 * there, which a test holds for frames made at random. Reused frame after frame; not thread-safe.
 */
final class FrameScanner {
  private final FrameFields fields;

  /** From and to in the bytes scanned last; equal when it did not come. */
  private final Span type = new Span();

  private final Span topic = new Span();
  private final Span subject = new Span();
  private final Span symbol = new Span();
  private boolean hasData;

  /** Where a text stands. */
  static final class Span {
    private int from;
    private int to;

    private void clear() {
      from = 0;
      to = 0;
    }

    int from() {
      return from;
    }

    int to() {
      return to;
    }

    int length() {
      return to - from;
    }
  }

  FrameScanner(FrameFields fields) {
    this.fields = fields;
  }

  /** Whether the frame is one of these, with its data in the fields. */
  boolean scan(byte[] bytes, int length) {
    fields.clear();
    type.clear();
    topic.clear();
    subject.clear();
    symbol.clear();
    hasData = false;
    return frame(bytes, length) == length && hasData;
  }

  Span type() {
    return type;
  }

  Span topic() {
    return topic;
  }

  Span subject() {
    return subject;
  }

  Span symbol() {
    return symbol;
  }

  private int frame(byte[] bytes, int end) {
    int at = 0;
    byte before = '{';
    while (at < end && bytes[at] == before) {
      int name = at + 2;
      int nameEnd = nameEnd(bytes, at + 1, end);
      at =
          nameEnd == UNUSUAL
              ? UNUSUAL
              : frameValue(FrameField.NAMES.find(bytes, name, nameEnd), bytes, nameEnd + 2, end);
      if (at == UNUSUAL) {
        return UNUSUAL;
      }
      if (at < end && bytes[at] == '}') {
        return at + 1;
      }
      before = ',';
    }
    return UNUSUAL;
  }

  private int data(byte[] bytes, int from, int end) {
    int at = from;
    byte before = '{';
    while (at < end && bytes[at] == before) {
      int name = at + 2;
      int nameEnd = nameEnd(bytes, at + 1, end);
      at =
          nameEnd == UNUSUAL
              ? UNUSUAL
              : dataValue(DataField.NAMES.find(bytes, name, nameEnd), bytes, nameEnd + 2, end);
      if (at == UNUSUAL) {
        return UNUSUAL;
      }
      if (at < end && bytes[at] == '}') {
        return at + 1;
      }
      before = ',';
    }
    return UNUSUAL;
  }

  /** The closing quote of a name that begins there and has a value. */
  private static int nameEnd(byte[] bytes, int quote, int end) {
    if (quote >= end || bytes[quote] != '"') {
      return UNUSUAL;
    }
    int nameEnd = CompactJson.stringEnd(bytes, quote + 1, end);
    return nameEnd != UNUSUAL && nameEnd + 2 < end && bytes[nameEnd + 1] == ':' ? nameEnd : UNUSUAL;
  }

  private int frameValue(@Nullable FrameField field, byte[] bytes, int from, int end) {
    if (field == null) {
      return skip(bytes, from, end);
    }
    return switch (field) {
      case TYPE -> text(type, bytes, from, end);
      case TOPIC -> text(topic, bytes, from, end);
      case SUBJECT -> text(subject, bytes, from, end);
      case ID -> skip(bytes, from, end);
      case CODE -> UNUSUAL;
      case DATA -> {
        boolean again = hasData;
        hasData = true;
        yield again ? UNUSUAL : data(bytes, from, end);
      }
    };
  }

  private int dataValue(@Nullable DataField field, byte[] bytes, int from, int end) {
    if (field == null) {
      return skip(bytes, from, end);
    }
    return field == DataField.SYMBOL
        ? text(symbol, bytes, from, end)
        : number(fields.number(field), bytes, from, end);
  }

  private static int skip(byte[] bytes, int from, int end) {
    if (bytes[from] != '"') {
      return CompactJson.numberEnd(bytes, from, end);
    }
    int to = CompactJson.stringEnd(bytes, from + 1, end);
    return to == UNUSUAL ? UNUSUAL : to + 1;
  }

  private static int text(Span span, byte[] bytes, int from, int end) {
    if (bytes[from] != '"') {
      return UNUSUAL;
    }
    int to = CompactJson.stringEnd(bytes, from + 1, end);
    span.from = from + 1;
    span.to = to;
    return to == UNUSUAL ? UNUSUAL : to + 1;
  }

  private static int number(DecimalField field, byte[] bytes, int from, int end) {
    int after = skip(bytes, from, end);
    if (after == UNUSUAL) {
      return UNUSUAL;
    }
    if (bytes[from] == '"') {
      field.read(bytes, from + 1, after - 1);
    } else {
      field.read(bytes, from, after);
    }
    return after;
  }
}
