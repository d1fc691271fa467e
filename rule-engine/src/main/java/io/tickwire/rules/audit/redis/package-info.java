/**
 * Reads accounts and partitions from Redis for the audit and prints what came of it; writes
 * nothing. Shell; it judges nothing itself. Start at {@link
 * io.tickwire.rules.audit.redis.AuditRun}.
 */
@NullMarked
package io.tickwire.rules.audit.redis;

import org.jspecify.annotations.NullMarked;
