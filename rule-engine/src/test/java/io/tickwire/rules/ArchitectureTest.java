package io.tickwire.rules;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.tickwire.testsupport.ArchitectureRules;

@AnalyzeClasses(
    packages = "io.tickwire.rules",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchRule PURE = ArchitectureRules.PURE_ROOMS_DO_NOT_KNOW_VERTX;

  @ArchTest static final ArchRule ALONE = ArchitectureRules.RULES_KNOW_NO_OTHER_SERVICE;

  @ArchTest static final ArchRule TIME_LIMITS = ArchitectureRules.TIME_LIMITS_KEEP_THE_CONTEXT;

  @ArchTest
  static final ArchRule ROOMS_FORM_NO_CYCLE =
      SlicesRuleDefinition.slices()
          .matching("io.tickwire.rules.(*)..")
          .should()
          .beFreeOfCycles()
          .because("a room is understood without those that use it");
}
