package io.tickwire.feed.venue.kucoin;

import java.util.List;

/** What we read of a frame around its data. */
enum FrameField implements FieldNames.Named {
  TYPE("type"),
  TOPIC("topic"),
  SUBJECT("subject"),
  ID("id"),
  CODE("code"),
  DATA("data");

  static final FieldNames<FrameField> NAMES = new FieldNames<>(values());

  private final String names;

  FrameField(String... names) {
    this.names = String.join(",", names);
  }

  @Override
  public List<String> names() {
    return List.of(names.split(",", -1));
  }
}
