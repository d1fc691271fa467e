package io.tickwire.rules.store;

import org.jspecify.annotations.Nullable;

/**
 * A record of a partition as both hashes hold it.
 *
 * @param rule absent in a change that arms nothing
 */
public record LiveRule(String id, RuleState state, @Nullable StoredRule rule) {}
