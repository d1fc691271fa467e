package io.tickwire.rules.audit;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an account's ledger.
 *
 * @param id of the stream entry
 * @param key the business key: {@code pos_…:open}, {@code pos_…:close}, {@code USDT:paper}
 * @param amountE8 what it adds to the balance, in 1e-8
 * @param position absent for paper money
 */
public record LedgerEntry(
    String id, String key, String currency, Kind kind, long amountE8, @Nullable String position) {
  /** What is booked. */
  public enum Kind {
    PAPER,
    OPEN_FEE,
    GROSS,
    CLOSE_FEE
  }

  /**
   * Reads the fields of a stream entry.
   *
   * @throws IllegalArgumentException for what no script writes: an unknown kind, a broken amount, a
   *     key that does not belong to the kind
   */
  public static LedgerEntry of(String id, Map<String, String> fields) {
    String currency = fields.getOrDefault("currency", "");
    String position = fields.get("position");
    Kind kind =
        switch (fields.getOrDefault("kind", "")) {
          case "paper" -> Kind.PAPER;
          case "open_fee" -> Kind.OPEN_FEE;
          case "gross" -> Kind.GROSS;
          case "close_fee" -> Kind.CLOSE_FEE;
          default -> throw new IllegalArgumentException("kind=" + fields.get("kind"));
        };
    String key = fields.getOrDefault("key", "");
    String belongs =
        switch (kind) {
          case PAPER -> currency + ":paper";
          case OPEN_FEE -> position + ":open";
          case GROSS, CLOSE_FEE -> position + ":close";
        };
    if (currency.isEmpty() || !key.equals(belongs)) {
      throw new IllegalArgumentException("key=" + key + " instead of " + belongs);
    }
    try {
      long amountE8 = Long.parseLong(fields.getOrDefault("amount_e8", ""));
      return new LedgerEntry(id, key, currency, kind, amountE8, position);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("amount_e8=" + fields.get("amount_e8"), e);
    }
  }
}
