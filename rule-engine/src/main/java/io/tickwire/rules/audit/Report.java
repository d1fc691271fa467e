package io.tickwire.rules.audit;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Adds up what single audits found. Not thread-safe. */
public final class Report {
  private final Findings findings = new Findings();
  private final Map<String, Sums> sums = new TreeMap<>();
  private long accounts;
  private long entries;
  private long positions;
  private long closed;
  private long believed;
  private long triggers;
  private long partitions;
  private long records;

  /** An account, once. */
  public void account(Audit.Result result, long itsTriggers) {
    accounts++;
    entries += result.entries();
    positions += result.positions();
    closed += result.closed();
    believed += result.believed();
    triggers += itsTriggers;
    result.sums().forEach((currency, of) -> sums.merge(currency, of, Sums::plus));
    findings.addAll(result.findings());
    findings.unlisted(result.unlisted());
  }

  /** A partition, once. */
  public void partition(long itsRecords, List<Finding> itsFindings) {
    partitions++;
    records += itsRecords;
    findings.addAll(itsFindings);
  }

  /** Everything has been read: no money may have come or gone. */
  public void end() {
    sums.forEach(
        (currency, of) -> {
          if (of.differenceE8() != 0) {
            findings.add(
                Finding.money(
                    Check.SUM,
                    "all accounts " + currency,
                    of.startE8() + of.differenceE8(),
                    of.startE8()));
          }
        });
  }

  public boolean agrees() {
    return findings.listed().isEmpty();
  }

  public List<Finding> findings() {
    return findings.listed();
  }

  /** What was read, by name. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new LinkedHashMap<>();
    counts.put("accounts", accounts);
    counts.put("entries", entries);
    counts.put("positions", positions);
    counts.put("closed", closed);
    counts.put("triggers", triggers);
    counts.put("partitions", partitions);
    counts.put("records", records);
    counts.put("not_recomputed", believed);
    return counts;
  }

  Map<String, Sums> sums() {
    return new TreeMap<>(sums);
  }

  /** Findings that were counted only. */
  long unlisted() {
    return findings.unlisted();
  }
}
