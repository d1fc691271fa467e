package io.tickwire.rules.book;

import org.jspecify.annotations.Nullable;

/** What a rule waits for. Prices are whole ticks of the instrument. */
public sealed interface Wait {
  /** A price at or beyond the threshold. */
  record Level(Direction direction, long thresholdTicks) implements Wait {
    public Level {
      requirePositive("threshold", thresholdTicks);
    }
  }

  /**
   * A fresh cross: a price at or beyond the threshold after one on the other side of it.
   *
   * @param backTicks how far on the other side the price must have been: strictly beyond {@code
   *     backTicks - 1} ticks from the threshold, so 1 is "strictly on the other side"
   * @param origin the side it has already; {@link Origin#NONE} when the first tick decides
   */
  record Cross(Crossing crossing, long thresholdTicks, long backTicks, Origin origin)
      implements Wait {
    public Cross {
      requirePositive("threshold", thresholdTicks);
      if (backTicks < 1
          || backTicks > Integer.MAX_VALUE
          || backTicks > Long.MAX_VALUE - thresholdTicks
          || (crossing != Crossing.DOWN && backTicks > thresholdTicks)) {
        throw new IllegalArgumentException(
            "no price is that far back: thresholdTicks="
                + thresholdTicks
                + " backTicks="
                + backTicks);
      }
    }

    /** Whether a price is as far on a side as one that is to cross from there must have been. */
    public boolean isOn(Origin side, long floorTicks, long ceilTicks) {
      long further = backTicks - 1;
      return side == Origin.BELOW
          ? floorTicks < thresholdTicks - further
          : side == Origin.ABOVE && ceilTicks > thresholdTicks + further;
    }
  }

  /**
   * A stop that follows the price.
   *
   * @param activation from which price on it follows; null for at once
   * @param extremeTicks where it stood, as {@link PriceBook#extremeTicks} told; 0 when it has not
   *     begun: the first price that concerns it, and that meets the activation, begins
   */
  record Trailing(Trail trail, @Nullable Activation activation, long extremeTicks) implements Wait {
    public Trailing {
      if (extremeTicks < 0) {
        throw new IllegalArgumentException("negative extreme: ticks=" + extremeTicks);
      }
    }
  }

  /** The price at or beyond which a trailing stop begins to follow. */
  record Activation(Direction direction, long ticks) {
    public Activation {
      requirePositive("activation", ticks);
    }

    /** Whether a price meets it. */
    public boolean isMet(long floorTicks, long ceilTicks) {
      return direction.isReached(floorTicks, ceilTicks, ticks);
    }
  }

  private static void requirePositive(String what, long ticks) {
    if (ticks <= 0) {
      throw new IllegalArgumentException(what + " must be positive: ticks=" + ticks);
    }
  }
}
