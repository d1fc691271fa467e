package io.tickwire.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Positions with stop and target, and triggers that alert or open, around the prices as they are.
 * Their distances are drawn so that a run of that length reaches about half of them.
 */
final class RandomOrders {
  private static final String POSITIONS = "/v1/positions";
  private static final String TRIGGERS = "/v1/triggers";
  private static final int SENDERS = 8;
  private static final int TRIES = 60;
  private static final long PAUSE_NS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final long WITHIN_MINUTES = 5;

  /** The walk's steps are even between plus and minus the largest one. */
  private static final double DEVIATION_OF_LARGEST_STEP = 0.58;

  private static final double STEP_SHARE = 1.0 / 20_000;

  private final MortalCluster cluster;
  private final Random random;
  private final double trades;
  private final List<Listed> listed;
  private int drawn;

  /**
   * @param step how far a price goes in one trade at most
   * @param share of all trades
   */
  private record Listed(
      String symbol,
      boolean spot,
      BigDecimal price,
      BigDecimal tick,
      BigDecimal lot,
      double step,
      double share) {

    BigDecimal away(double ticks) {
      return price.add(tick.multiply(BigDecimal.valueOf(Math.round(ticks))));
    }

    double stepTicks() {
      return step / tick.doubleValue();
    }
  }

  record Order(Api user, String path, String body) {}

  /**
   * An order that was answered by a record.
   *
   * @param answeredMs when the answer was here
   */
  record Taken(String id, long answeredMs) {}

  /**
   * @param trades that the walk will print, over all symbols
   */
  RandomOrders(MortalCluster cluster, long seed, double trades) {
    this.cluster = cluster;
    this.random = new Random(seed);
    this.trades = trades;
    this.listed = listed();
  }

  /** The catalogue's order: the walk draws two of it and takes the first. */
  private List<Listed> listed() {
    List<JsonNode> spot = new ArrayList<>();
    cluster.exchange().get("/api/v2/symbols").body().path("data").forEach(spot::add);
    List<JsonNode> futures = new ArrayList<>();
    cluster
        .futuresExchange()
        .get("/api/v1/contracts/active")
        .body()
        .path("data")
        .forEach(futures::add);
    JsonNode tickers =
        cluster.exchange().get("/api/v1/market/allTickers").body().path("data").path("ticker");
    int all = spot.size() + futures.size();
    List<Listed> found = new ArrayList<>();
    for (int i = 0; i < Math.max(spot.size(), futures.size()); i++) {
      if (i < spot.size()) {
        found.add(spot(spot.get(i), tickers, share(found.size(), all)));
      }
      if (i < futures.size()) {
        found.add(contract(futures.get(i), share(found.size(), all)));
      }
    }
    return found;
  }

  private static double share(int index, int all) {
    return (2.0 * (all - index) - 1) / ((double) all * all);
  }

  private static Listed spot(JsonNode row, JsonNode tickers, double share) {
    String symbol = row.path("symbol").asText();
    for (JsonNode ticker : tickers) {
      if (ticker.path("symbol").asText().equals(symbol)) {
        BigDecimal lot =
            new BigDecimal(row.path("baseMinSize").asText())
                .max(new BigDecimal(row.path("baseIncrement").asText()));
        return listed(
            symbol,
            true,
            new BigDecimal(ticker.path("last").asText()),
            new BigDecimal(row.path("priceIncrement").asText()),
            lot,
            share);
      }
    }
    throw new AssertionError("no ticker: symbol=" + symbol);
  }

  private static Listed contract(JsonNode row, double share) {
    return listed(
        row.path("symbol").asText(),
        false,
        new BigDecimal(row.path("lastTradePrice").asText()),
        new BigDecimal(row.path("tickSize").asText()),
        BigDecimal.ONE,
        share);
  }

  private static Listed listed(
      String symbol,
      boolean spot,
      BigDecimal price,
      BigDecimal tick,
      BigDecimal lot,
      double share) {
    double step = Math.max(tick.doubleValue(), price.doubleValue() * STEP_SHARE);
    return new Listed(symbol, spot, price, tick, lot, step, share);
  }

