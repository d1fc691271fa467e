package io.tickwire.rules.book;

/** The trailing stops of a bucket that share an extreme, in a ring that begins at its row. */
final class TrailGroup {
  private final RuleTable table;

  /** The stack that holds the group. */
  TrailStack stack;

  /** The row in the table that members refer to. */
  final int row;

  /** The extreme, as {@link Trail#reach}. */
  long reach;

  int size;

  TrailGroup(RuleTable table, TrailStack stack, long reach) {
    this.table = table;
    this.stack = stack;
    this.reach = reach;
    row = table.add(RuleTable.GROUP, 0, 0, this);
    table.position[row] = row;
    table.link[row] = row;
  }

  /** Adds a row at the end of the ring. */
  void add(int member) {
    int last = table.link[row];
    join(last, member);
    join(member, row);
    table.group[member] = row;
    size++;
  }

  void remove(int member) {
    join(table.link[member], table.position[member]);
    size--;
  }

  /** The first member, or the group's own row when it is empty. */
  int first() {
    return table.position[row];
  }

  int after(int member) {
    return table.position[member];
  }

  /** Takes over all members of the other group, which is gone then. */
  void absorb(TrailGroup other) {
    for (int member = other.first(); member != other.row; member = after(member)) {
      table.group[member] = row;
    }
    if (other.size > 0) {
      join(table.link[row], other.first());
      join(table.link[other.row], row);
    }
    size += other.size;
    table.free(other.row);
  }

  private void join(int left, int right) {
    table.position[left] = right;
    table.link[right] = left;
  }
}
