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

  VenueFrame read(Topic topic, long receivedNs) {
    RejectReason fault = fault(topic.channel());
    if (fault != null) {
      return new VenueFrame.Rejected(fault, topic.symbol(), "channel=" + topic.channel());
    }
    try {
      return new VenueFrame.Data(tick(topic, receivedNs));
    } catch (ArithmeticException e) {
      return new VenueFrame.Rejected(
          RejectReason.OVERFLOW, topic.symbol(), "channel=" + topic.channel());
    }
  }

  /** A rate may be zero or negative. */
  VenueFrame readFunding(Topic topic, long receivedNs) {
    RejectReason fault =
        first(
            absent(fields.rate) ? RejectReason.NO_PRICE : null,
            fields.rate.reading() == DecimalField.Reading.VALUE ? null : RejectReason.BAD_PRICE,
            timeFault(topic.channel()));
    if (fault != null) {
      return new VenueFrame.Rejected(fault, topic.symbol(), "funding rate");
    }
    return new VenueFrame.Data(
        Tick.funding(
            topic.symbol(),
            fields.time.digits(),
            receivedNs,
            fields.rate.scale(),
            fields.rate.digits(),
            fields.granularity.isWhole() ? fields.granularity.digits() : 0));
  }

  private @Nullable RejectReason fault(Channel channel) {
    return switch (channel.kind()) {
      case TRADE -> first(sequenceFault(), price(fields.price), tradeSize(), timeFault(channel));
      case QUOTE ->
          first(
              sequenceFault(),
              absent(fields.price) ? null : price(fields.price),
              first(price(fields.bid), price(fields.ask)),
              first(quoteSize(fields.bidSize), quoteSize(fields.askSize), timeFault(channel)));
      case MARK -> first(price(fields.mark), price(fields.index), timeFault(channel));
      case CANDLE, FUNDING -> throw new AssertionError(channel);
    };
  }

  private Tick tick(Topic topic, long receivedNs) {
    String symbol = topic.symbol();
    long timeNs = timeNs(topic.channel());
    return switch (topic.channel().kind()) {
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
      case CANDLE, FUNDING -> throw new AssertionError(topic);
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

  private static @Nullable RejectReason first(@Nullable RejectReason... faults) {
    for (RejectReason fault : faults) {
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }
}
