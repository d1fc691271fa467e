/**
 * What the tests of every module share: a moved clock, members that come and go on command, a real
 * Redis per test class, the rules of the architecture. Start at {@link
 * io.tickwire.testsupport.TestContext}.
 */
@NullMarked
package io.tickwire.testsupport;

import org.jspecify.annotations.NullMarked;
