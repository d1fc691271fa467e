package io.tickwire.feed;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.tickwire.testsupport.ArchitectureRules;

@AnalyzeClasses(packages = "io.tickwire.feed")
final class ArchitectureTest {
  @ArchTest
  static final ArchRule FEED_KNOWS_NO_OTHER_SERVICE = ArchitectureRules.FEED_KNOWS_NO_OTHER_SERVICE;

  @ArchTest
  static final ArchRule PURE_ROOMS_DO_NOT_KNOW_VERTX =
      ArchitectureRules.PURE_ROOMS_DO_NOT_KNOW_VERTX;

  @ArchTest static final ArchRule TIME_LIMITS = ArchitectureRules.TIME_LIMITS_KEEP_THE_CONTEXT;
}
