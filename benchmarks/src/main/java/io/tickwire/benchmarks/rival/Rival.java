package io.tickwire.benchmarks.rival;

/** The ways to find the rules that a price reaches. */
public enum Rival {
  BOOK,
  DECIMAL_SCAN,
  ARRAY_SCAN,
  TREE_MAP,
  EXCHANGE_CORE,
  REDIS;

  /** A new empty one. */
  public Levels start() {
    return switch (this) {
      case BOOK -> new BookLevels();
      case DECIMAL_SCAN -> new DecimalScan();
      case ARRAY_SCAN -> new ArrayScan();
      case TREE_MAP -> new TreeLevels();
      case EXCHANGE_CORE -> new ExchangeCoreLevels();
      case REDIS -> new RedisLevels();
    };
  }
}
