package io.tickwire.feed.venue.kucoin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one frame, collected in whatever order they come before anything is judged. Reused
 * frame after frame; not thread-safe.
 */
final class FrameFields {
  @Nullable String type;
  @Nullable String topic;
  @Nullable String subject;
  @Nullable String id;
  @Nullable String symbol;

  /** The text of an error frame. */
  @Nullable String text;

  boolean hasData;
  final DecimalField code = new DecimalField();
  final DecimalField sequence = new DecimalField();
  final DecimalField price = new DecimalField();
  final DecimalField size = new DecimalField();
  final DecimalField bid = new DecimalField();
  final DecimalField ask = new DecimalField();
  final DecimalField bidSize = new DecimalField();
  final DecimalField askSize = new DecimalField();
  final DecimalField mark = new DecimalField();
  final DecimalField index = new DecimalField();

  final DecimalField rate = new DecimalField();
  final DecimalField granularity = new DecimalField();

  /** In the unit of its channel. */
  final DecimalField time = new DecimalField();

  private final DecimalField[] numbers = {
    code, sequence, price, size, bid, ask, bidSize, askSize, mark, index, rate, granularity, time
  };

  /** False when the text is not one whole object. */
  boolean read(JsonParser json) throws IOException {
    clear();
    if (json.nextToken() != JsonToken.START_OBJECT) {
      return false;
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      readOuter(name, json);
    }
    return json.nextToken() == null;
  }

  private void clear() {
    type = null;
    topic = null;
    subject = null;
    id = null;
    symbol = null;
    text = null;
    hasData = false;
    for (DecimalField number : numbers) {
      number.clear();
    }
  }

  private void readOuter(String name, JsonParser json) throws IOException {
    switch (name) {
      case "type" -> type = text(json);
      case "topic" -> topic = text(json);
      case "subject" -> subject = text(json);
      case "id" -> id = text(json);
      case "code" -> code.read(json);
      case "data" -> {
        if (json.currentToken() == JsonToken.START_OBJECT) {
          readData(json);
        } else {
          text = text(json);
        }
      }
      default -> json.skipChildren();
    }
  }

  private void readData(JsonParser json) throws IOException {
    hasData = true;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      json.nextToken();
      readInner(name, json);
    }
  }

  private void readInner(String name, JsonParser json) throws IOException {
    switch (name) {
      case "symbol" -> symbol = text(json);
      case "sequence" -> sequence.read(json);
      case "price" -> price.read(json);
      case "size" -> size.read(json);
      case "bestBid", "bestBidPrice" -> bid.read(json);
      case "bestAsk", "bestAskPrice" -> ask.read(json);
      case "bestBidSize" -> bidSize.read(json);
      case "bestAskSize" -> askSize.read(json);
      case "markPrice" -> mark.read(json);
      case "indexPrice" -> index.read(json);
      case "fundingRate" -> rate.read(json);
      case "granularity" -> granularity.read(json);
      case "time", "Time", "ts", "timestamp" -> time.read(json);
      default -> json.skipChildren();
    }
  }

  private static @Nullable String text(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.VALUE_STRING || token.isNumeric()) {
      return json.getText();
    }
    json.skipChildren();
    return null;
  }
}
