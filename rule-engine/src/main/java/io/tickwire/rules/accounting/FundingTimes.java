package io.tickwire.rules.accounting;

import io.tickwire.common.market.FundingSchedule;
import io.tickwire.common.market.Instrument;

/**
 * When funding of which instrument is settled. Pure, any thread.
 *
 * @param otherwise where the venue does not say
 * @param forAll it holds whatever the venue says
 */
public record FundingTimes(FundingSchedule otherwise, boolean forAll) {
  public FundingSchedule of(Instrument instrument) {
    FundingSchedule venues = instrument.funding();
    return forAll || venues == null ? otherwise : venues;
  }
}
