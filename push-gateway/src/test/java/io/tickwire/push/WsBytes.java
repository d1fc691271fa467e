package io.tickwire.push;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;

/** Frames of RFC 6455 as a client writes them, and as none should. */
final class WsBytes {
  static final int CONTINUATION = 0;
  static final int TEXT = 1;
  static final int BINARY = 2;
  static final int CLOSE = 8;
  static final int PING = 9;
  static final int PONG = 10;

  static final int FIN = 0x80;
  static final int COMPRESSED = 0x40;

  /** How a length is written: in the second byte, or in two or eight bytes after it. */
  enum LengthForm {
    SHORT,
    TWO_BYTES,
    EIGHT_BYTES
  }

  private static final int LONGEST_SHORT = 125;
  private static final int LONGEST_OF_TWO_BYTES = 65_535;

  private WsBytes() {}

  /** A whole frame as the protocol wants it. */
  static byte[] frame(int head, byte[] payload, Random random) {
    return frame(head, true, form(payload.length), payload.length, payload, random);
  }

  private static LengthForm form(int length) {
    if (length <= LONGEST_SHORT) {
      return LengthForm.SHORT;
    }
    return length <= LONGEST_OF_TWO_BYTES ? LengthForm.TWO_BYTES : LengthForm.EIGHT_BYTES;
  }

  /**
   * @param head the first byte: whether it is final, reserved bits, the opcode
   * @param length that is written, whatever the payload has
   */
  static byte[] frame(
      int head, boolean masked, LengthForm form, long length, byte[] payload, Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(payload.length + 14);
    out.write(head);
    int mark = masked ? 0x80 : 0;
    switch (form) {
      case SHORT -> out.write(mark | (int) (length & 0x7F));
      case TWO_BYTES -> number(out, mark | 126, length, 2);
      case EIGHT_BYTES -> number(out, mark | 127, length, 8);
    }
    byte[] mask = new byte[4];
    if (masked) {
      random.nextBytes(mask);
      out.writeBytes(mask);
    }
    for (int i = 0; i < payload.length; i++) {
      out.write(payload[i] ^ mask[i % 4]);
    }
    return out.toByteArray();
  }

  private static void number(ByteArrayOutputStream out, int second, long length, int bytes) {
    out.write(second);
    for (int i = bytes - 1; i >= 0; i--) {
      out.write((int) (length >>> (8 * i)));
    }
  }

  /** As permessage-deflate has it, without the four bytes at the end. */
  static byte[] deflated(byte[] message) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION, true);
    deflater.setInput(message);
    byte[] out = new byte[message.length + 1_024];
    int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(out, length - 4);
  }
}
