package io.tickwire.feed.recovery;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.tickwire.feed.recovery",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class PurityTest {
  @ArchTest
  static final ArchRule LINES_DO_NOT_KNOW_THE_SHELL =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("Trade")
          .or()
          .haveSimpleNameStartingWith("Gap")
          .and()
          .doNotHaveSimpleName("GapLog")
          .or()
          .haveSimpleName("MarkLine")
          .or()
          .haveSimpleName("Published")
          .or()
          .haveSimpleName("ProgressBook")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.tickwire.feed.port..")
          .because("ADR-0003: what decides is pure, what moves bytes is a shell around it");
}
