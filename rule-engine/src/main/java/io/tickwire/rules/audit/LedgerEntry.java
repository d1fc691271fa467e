package io.tickwire.rules.audit;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One entry of an account's ledger.
 *
 * @param id of the stream entry
 * @param key the business key: {@code pos_…:open}, {@code pos_…:part:exe_…}, {@code pos_…:close},
 *     {@code pos_…:funding:TIME}, {@code USDT:paper}
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
    CLOSE_FEE,
    /** What the house pays of a loss beyond the margin. */
    INSURANCE,
    FUNDING
  }

  /** The business key without the position. */
  String step() {
    return position == null ? key : key.substring(position.length() + 1);
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
          case "insurance" -> Kind.INSURANCE;
          case "funding" -> Kind.FUNDING;
          default -> throw new IllegalArgumentException("kind=" + fields.get("kind"));
        };
    String key = fields.getOrDefault("key", "");
    String belongs =
        switch (kind) {
          case PAPER -> Pattern.quote(currency + ":paper");
          case OPEN_FEE -> Pattern.quote(position + ":open");
          case GROSS, CLOSE_FEE, INSURANCE -> Pattern.quote(position + ":") + "(close|part:.+)";
          case FUNDING -> Pattern.quote(position + ":funding:") + "\\d+";
        };
    if (currency.isEmpty() || !key.matches(belongs)) {
      throw new IllegalArgumentException("key=" + key + " of kind=" + fields.get("kind"));
    }
    try {
      long amountE8 = Long.parseLong(fields.getOrDefault("amount_e8", ""));
      return new LedgerEntry(id, key, currency, kind, amountE8, position);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("amount_e8=" + fields.get("amount_e8"), e);
    }
  }
}
