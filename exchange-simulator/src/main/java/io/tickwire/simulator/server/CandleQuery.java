package io.tickwire.simulator.server;

import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * Which candles a call asks for.
 *
 * @param fromMs epoch milliseconds
 * @param toMs exclusive
 * @param most how many an answer holds
 */
record CandleQuery(long fromMs, long toMs, int most) {
  private static final int SPOT_MOST = 1_500;
  private static final int FUTURES_MOST = 500;
  private static final long MS_PER_S = 1_000;
  private static final long LATEST_S = Long.MAX_VALUE / MS_PER_S / 2;

  /** {@code type=1min}, {@code startAt} and {@code endAt} in seconds; nothing for other types. */
  static Optional<CandleQuery> spot(RoutingContext call) {
    if (!call.request().getParam("type", "").equals("1min")) {
      return Optional.empty();
    }
    try {
      long fromS = number(call, "startAt", 0);
      long toS = number(call, "endAt", 0);
      return Optional.of(
          new CandleQuery(fromS * MS_PER_S, (toS == 0 ? LATEST_S : toS) * MS_PER_S, SPOT_MOST));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** {@code granularity=1}, {@code from} and {@code to} in milliseconds. */
  static Optional<CandleQuery> futures(RoutingContext call) {
    if (!call.request().getParam("granularity", "").equals("1")) {
      return Optional.empty();
    }
    try {
      long toMs = number(call, "to", 0);
      return Optional.of(
          new CandleQuery(
              number(call, "from", 0), toMs == 0 ? Long.MAX_VALUE : toMs, FUTURES_MOST));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static long number(RoutingContext call, String name, long otherwise) {
    String text = call.request().getParam(name, "");
    long value = text.isEmpty() ? otherwise : Long.parseLong(text);
    if (value < 0 || value > LATEST_S) {
      throw new NumberFormatException(name);
    }
    return value;
  }
}
