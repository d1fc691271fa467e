/**
 * Settings from the environment and one YAML file; what nobody knows stops the start-up. Pure apart
 * from reading the file. Start at {@link io.tickwire.common.config.Settings}.
 */
@NullMarked
package io.tickwire.common.config;

import org.jspecify.annotations.NullMarked;
