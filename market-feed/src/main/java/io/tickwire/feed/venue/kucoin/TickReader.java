package io.tickwire.feed.venue.kucoin;

import io.tickwire.common.market.Decimals;
import io.tickwire.common.wire.Tick;
import io.tickwire.feed.venue.RejectReason;
import io.tickwire.feed.venue.VenueFrame;
import org.jspecify.annotations.Nullable;

/** Judges the fields of a data frame and makes the tick, or says why not. Not thread-safe. */
final class TickReader {
  private static final long NS_PER_MS = 1_000_000;

  private final FrameFields fields;

  TickReader(FrameFields fields) {
    this.fields = fields;
  }

  VenueFrame read(Channel channel, String symbol, long receivedNs) {
    RejectReason fault = fault(channel);
    if (fault != null) {
      return new VenueFrame.Rejected(fault, symbol, "channel=" + channel);
    }
    try {
      return new VenueFrame.Data(tick(channel, symbol, receivedNs));
    } catch (ArithmeticException e) {
      return new VenueFrame.Rejected(RejectReason.OVERFLOW, symbol, "channel=" + channel);
    }
  }

  /** A rate may be zero or negative. */
  VenueFrame readFunding(String symbol, long receivedNs) {
    RejectReason fault = either(rateFault(), timeFault(Channel.FUTURES_MARK));
    if (fault != null) {
      return new VenueFrame.Rejected(fault, symbol, "funding rate");
    }
    return new VenueFrame.Data(
        Tick.funding(
            symbol,
            fields.time.digits(),
            receivedNs,
            fields.rate.scale(),
            fields.rate.digits(),
            fields.granularity.isWhole() ? fields.granularity.digits() : 0));
  }

  private @Nullable RejectReason fault(Channel channel) {
    RejectReason fault =
        switch (channel.kind()) {
          case TRADE -> either(sequenceFault(), either(price(fields.price), tradeSize()));
          case QUOTE -> either(sequenceFault(), quoteFault());
          case MARK -> either(price(fields.mark), price(fields.index));
          case CANDLE, FUNDING -> throw new AssertionError(channel);
        };
    return either(fault, timeFault(channel));
  }

  private @Nullable RejectReason quoteFault() {
    RejectReason last = absent(fields.price) ? null : price(fields.price);
    RejectReason sizes = either(quoteSize(fields.bidSize), quoteSize(fields.askSize));
    return either(last, either(either(price(fields.bid), price(fields.ask)), sizes));
  }

  private @Nullable RejectReason rateFault() {
    return switch (fields.rate.reading()) {
      case ABSENT -> RejectReason.NO_PRICE;
      case MALFORMED, TOO_LONG -> RejectReason.BAD_PRICE;
      case VALUE -> null;
    };
  }

  private static @Nullable RejectReason either(
      @Nullable RejectReason first, @Nullable RejectReason second) {
    return first == null ? second : first;
  }

  private Tick tick(Channel channel, String symbol, long receivedNs) {
    long timeNs = timeNs(channel);
    return switch (channel.kind()) {
      case TRADE ->
          Tick.trade(
              symbol,
              fields.sequence.digits(),
              timeNs,
              receivedNs,
              fields.price.scale(),
              fields.price.digits(),
              fields.size.scale(),
              fields.size.digits());
      case QUOTE -> quote(symbol, timeNs, receivedNs);
      case MARK ->
          Tick.mark(
              symbol,
              timeNs / NS_PER_MS,
              timeNs,
              receivedNs,
              fields.mark.scale(),
              fields.mark.digits(),
              fields.index.scale(),
              fields.index.digits());
      case CANDLE, FUNDING -> throw new AssertionError(channel);
    };
  }

  /** The three prices of a quote share one scale, and so do its sizes. */
  private Tick quote(String symbol, long timeNs, long receivedNs) {
    int priceScale =
        Math.max(fields.price.scale(), Math.max(fields.bid.scale(), fields.ask.scale()));
    int sizeScale = Math.max(fields.bidSize.scale(), fields.askSize.scale());
    return Tick.quote(
        symbol,
        fields.sequence.digits(),
        timeNs,
        receivedNs,
        priceScale,
        absent(fields.price) ? Tick.ABSENT : at(fields.price, priceScale),
        at(fields.bid, priceScale),
        at(fields.ask, priceScale),
        sizeScale,
        at(fields.bidSize, sizeScale),
        at(fields.askSize, sizeScale));
  }

  private static long at(DecimalField field, int scale) {
    return Decimals.rescale(field.digits(), field.scale(), scale);
  }

  private @Nullable RejectReason sequenceFault() {
    return whole(fields.sequence, RejectReason.NO_SEQUENCE, RejectReason.BAD_SEQUENCE);
  }

  private @Nullable RejectReason timeFault(Channel channel) {
    RejectReason fault = whole(fields.time, RejectReason.NO_TIME, RejectReason.BAD_TIME);
    boolean tooLate =
        fault == null
            && isInMilliseconds(channel)
            && fields.time.digits() > Long.MAX_VALUE / NS_PER_MS;
    return tooLate ? RejectReason.BAD_TIME : fault;
  }

  private long timeNs(Channel channel) {
    return isInMilliseconds(channel) ? fields.time.digits() * NS_PER_MS : fields.time.digits();
  }

  private static boolean isInMilliseconds(Channel channel) {
    return channel == Channel.SPOT_TICKER || channel == Channel.FUTURES_MARK;
  }

  private static @Nullable RejectReason whole(
      DecimalField field, RejectReason missing, RejectReason bad) {
    if (absent(field)) {
      return missing;
    }
    return field.isWhole() && field.digits() > 0 ? null : bad;
  }

  private static @Nullable RejectReason price(DecimalField field) {
    return switch (field.reading()) {
      case ABSENT -> RejectReason.NO_PRICE;
      case MALFORMED -> RejectReason.BAD_PRICE;
      case TOO_LONG -> RejectReason.OVERFLOW;
      case VALUE -> field.digits() > 0 ? null : RejectReason.BAD_PRICE;
    };
  }

  private @Nullable RejectReason tradeSize() {
    if (absent(fields.size)) {
      return RejectReason.NO_SIZE;
    }
    RejectReason fault = quoteSize(fields.size);
    return fault == null && fields.size.digits() == 0 ? RejectReason.BAD_SIZE : fault;
  }

  private static @Nullable RejectReason quoteSize(DecimalField field) {
    return switch (field.reading()) {
      case ABSENT -> null;
      case MALFORMED -> RejectReason.BAD_SIZE;
      case TOO_LONG -> RejectReason.OVERFLOW;
      case VALUE -> field.digits() >= 0 ? null : RejectReason.BAD_SIZE;
    };
  }

  private static boolean absent(DecimalField field) {
    return field.reading() == DecimalField.Reading.ABSENT;
  }
}
