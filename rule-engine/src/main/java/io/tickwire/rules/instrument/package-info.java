/**
 * What can be traded, as the feed left it in Redis. Shell. Start at {@link
 * io.tickwire.rules.instrument.InstrumentCatalogue}.
 */
@NullMarked
package io.tickwire.rules.instrument;

import org.jspecify.annotations.NullMarked;
