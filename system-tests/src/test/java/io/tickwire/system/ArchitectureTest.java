package io.tickwire.system;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.tickwire.testsupport.ArchitectureRules;

/** The direction of dependencies over the whole. */
@AnalyzeClasses(packages = "io.tickwire", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchRule PURE_ROOMS = ArchitectureRules.PURE_ROOMS_DO_NOT_KNOW_VERTX;

  @ArchTest static final ArchRule COMMON = ArchitectureRules.COMMON_KNOWS_NO_SERVICE;
  @ArchTest static final ArchRule FEED = ArchitectureRules.FEED_KNOWS_NO_OTHER_SERVICE;
  @ArchTest static final ArchRule RULES = ArchitectureRules.RULES_KNOW_NO_OTHER_SERVICE;
  @ArchTest static final ArchRule GATEWAY = ArchitectureRules.GATEWAY_KNOWS_NO_OTHER_SERVICE;
  @ArchTest static final ArchRule SIMULATOR = ArchitectureRules.SIMULATOR_SHARES_NO_CODE;

  @ArchTest static final ArchRule TIME_LIMITS = ArchitectureRules.TIME_LIMITS_KEEP_THE_CONTEXT;
}