  /** Creates so many, divided over the users; all have to be taken. */
  List<Taken> create(int count, List<Api> users) {
    ExecutorService senders = Executors.newFixedThreadPool(SENDERS);
    try {
      List<Callable<Taken>> calls = new ArrayList<>();
      draw(count, users).forEach(order -> calls.add(() -> require(order)));
      List<Taken> taken = new ArrayList<>();
      for (Future<Taken> sent : senders.invokeAll(calls, WITHIN_MINUTES, TimeUnit.MINUTES)) {
        taken.add(sent.get());
      }
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    } catch (ExecutionException e) {
      throw new AssertionError("an order was refused: " + e.getCause(), e);
    } finally {
      senders.shutdownNow();
    }
  }

  /** So many more, to be sent one by one. */
  List<Order> draw(int count, List<Api> users) {
    List<Order> orders = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Listed one = listed.get(drawn++ % listed.size());
      Api user = users.get(random.nextInt(users.size()));
      orders.add(random.nextInt(10) < 4 ? position(user, one) : trigger(user, one));
    }
    return orders;
  }

  private static Taken require(Order order) {
    Taken taken = send(order);
    if (taken == null) {
      throw new AssertionError("not taken: " + order.body());
    }
    return taken;
  }

  /**
   * Until it is answered; the first of a symbol may find no price yet, and Redis or the engine may
   * be away. The client id makes the same order of all tries.
   *
   * @return null when the price has gone beyond it meanwhile
   */
  static @Nullable Taken send(Order order) {
    Api.Answer answer = order.user().tryPost(order.path(), order.body());
    for (int i = 0; i < TRIES && answer.status() == 503; i++) {
      LockSupport.parkNanos(PAUSE_NS);
      answer = order.user().tryPost(order.path(), order.body());
    }
    long answeredMs = System.currentTimeMillis();
    if (answer.status() == 422) {
      return null;
    }
    // 200: what an earlier try, whose answer was lost, has made.
    if (answer.status() != 201 && answer.status() != 200) {
      throw new AssertionError(order.body() + " was answered " + answer);
    }
    return new Taken(answer.text("id"), answeredMs);
  }

  private Order position(Api user, Listed one) {
    boolean isLong = one.spot() || random.nextBoolean();
    int sign = isLong ? 1 : -1;
    ObjectNode body =
        Api.JSON
            .createObjectNode()
            .put("symbol", one.symbol())
            .put("side", isLong ? "long" : "short")
            .put("quantity", lots(one))
            .put("client_id", "order-" + random.nextLong());
    int kinds = random.nextInt(3);
    if (kinds != 0) {
      body.put("stop_loss", one.away(-sign * distance(one)).toPlainString());
    }
    if (kinds != 1) {
      body.put("take_profit", one.away(sign * distance(one)).toPlainString());
    }
    return new Order(user, POSITIONS, body.toString());
  }

  private Order trigger(Api user, Listed one) {
    boolean above = random.nextBoolean();
    double distance = (above ? 1 : -1) * distance(one);
    ObjectNode body =
        Api.JSON
            .createObjectNode()
            .put("symbol", one.symbol())
            .put("condition", above ? "above" : "below")
            .put("price", one.away(distance).toPlainString())
            .put("client_id", "order-" + random.nextLong());
    ObjectNode action = body.putObject("action");
    if (random.nextBoolean()) {
      action.putObject("alert").put("message", "reached");
    } else {
      // Beyond what one trade can overshoot, so that the opening is never refused.
      double exit = 3 * one.stepTicks() + 3 + distance(one) / 2;
      action
          .putObject("open")
          .put("side", "long")
          .put("quantity", lots(one))
          .put("stop_loss", one.away(distance - exit).toPlainString())
          .put("take_profit", one.away(distance + exit).toPlainString());
    }
    return new Order(user, TRIGGERS, body.toString());
  }

  private static String lots(Listed one) {
    return one.lot().multiply(BigDecimal.TEN).toPlainString();
  }

  /** In ticks, at least two; up to twice the deviation that the run will have. */
  private double distance(Listed one) {
    double deviation =
        one.stepTicks() * DEVIATION_OF_LARGEST_STEP * Math.sqrt(trades * one.share());
    return Math.max(2, deviation * (0.02 + 1.98 * random.nextDouble()));
  }
}
