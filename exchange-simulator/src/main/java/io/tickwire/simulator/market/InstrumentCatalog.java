package io.tickwire.simulator.market;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The instruments of this exchange, most traded first: the random walk prefers the front of the
 * list. Grids are those of the real exchange where it lists the pair; start prices are only
 * plausible.
 */
public final class InstrumentCatalog {

  private static final List<Instrument> SPOT =
      List.of(
          spot("BTC", "USDT", "60000", "0.1", "0.00000001", "0.00001"),
          spot("ETH", "USDT", "3000", "0.01", "0.0000001", "0.0001"),
          spot("SOL", "USDT", "150", "0.01", "0.0001", "0.01"),
          spot("XRP", "USDT", "0.6", "0.00001", "0.0001", "0.1"),
          spot("DOGE", "USDT", "0.15", "0.00001", "0.0001", "1"),
          spot("BNB", "USDT", "600", "0.01", "0.0001", "0.001"),
          spot("ADA", "USDT", "0.45", "0.0001", "0.0001", "0.1"),
          spot("KCS", "USDT", "10", "0.001", "0.0001", "0.01"),
          spot("LTC", "USDT", "80", "0.01", "0.000001", "0.01"),
          spot("LINK", "USDT", "15", "0.0001", "0.0001", "0.01"),
          spot("AVAX", "USDT", "30", "0.001", "0.0001", "0.01"),
          spot("DOT", "USDT", "6", "0.0001", "0.0001", "0.1"),
          spot("TRX", "USDT", "0.12", "0.0001", "0.0001", "1"),
          spot("BCH", "USDT", "400", "0.01", "0.0001", "0.001"),
          spot("NEAR", "USDT", "5", "0.0001", "0.0001", "0.1"),
          spot("UNI", "USDT", "8", "0.0001", "0.0001", "0.01"),
          spot("ATOM", "USDT", "7", "0.0001", "0.0001", "0.1"),
          spot("XLM", "USDT", "0.11", "0.000001", "0.0001", "1"),
          spot("ETC", "USDT", "25", "0.0001", "0.0001", "0.01"),
          spot("FIL", "USDT", "5", "0.0001", "0.0001", "0.01"),
          spot("APT", "USDT", "9", "0.0001", "0.0001", "0.01"),
          spot("ARB", "USDT", "0.9", "0.0001", "0.0001", "0.1"),
          spot("OP", "USDT", "1.8", "0.0001", "0.0001", "0.1"),
          spot("SUI", "USDT", "1.5", "0.0001", "0.0001", "0.1"),
          spot("INJ", "USDT", "22", "0.001", "0.0001", "0.01"),
          spot("AAVE", "USDT", "120", "0.001", "0.0001", "0.001"),
          spot("ALGO", "USDT", "0.18", "0.0001", "0.0001", "1"),
          spot("SHIB", "USDT", "0.00002", "0.000000001", "1", "1000"),
          spot("BTC", "USDC", "60000", "0.1", "0.00000001", "0.00001"),
          spot("ETH", "BTC", "0.05", "0.00001", "0.0000001", "0.0001"));

  private static final List<Instrument> FUTURES =
      List.of(
          futures("XBTUSDTM", "XBT", "USDT", "60000", "0.1", "0.001", 125, "0.004"),
          futures("ETHUSDTM", "ETH", "USDT", "3000", "0.01", "0.01", 100, "0.005"),
          futures("XBTUSDM", "XBT", "USD", "60000", "0.1", "-1", 125, "0.004"),
          futures("SOLUSDTM", "SOL", "USDT", "150", "0.001", "0.1", 75, "0.007"),
          futures("XRPUSDTM", "XRP", "USDT", "0.6", "0.0001", "10", 75, "0.007"),
          futures("DOGEUSDTM", "DOGE", "USDT", "0.15", "0.00001", "100", 75, "0.007"),
          futures("BNBUSDTM", "BNB", "USDT", "600", "0.01", "0.01", 75, "0.007"),
          futures("ADAUSDTM", "ADA", "USDT", "0.45", "0.00001", "10", 75, "0.007"),
          futures("LTCUSDTM", "LTC", "USDT", "80", "0.01", "0.1", 75, "0.007"),
          futures("LINKUSDTM", "LINK", "USDT", "15", "0.001", "0.1", 75, "0.007"),
          futures("AVAXUSDTM", "AVAX", "USDT", "30", "0.001", "0.1", 75, "0.007"),
          futures("ETHUSDM", "ETH", "USD", "3000", "0.01", "-1", 100, "0.005"));

