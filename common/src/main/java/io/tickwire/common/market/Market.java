package io.tickwire.common.market;

/** Which of the venue's two markets an instrument trades on. */
public enum Market {
  SPOT,
  FUTURES
}
