/** Records as tests need them. */
@org.jspecify.annotations.NullMarked
package io.tickwire.rules.samples;
