package io.tickwire.simulator.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Spells one frame after another into the same bytes: no tree, no text object, no big decimal.
 * Everything in it is ASCII, as all of KuCoin's symbols are. Not thread-safe.
 */
public final class FrameBuffer {

  private static final int FIRST_BYTES = 1_024;
  private static final int LONGEST_NUMBER = 40;
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private byte[] bytes = new byte[FIRST_BYTES];
  private int length;

  /** Begins the next frame. */
  public FrameBuffer clear() {
    length = 0;
    return this;
  }

  /** What was spelled is the first {@link #length} of these. */
  public byte[] bytes() {
    return bytes;
  }

  public int length() {
    return length;
  }

  FrameBuffer text(String ascii) {
    int count = ascii.length();
    makeRoom(count);
    for (int i = 0; i < count; i++) {
      bytes[length + i] = (byte) ascii.charAt(i);
    }
    length += count;
    return this;
  }

  /** Sixteen digits. */
  FrameBuffer hex(long value) {
    makeRoom(Long.BYTES * 2);
    for (int shift = Long.SIZE - 4; shift >= 0; shift -= 4) {
      bytes[length++] = HEX[(int) (value >>> shift) & 0xf];
    }
    return this;
  }

  /** Not negative: nothing in a data frame is. */
  FrameBuffer number(long value) {
    makeRoom(LONGEST_NUMBER);
    int end = length + digits(value);
    writeDigits(value, end);
    length = end;
    return this;
  }

  /** {@code unscaled} times ten to the minus {@code scale}, without trailing zeros. */
  FrameBuffer decimal(long unscaled, int scale) {
    long shortest = unscaled;
    int places = scale;
    while (places > 0 && shortest % 10 == 0) {
      shortest /= 10;
      places--;
    }
    if (places <= 0) {
      number(shortest);
      makeRoom(-places);
      for (int zeros = places; zeros < 0 && shortest != 0; zeros++) {
        bytes[length++] = '0';
      }
      return this;
    }
    makeRoom(LONGEST_NUMBER + places);
    int whole = digits(shortest) - places;
    if (whole > 0) {
      int end = length + whole + 1 + places;
      writeDigits(shortest, end);
      System.arraycopy(bytes, length + 1, bytes, length, whole);
      bytes[length + whole] = '.';
      length = end;
      return this;
    }
    bytes[length++] = '0';
    bytes[length++] = '.';
    Arrays.fill(bytes, length, length - whole, (byte) '0');
    length -= whole;
    return number(shortest);
  }

  private void writeDigits(long value, int end) {
    long left = value;
    int at = end;
    do {
      long tenth = left / 10;
      bytes[--at] = (byte) ('0' + (left - tenth * 10));
      left = tenth;
    } while (left != 0);
  }

  private static int digits(long value) {
    int digits = 1;
    for (long power = 10; digits < 19 && value >= power; power *= 10) {
      digits++;
    }
    return digits;
  }

  private void makeRoom(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }

  /** The frame as text. */
  @Override
  public String toString() {
    return new String(bytes, 0, length, StandardCharsets.US_ASCII);
  }
}