  private InstrumentCatalog() {}

  /** The hand-made ones. */
  public static final int KNOWN_SPOT = SPOT.size();

  public static final int KNOWN_FUTURES = FUTURES.size();
  public static final int MOST_SPOT = 1_000;
  public static final int MOST_FUTURES = 700;

  /**
   * So many of each market, interleaved by how much they trade. Beyond the hand-made ones they are
   * invented, always the same.
   *
   * @throws IllegalArgumentException when there are not so many
   */
  public static List<Instrument> of(int spot, int futures) {
    requireKnown(spot, futures);
    List<Instrument> all = new ArrayList<>();
    for (int i = 0; i < Math.max(spot, futures); i++) {
      if (i < spot) {
        all.add(i < SPOT.size() ? SPOT.get(i) : inventedSpot(i));
      }
      if (i < futures) {
        all.add(i < FUTURES.size() ? FUTURES.get(i) : inventedFutures(i));
      }
    }
    return Collections.unmodifiableList(all);
  }

  /**
   * @throws IllegalArgumentException when there are not so many
   */
  public static void requireKnown(int spot, int futures) {
    if (spot < 1 || spot > MOST_SPOT || futures < 1 || futures > MOST_FUTURES) {
      throw new IllegalArgumentException(
          "symbols must be 1 to "
              + MOST_SPOT
              + " spot and 1 to "
              + MOST_FUTURES
              + " futures: spot="
              + spot
              + " futures="
              + futures);
    }
  }

  /** Names of three letters that no real coin should mind: {@code QAB-USDT}. */
  private static Instrument inventedSpot(int number) {
    Grid grid = Grid.of(number);
    return spot(name('Q', number), "USDT", grid.price, grid.tick, "0.0001", "0.01");
  }

  private static Instrument inventedFutures(int number) {
    Grid grid = Grid.of(number);
    String base = name('Z', number);
    return futures(base + "USDTM", base, "USDT", grid.price, grid.tick, "1", 50, "0.01");
  }

  private static String name(char first, int number) {
    int letters = 26;
    return ""
        + first
        + (char) ('A' + number / letters % letters)
        + (char) ('A' + number % letters)
        + (char) ('A' + number / (letters * letters) % letters);
  }

  private record Grid(String price, String tick) {
    private static final List<Grid> ALL =
        List.of(
            new Grid("1.25", "0.0001"),
            new Grid("0.034", "0.00001"),
            new Grid("48", "0.01"),
            new Grid("0.0007", "0.0000001"),
            new Grid("310", "0.1"));

    static Grid of(int number) {
      return ALL.get(number % ALL.size());
    }
  }

  private static Instrument spot(
      String base, String quote, String price, String tick, String step, String minSize) {
    return new SpotInstrument(
        base,
        quote,
        new BigDecimal(price),
        new BigDecimal(tick),
        new BigDecimal(step),
        new BigDecimal(minSize));
  }

  private static Instrument futures(
      String symbol,
      String base,
      String quote,
      String price,
      String tick,
      String multiplier,
      int maxLeverage,
      String maintainMargin) {
    return new FuturesContract(
        symbol,
        base,
        quote,
        new BigDecimal(price),
        new BigDecimal(tick),
        new BigDecimal(multiplier),
        maxLeverage,
        new BigDecimal(maintainMargin));
  }
}
