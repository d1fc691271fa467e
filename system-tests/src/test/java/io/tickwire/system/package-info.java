/** Several processes end to end, as an operator runs them: runnable jars, real Redis, kill -9. */
@NullMarked
package io.tickwire.system;

import org.jspecify.annotations.NullMarked;
