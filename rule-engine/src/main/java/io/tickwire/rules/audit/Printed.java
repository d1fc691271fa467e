package io.tickwire.rules.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tickwire.common.wire.Json;
import java.util.Locale;
import java.util.StringJoiner;

/** A report as text for a person and as JSON for a program. Amounts are decimals. */
public final class Printed {
  private Printed() {}

  /** One line of counts, one per currency and finding, and a verdict at the end. */
  public static String text(Report report) {
    StringBuilder text = new StringBuilder();
    StringJoiner counts = new StringJoiner("  ");
    report.counts().forEach((name, count) -> counts.add(name + " " + count));
    line(text, "%s", counts);
    report
        .sums()
        .forEach(
            (currency, sums) ->
                line(
                    text,
                    "%s  start %s = balances %s + fees %s + house %s, difference %s",
                    currency,
                    Finding.text(sums.startE8()),
                    Finding.text(sums.balancesE8()),
                    Finding.text(sums.feesE8()),
                    Finding.text(sums.houseE8()),
                    Finding.text(sums.differenceE8())));
    for (Finding finding : report.findings()) {
      line(
          text,
          "WRONG %s  %s  found %s  expected %s",
          finding.check().wireName(),
          oneLine(finding.key()),
          oneLine(finding.found()),
          oneLine(finding.expected()));
    }
    if (report.unlisted() > 0) {
      line(text, "and %d more", report.unlisted());
    }
    line(
        text,
        report.agrees() ? "Everything agrees." : "%d findings: the books do not agree.",
        report.findings().size() + report.unlisted());
    return text.toString();
  }

  /** The same as one JSON object. */
  public static String json(Report report) {
    ObjectNode object = Json.mapper().createObjectNode();
    object.put("agrees", report.agrees());
    report.counts().forEach(object::put);
    ArrayNode sums = object.putArray("sums");
    report
        .sums()
        .forEach(
            (currency, of) ->
                sums.addObject()
                    .put("currency", currency)
                    .put("start", Finding.text(of.startE8()))
                    .put("balances", Finding.text(of.balancesE8()))
                    .put("fees", Finding.text(of.feesE8()))
                    .put("house", Finding.text(of.houseE8()))
                    .put("difference", Finding.text(of.differenceE8())));
    ArrayNode findings = object.putArray("findings");
    for (Finding finding : report.findings()) {
      findings
          .addObject()
          .put("check", finding.check().wireName())
          .put("key", finding.key())
          .put("found", finding.found())
          .put("expected", finding.expected());
    }
    object.put("unlisted", report.unlisted());
    return Json.write(object);
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\p{Cntrl}+", " ");
  }

  private static void line(StringBuilder text, String format, Object... arguments) {
    text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
