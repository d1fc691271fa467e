/** Tests of what tests are made of. */
@org.jspecify.annotations.NullMarked
package io.tickwire.testsupport;
