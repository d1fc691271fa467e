package io.tickwire.simulator.control;

import io.tickwire.simulator.market.Instrument;
import java.math.BigDecimal;

/** One item of {@code POST /sim/marks}. */
record MarksOrder(Instrument contract, BigDecimal mark, BigDecimal index) {}
