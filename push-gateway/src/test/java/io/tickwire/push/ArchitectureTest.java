package io.tickwire.push;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.tickwire.testsupport.ArchitectureRules;

@AnalyzeClasses(packages = "io.tickwire.push", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest static final ArchRule PURE = ArchitectureRules.PURE_ROOMS_DO_NOT_KNOW_VERTX;
  @ArchTest static final ArchRule ALONE = ArchitectureRules.GATEWAY_KNOWS_NO_OTHER_SERVICE;

  @ArchTest static final ArchRule TIME_LIMITS = ArchitectureRules.TIME_LIMITS_KEEP_THE_CONTEXT;

  @ArchTest
  static final ArchRule DECISIONS_ABOUT_CALLERS_EVENTS_AND_QUEUES_KNOW_NO_SOCKET =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.tickwire.push.admission..",
              "io.tickwire.push.auth..",
              "io.tickwire.push.fanout..",
              "io.tickwire.push.publish..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..")
          .because("they are decided in plain tests");
}
