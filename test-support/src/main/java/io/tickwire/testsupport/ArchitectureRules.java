package io.tickwire.testsupport;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.concurrent.TimeUnit;

/** The direction of dependencies, checked in every module and over the whole in system-tests. */
public final class ArchitectureRules {
  /** Decisions run in a plain JUnit test. */
  public static final ArchRule PURE_ROOMS_DO_NOT_KNOW_VERTX =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.tickwire.common.market..",
              "io.tickwire.common.config..",
              "io.tickwire.feed.placement..",
              "io.tickwire.feed.venue..",
              "io.tickwire.rules.book..",
              "io.tickwire.rules.evaluation..",
              "io.tickwire.rules.accounting..",
              "io.tickwire.push.protocol..",
              "io.tickwire.push.session..",
              "io.tickwire.push.subscription..",
              "io.tickwire.simulator.market..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "io.netty..", "com.hazelcast..")
          .because("ADR-0003: what decides is pure, what moves bytes is a shell around it")
          .allowEmptyShould(true);

  /** Services meet only in {@code common}. */
  public static final ArchRule COMMON_KNOWS_NO_SERVICE =
      noClasses()
          .that()
          .resideInAPackage("io.tickwire.common..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.tickwire.feed..",
              "io.tickwire.rules..",
              "io.tickwire.push..",
              "io.tickwire.simulator..",
              "io.tickwire.standalone..")
          .because("ADR-0003: common is what all share, not what one needs")
          .allowEmptyShould(true);

  public static final ArchRule FEED_KNOWS_NO_OTHER_SERVICE =
      knowsNoOther("io.tickwire.feed..", "io.tickwire.rules..", "io.tickwire.push..");

  public static final ArchRule RULES_KNOW_NO_OTHER_SERVICE =
      knowsNoOther("io.tickwire.rules..", "io.tickwire.feed..", "io.tickwire.push..");

  public static final ArchRule GATEWAY_KNOWS_NO_OTHER_SERVICE =
      knowsNoOther("io.tickwire.push..", "io.tickwire.feed..", "io.tickwire.rules..");

  /** One that runs out on Netty's own thread takes what follows away from its event loop. */
  public static final ArchRule TIME_LIMITS_KEEP_THE_CONTEXT =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.tickwire.common..",
              "io.tickwire.feed..",
              "io.tickwire.rules..",
              "io.tickwire.push..")
          .should()
          .callMethod("io.vertx.core.Future", "timeout", "long", TimeUnit.class.getName())
          .because("what is confined to an event loop must not go on elsewhere: use TimeLimit")
          .allowEmptyShould(true);

  /** The simulator judges the feed, so it shares no code with it. */
  public static final ArchRule SIMULATOR_SHARES_NO_CODE =
      noClasses()
          .that()
          .resideInAPackage("io.tickwire.simulator..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.tickwire.common..",
              "io.tickwire.feed..",
              "io.tickwire.rules..",
              "io.tickwire.push..")
          .because("an oracle that shares a parser shares its mistakes")
          .allowEmptyShould(true);

  private ArchitectureRules() {}

  private static ArchRule knowsNoOther(String service, String... others) {
    return noClasses()
        .that()
        .resideInAPackage(service)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because("ADR-0003: services never import each other and meet only in common.wire")
        .allowEmptyShould(true);
  }
}
