package ai.ekaya.leak;

import java.util.Arrays;

/** Numbers by hashes, without an object for each. Not thread-safe. */
final class HashTable {
    static final int NONE = Integer.MIN_VALUE;
    private static final int SLOTS_LEAST = 64;

    private long[] keys = new long[SLOTS_LEAST];
    private int[] values = filled(SLOTS_LEAST);
    private int count;

    private static int[] filled(int slots) {
        int[] values = new int[slots];
        Arrays.fill(values, NONE);
        return values;
    }

    int count() {
        return count;
    }

    /** {@link #NONE} for a hash that is not there. */
    int get(long key) {
        return values[slot(key)];
    }

    /** One more than there was, 1 for a hash that was not there. */
    void count(long key) {
        int slot = slot(key);
        if (values[slot] == NONE) {
            put(key, 1);
        } else {
            values[slot]++;
        }
    }

    /** Leaves a hash that is there as it is. */
    void put(long key, int value) {
        int slot = slot(key);
        if (values[slot] != NONE) {
            return;
        }
        keys[slot] = key;
        values[slot] = value;
        if (++count * 2 > keys.length) {
            grow();
        }
    }

    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) (key >>> 20) & mask;
        while (values[slot] != NONE && keys[slot] != key) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = filled(oldKeys.length * 2);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != NONE) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }
}
