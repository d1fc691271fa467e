package io.tickwire.common.runtime;

import io.tickwire.common.cluster.Members;
import io.tickwire.common.cluster.Partitions;
import io.tickwire.common.config.Settings;
import io.tickwire.common.redis.RedisLink;
import io.tickwire.common.telemetry.Telemetry;
import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * What every service is given, in a process of its own or beside the others in the standalone.
 * Codecs are registered on {@code vertx} already.
 */
public record ServiceContext(
    Vertx vertx,
    Members members,
    Partitions partitions,
    RedisLink redis,
    Telemetry telemetry,
    Settings settings,
    Clock clock) {}
