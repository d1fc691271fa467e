package io.tickwire.rules.audit;

import io.tickwire.common.wire.Execution;
import io.tickwire.common.wire.Position;
import io.tickwire.rules.store.AccountStore.Amounts;
import io.tickwire.rules.store.History;
import io.tickwire.rules.store.UserKeys;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Audits one account: records in, findings out.
 *
 * <p>The account is read at one moment, and that moment's end of the ledger is remembered. Records
 * then come in this order, which is what makes the verdict exact while the account is being booked
 * on: the ledger up to that end ({@link #early}), the documents ({@link #position}), the business
 * keys ({@link #booked}), the executions of parts ({@link #partExecution}), the ledger from that
 * end on ({@link #late}). A document must know every early entry, and the whole ledger must know
 * every document.
 *
 * <p>An account too large to be held at once is read in several passes; each looks at the positions
 * whose id falls to it, the first one also at the sums. Not thread-safe.
 */
public final class Audit {
  private final AccountNames names;
  private final Terms terms;
  private final int passes;
  private final Findings findings = new Findings();
  private final Map<String, Ledger> ledgers = new TreeMap<>();
  private final Map<String, PositionCase> cases = new HashMap<>();
  private int pass;
  private long entries;
  private long positions;
  private long closed;
  private long open;
  private long believed;

  /**
   * @param passes how often the caller will read all of it, 1 at least
   */
  public Audit(String user, Terms terms, int passes) {
    this.names = new AccountNames(new UserKeys(user));
    this.terms = terms;
    this.passes = passes;
  }

  /**
   * What an account came to.
   *
   * @param believed positions whose instrument is not known, so that nothing was recomputed
   * @param unlisted findings that were only counted
   */
  public record Result(
      long entries,
      long positions,
      long closed,
      long believed,
      Map<String, Sums> sums,
      List<Finding> findings,
      long unlisted) {
    public Result {
      sums = Map.copyOf(sums);
      findings = List.copyOf(findings);
    }

    /**
     * What is still so: the findings of this second reading that the first one had, too. What
     * neither could list stays.
     */
    public Result confirming(Result first) {
      return new Result(
          entries,
          positions,
          closed,
          believed,
          sums,
          first.unlisted == 0 ? Result.confirmed(first.findings, findings) : findings,
          unlisted);
    }

    /** Findings of a second reading that are about what the first one found. */
    public static List<Finding> confirmed(List<Finding> first, List<Finding> second) {
      Set<String> known = new HashSet<>();
      first.forEach(finding -> known.add(finding.about()));
      return second.stream().filter(finding -> known.contains(finding.about())).toList();
    }
  }

  /** An entry that stood in the ledger when the account was read. */
  public void early(LedgerEntry entry) {
    if (pass == 0) {
      entries++;
      ledgers.computeIfAbsent(entry.currency(), currency -> new Ledger()).add(entry);
    }
    entry(entry, true);
  }

  /** An entry that came since. */
  public void late(LedgerEntry entry) {
    entry(entry, false);
  }

  private void entry(LedgerEntry entry, boolean early) {
    String position = entry.position();
    if (position != null && isOfThisPass(position)) {
      of(position).entry(entry, early);
    }
  }

  /** An entry of the ledger that no script wrote. */
  public void brokenEntry(String entryId, String found) {
    if (pass == 0) {
      findings.add(
          new Finding(Check.ENTRY, names.ledger(entryId), found, "an entry of a known kind"));
    }
  }

  /** A field of the account that is no amount. */
  public void brokenAmount(String field, String found) {
    findings.add(new Finding(Check.READABLE, names.account(field), found, "an amount in 1e-8"));
  }

  /** A document that cannot be read. */
  public void brokenDocument(History.Kind kind, String id, String found) {
    if (pass == 0) {
      findings.add(
          new Finding(Check.READABLE, names.document(kind, id), found, "a readable document"));
    }
  }

  /**
   * A position as its user's document shows it; the same one may come twice.
   *
   * @param execution the one that closed it, if it is on record
   */
  public void position(Position position, @Nullable Execution execution) {
    String id = position.id();
    if (!isOfThisPass(id) || of(id).hasDocument()) {
      return;
    }
    of(id).document(position);
    positions++;
    believed += terms.instrument(position.symbol()) == null ? 1 : 0;
    if (Expected.isClosed(position)) {
      closed++;
      execution(position, execution);
    }
  }

  /** Executions that closed parts and that this pass still has to be given, when it knows them. */
  public List<String> partsToRead() {
    List<String> ids = new ArrayList<>();
    cases.values().forEach(one -> ids.addAll(one.partsToRead()));
    return ids;
  }

  /** An execution that closed a part of a position. */
  public void partExecution(Execution execution) {
    String position = execution.positionId();
    if (position != null && isOfThisPass(position)) {
      of(position).partExecution(execution);
    }
  }

  private void execution(Position position, @Nullable Execution execution) {
    String key = names.document(History.Kind.EXECUTIONS, String.valueOf(position.executionId()));
    if (execution == null) {
      findings.add(
          new Finding(
              Check.EXECUTION, key, "absent", "the execution that closed " + position.id()));
    } else if (position.exitPrice() == null
        || execution.fillPrice().compareTo(position.exitPrice()) != 0) {
      findings.add(
          new Finding(
              Check.EXECUTION,
              key,
              execution.fillPrice().toPlainString(),
              String.valueOf(position.exitPrice())));
    }
  }

  /** A business key of a position: its opening, a part, its close; others are ignored. */
  public void booked(String key, String value) {
    int colon = key.indexOf(':');
    String id = key.substring(0, Math.max(0, colon));
    if (colon < 0 || !isOfThisPass(id)) {
      return;
    }
    String step = key.substring(colon + 1);
    if (step.equals("open")) {
      of(id).bookedOpen(value);
    } else if (step.equals(Expected.CLOSE)) {
      of(id).bookedClose(value);
    } else if (step.startsWith("part:")) {
      of(id).bookedPart(step.substring("part:".length()), value);
    }
  }

  /** What was found by other means about this account. */
  public void finding(Finding finding) {
    findings.add(finding);
  }

  /** Ends a pass: its positions are judged and forgotten. */
  public void endPass() {
    for (PositionCase one : cases.values()) {
      one.check(terms, names, findings::add);
      Expected expected = one.expected();
      if (expected != null && (one.wasOpen() || one.wasClosed())) {
        Ledger ledger = ledgers.computeIfAbsent(expected.currency(), currency -> new Ledger());
        open += one.wasOpen() ? 1 : 0;
        ledger.usedE8 += one.usedE8();
        ledger.feesE8 += one.paidE8();
        ledger.houseE8 -= one.wonE8();
      }
    }
    cases.clear();
    pass++;
  }

  /**
   * Compares the account with what all passes came to.
   *
   * @param account by currency
   * @param live positions in the index of open ones
   */
  public Result end(Map<String, Amounts> account, long live) {
    Map<String, Sums> sums = new LinkedHashMap<>();
    account.keySet().forEach(currency -> ledgers.computeIfAbsent(currency, name -> new Ledger()));
    ledgers.forEach(
        (currency, ledger) -> {
          Amounts amounts = account.getOrDefault(currency, Amounts.untouched(0));
          compare(currency, amounts, ledger);
          sums.put(
              currency,
              new Sums(ledger.paperE8, amounts.balanceE8(), ledger.feesE8, ledger.houseE8));
        });
    if (live != open) {
      findings.add(Finding.count(Check.LIVE_INDEX, names.live(), live, open));
    }
    return new Result(
        entries, positions, closed, believed, sums, findings.listed(), findings.unlisted());
  }

  private void compare(String currency, Amounts amounts, Ledger ledger) {
    equal(Check.BALANCE, currency + ":balance", amounts.balanceE8(), ledger.sumE8);
    equal(
        Check.REALIZED,
        currency + ":realized",
        amounts.realizedE8(),
        ledger.sumE8 - ledger.paperE8);
    equal(Check.USED_MARGIN, currency + ":used", amounts.usedE8(), ledger.usedE8);
    equal(
        Check.AVAILABLE,
        currency + ":available",
        amounts.availableE8(),
        amounts.balanceE8() - amounts.usedE8());
    if (ledger.papers != 1) {
      findings.add(Finding.count(Check.PAPER, names.ledger(currency + ":paper"), ledger.papers, 1));
    }
  }

  private void equal(Check check, String field, long foundE8, long expectedE8) {
    if (foundE8 != expectedE8) {
      findings.add(Finding.money(check, names.account(field), foundE8, expectedE8));
    }
  }

  private boolean isOfThisPass(String position) {
    return Math.floorMod(position.hashCode(), passes) == pass;
  }

  private PositionCase of(String position) {
    return cases.computeIfAbsent(position, PositionCase::new);
  }

  /** What the entries of one currency and the positions behind them come to. */
  private static final class Ledger {
    long sumE8;
    long paperE8;
    int papers;
    long usedE8;
    long feesE8;
    long houseE8;

    void add(LedgerEntry entry) {
      sumE8 += entry.amountE8();
      if (entry.kind() == LedgerEntry.Kind.PAPER) {
        paperE8 += entry.amountE8();
        papers++;
      }
    }
  }
}
