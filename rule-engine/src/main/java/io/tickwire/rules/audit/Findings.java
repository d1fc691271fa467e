package io.tickwire.rules.audit;

import java.util.ArrayList;
import java.util.List;

/** Findings in their order; beyond {@value #MOST} they are only counted. Not thread-safe. */
final class Findings {
  static final int MOST = 10_000;

  private final List<Finding> listed = new ArrayList<>();
  private long unlisted;

  void add(Finding finding) {
    if (listed.size() < MOST) {
      listed.add(finding);
    } else {
      unlisted++;
    }
  }

  void addAll(List<Finding> findings) {
    findings.forEach(this::add);
  }

  void unlisted(long more) {
    unlisted += more;
  }

  List<Finding> listed() {
    return List.copyOf(listed);
  }

  long unlisted() {
    return unlisted;
  }
}
