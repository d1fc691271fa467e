package io.tickwire.rules.book;

/** Which way a price has to cross a threshold. */
public enum Crossing {
  /** From strictly below the threshold to it or above. */
  UP,
  /** From strictly above the threshold to it or below. */
  DOWN,
  /** Either of the two, whichever comes first. */
  EITHER
}
