package io.tickwire.simulator.control;

/** A control call that cannot be followed. {@code code} is stable, the sentence names the field. */
final class BadControlCall extends Exception {

  private static final long serialVersionUID = 1L;

  private final String code;

  BadControlCall(String code, String sentence) {
    super(sentence);
    this.code = code;
  }

  String code() {
    return code;
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
