package io.tickwire.feed.venue;

/**
 * Reads the frames of one socket. Nothing is thrown: what cannot be believed comes back as {@link
 * VenueFrame.Rejected}. Not thread-safe.
 */
public interface FrameReader {
  /**
   * @param bytes UTF-8, may be reused after the call
   * @param length how many of them
   * @param receivedNs epoch nanoseconds when the frame was read
   */
  VenueFrame read(byte[] bytes, int length, long receivedNs);
}
