package io.tickwire.rules.book;

import java.util.Arrays;

/**
 * Groups of trailing stops with the same distance, ordered by extreme: the one with the furthest
 * extreme is the oldest, lies at the bottom and is the first that a falling price (for a long)
 * reaches; the one on top is the first that a new extreme draws along.
 *
 * <p>A new extreme merges the groups it draws along. The smaller of two groups is written into the
 * greater one, so that a rule is moved O(log n) times however many extremes there are.
 */
final class TrailStack {
  private final RuleTable table;
  private final TrailBucket bucket;
  private TrailGroup[] groups = new TrailGroup[4];
  private int size;

  /** No member was armed later. An upper bound: a member that leaves does not lower it. */
  private long armedByNs = Long.MIN_VALUE;

  TrailStack(RuleTable table, TrailBucket bucket) {
    this.table = table;
    this.bucket = bucket;
  }

  TrailBucket bucket() {
    return bucket;
  }

  boolean isEmpty() {
    return size == 0;
  }

  TrailGroup bottom() {
    return groups[0];
  }

  TrailGroup top() {
    return groups[size - 1];
  }

  int groups() {
    return size;
  }

  TrailGroup group(int index) {
    return groups[index];
  }

  /** Whether a tick of this time concerns all members. */
  boolean isArmedBy(long timeNs) {
    return armedByNs <= timeNs;
  }

  void add(int member, long reach) {
    int index = indexOf(reach);
    if (index == size || groups[index].reach != reach) {
      insert(index, new TrailGroup(table, this, reach));
    }
    groups[index].add(member);
    armedByNs = Math.max(armedByNs, table.armedAtNs(member));
  }

  /** Takes all groups over from another stack. */
  void addAll(TrailStack other) {
    for (int i = 0; i < other.size; i++) {
      add(other.groups[i]);
    }
    armedByNs = Math.max(armedByNs, other.armedByNs);
    other.removeBottom(other.size);
  }

  /** Moves the members to another stack that a tick of this time concerns, or all but those. */
  void move(TrailStack to, long timeNs, boolean concerned) {
    armedByNs = Long.MIN_VALUE;
    for (int index = size - 1; index >= 0; index--) {
      TrailGroup group = groups[index];
      int member = group.first();
      while (member != group.row) {
        int next = group.after(member);
        if (table.armedAtNs(member) <= timeNs == concerned) {
          group.remove(member);
          to.add(member, group.reach);
        } else {
          armedByNs = Math.max(armedByNs, table.armedAtNs(member));
        }
        member = next;
      }
      if (group.size == 0) {
        remove(group);
        table.free(group.row);
      }
    }
  }

  private void add(TrailGroup group) {
    int index = indexOf(group.reach);
    if (index < size && groups[index].reach == group.reach) {
      groups[index] = merged(groups[index], group);
    } else {
      insert(index, group);
    }
    groups[index].stack = this;
  }

  void remove(TrailGroup group) {
    remove(indexOf(group.reach), 1);
  }

  /** Removes the oldest groups. */
  void removeBottom(int count) {
    remove(0, count);
  }

  /** A new extreme: all groups it lies beyond have it from now on. */
  void drawAlong(long reach) {
    if (size == 0 || groups[size - 1].reach >= reach) {
      return;
    }
    TrailGroup drawn = groups[--size];
    while (size > 0 && groups[size - 1].reach < reach) {
      drawn = merged(groups[--size], drawn);
    }
    drawn.reach = reach;
    add(drawn);
  }

  private static TrailGroup merged(TrailGroup one, TrailGroup other) {
    TrailGroup greater = one.size >= other.size ? one : other;
    greater.absorb(greater == one ? other : one);
    return greater;
  }

  /** The place of an extreme: after all that lie beyond it. */
  private int indexOf(long reach) {
    int low = 0;
    int high = size;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (groups[middle].reach > reach) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  private void insert(int index, TrailGroup group) {
    if (size == groups.length) {
      groups = Arrays.copyOf(groups, Capacity.after(size));
    }
    System.arraycopy(groups, index, groups, index + 1, size - index);
    groups[index] = group;
    size++;
  }

  private void remove(int index, int count) {
    System.arraycopy(groups, index + count, groups, index, size - index - count);
    size -= count;
    if (size == 0) {
      armedByNs = Long.MIN_VALUE;
    }
  }
}
