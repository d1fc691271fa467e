/**
 * The quick start: simulator, the three services and an embedded Redis in one process. Shell. Start
 * at {@link io.tickwire.standalone.Standalone}.
 */
@NullMarked
package io.tickwire.standalone;

import org.jspecify.annotations.NullMarked;
