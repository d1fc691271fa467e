package io.tickwire.rules.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import io.tickwire.common.wire.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {
  private final Report report = new Report();

  private static Audit.Result result(Sums usdt, Finding... findings) {
    return new Audit.Result(5, 2, 1, 0, Map.of("USDT", usdt), List.of(findings), 0);
  }

  @Test
  void agrees_whenNoMoneyCameOrWent() {
    report.account(result(new Sums(100, 80, 5, 15)), 3);
    report.account(result(new Sums(100, 130, 5, -35)), 0);
    report.partition(7, List.of());
    report.end();

    assertThat(report.agrees()).isTrue();
    assertThat(Printed.text(report))
        .isEqualTo(
            """
            accounts 2  entries 10  positions 4  closed 2  triggers 3  partitions 1  records 7  not_recomputed 0
            USDT  start 0.000002 = balances 0.0000021 + fees 0.0000001 + house -0.0000002, difference 0
            Everything agrees.
            """);
  }

  @Test
  void findsTheSum_whenMoneyCame() {
    report.account(result(new Sums(100, 80, 5, 15)), 0);
    report.account(result(new Sums(100, 101, 0, 0)), 0);
    report.end();

    assertThat(report.agrees()).isFalse();
    assertThat(Books.told(report.findings()))
        .containsExactly("sum all accounts USDT 0.00000201 0.000002");
  }

  @Test
  void printsAFindingOnOneLine_whateverStandsInIt() {
    report.partition(0, List.of(new Finding(Check.READABLE, "k", "a\nb", "c")));

    assertThat(Printed.text(report))
        .contains("\nWRONG readable  k  found a b  expected c\n")
        .endsWith("\n1 findings: the books do not agree.\n");
  }

  @Test
  void printsTheSameAsJson() {
    report.account(result(new Sums(100, 80, 5, 15), new Finding(Check.CLOSE, "k", "2", "1")), 0);
    report.end();

    JsonNode json = Json.read(Printed.json(report), JsonNode.class);
    assertThat(json.get("agrees").asBoolean()).isFalse();
    assertThat(json.get("accounts").asInt()).isEqualTo(1);
    assertThat(json.get("sums").get(0).toString())
        .isEqualTo(
            "{\"currency\":\"USDT\",\"start\":\"0.000001\",\"balances\":\"0.0000008\","
                + "\"fees\":\"0.00000005\",\"house\":\"0.00000015\",\"difference\":\"0\"}");
    assertThat(json.get("findings").toString())
        .isEqualTo("[{\"check\":\"close\",\"key\":\"k\",\"found\":\"2\",\"expected\":\"1\"}]");
  }

  @Test
  void countsFindings_beyondThoseItLists() {
    List<Finding> many = new ArrayList<>();
    for (int i = 0; i < Findings.MOST + 3; i++) {
      many.add(Finding.count(Check.CLOSE, "k" + i, 2, 1));
    }
    report.partition(0, many);

    assertThat(report.findings()).hasSize(Findings.MOST);
    assertThat(report.unlisted()).isEqualTo(3);
    assertThat(Printed.text(report)).contains("\nand 3 more\n10003 findings");
  }

  @Test
  void judgesWithoutVertx() {
    ArchRuleDefinition.noClasses()
        .that()
        .resideInAPackage("io.tickwire.rules.audit")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "picocli..")
        .because("ADR-0003: what decides is pure, what moves bytes is a shell around it")
        .check(
            new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("io.tickwire.rules.audit"));
  }
}
