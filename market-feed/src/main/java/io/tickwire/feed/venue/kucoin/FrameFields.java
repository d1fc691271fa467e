package io.tickwire.feed.venue.kucoin;

/**
 * The numbers of one data frame, collected in whatever order they come before anything is judged.
 * Reused frame after frame; not thread-safe.
 */
final class FrameFields {
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

  private final DecimalField[] all = {
    sequence, price, size, bid, ask, bidSize, askSize, mark, index, rate, granularity, time
  };

  void clear() {
    for (DecimalField number : all) {
      number.clear();
    }
  }

  /**
   * @throws IllegalArgumentException for the symbol, which is no number
   */
  DecimalField number(DataField field) {
    return switch (field) {
      case SEQUENCE -> sequence;
      case PRICE -> price;
      case SIZE -> size;
      case BID -> bid;
      case ASK -> ask;
      case BID_SIZE -> bidSize;
      case ASK_SIZE -> askSize;
      case MARK -> mark;
      case INDEX -> index;
      case RATE -> rate;
      case GRANULARITY -> granularity;
      case TIME -> time;
      case SYMBOL -> throw new IllegalArgumentException("not a number: field=" + field);
    };
  }
}
