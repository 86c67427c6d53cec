package ai.ekaya.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Cancellation;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import run.endive.runtime.WasmRuntimeException;
import run.endive.wasm.types.MemoryLimits;

class GuestMemoryTest {
    private static final int PAGE = 65_536;

    private final Cancellation cancellation = new Cancellation();
    private final Watch watch = new Watch(cancellation, 60_000, System.nanoTime());

    private MemoryBudget budget = new MemoryBudget(0);
    private long fuelMax = Long.MAX_VALUE;

    private GuestMemory memory(int initial, int pagesMax) {
        budget = new MemoryBudget((long) pagesMax * PAGE);
        budget.take((long) initial * PAGE);
        return new GuestMemory(new MemoryLimits(initial, 65_536), 0, budget, fuelMax, watch, Optional.empty());
    }

    @Test
    void accesses_behave_as_a_plain_array_would_and_never_leave_it() {
        long seed = 20_261_122;
        Random random = new Random(seed);
        GuestMemory memory = memory(1, 4);
        // Capacity beyond the size, which must not be reachable.
        memory.grow(1);
        int size = 2 * PAGE;
        byte[] model = new byte[size];
        int[] edges = {
            0,
            1,
            size - 9,
            size - 8,
            size - 4,
            size - 2,
            size - 1,
            size,
            size + 1,
            PAGE - 1,
            -1,
            Integer.MAX_VALUE,
            Integer.MIN_VALUE
        };
        for (int i = 0; i < 20_000; i++) {
            int address = random.nextInt(3) == 0 ? edges[random.nextInt(edges.length)] : random.nextInt(size);
            long value = random.nextLong();
            int width = 1 << random.nextInt(4);
            boolean inside = address >= 0 && address <= size - width;
            try {
                switch (width) {
                    case 1 -> memory.writeByte(address, (byte) value);
                    case 2 -> memory.writeShort(address, (short) value);
                    case 4 -> memory.writeI32(address, (int) value);
                    default -> memory.writeLong(address, value);
                }
                assertThat(inside)
                        .as("seed %s address %s width %s", seed, address, width)
                        .isTrue();
                for (int b = 0; b < width; b++) {
                    model[address + b] = (byte) (value >>> 8 * b);
                }
            } catch (WasmRuntimeException e) {
                assertThat(inside)
                        .as("seed %s address %s width %s", seed, address, width)
                        .isFalse();
            }
        }
        assertThat(memory.copyOut(0, size)).isEqualTo(model);
        for (int address = 0; address <= size - 8; address += 997) {
            assertThat(memory.readLong(address) & 0xFF).isEqualTo(memory.readU8(address));
            assertThat((short) memory.readU16(address)).isEqualTo(memory.readShort(address));
            assertThat(memory.readF32(address)).isEqualTo(memory.readInt(address));
        }
    }

    @Test
    void copies_with_hostile_pointers_are_refused() {
        GuestMemory memory = memory(1, 1);
        int[][] hostile = {
            {PAGE, 1},
            {0, PAGE + 1},
            {-1, 1},
            {1, -1},
            {PAGE - 1, 2},
            {Integer.MAX_VALUE, Integer.MAX_VALUE},
            {0, Integer.MIN_VALUE}
        };
        for (int[] place : hostile) {
            assertThatThrownBy(() -> memory.copyOut(place[0], place[1])).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.textOut(place[0], place[1])).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.copy(0, place[0], place[1])).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.copy(place[0], 0, place[1])).isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> memory.fill((byte) 1, place[0], place[0] + place[1]))
                    .isInstanceOf(WasmRuntimeException.class);
        }
        assertThat(memory.copyOut(PAGE, 0)).isEmpty();
        assertThat(memory.copyOut(0, PAGE)).hasSize(PAGE);
    }

    @Test
    void grows_to_the_cap_and_remembers_that_it_was_hit() {
        GuestMemory memory = memory(1, 3);
        assertThat(memory.grow(2)).isEqualTo(1);
        assertThat(budget.refused()).isFalse();
        assertThat(memory.grow(1)).isEqualTo(-1);
        assertThat(memory.grow(-1)).isEqualTo(-1);
        assertThat(memory.grow(Integer.MAX_VALUE)).isEqualTo(-1);
        assertThat(budget.refused()).isTrue();
        assertThat(budget.bytes()).isEqualTo(3 * PAGE);
    }

    @Test
    void keeps_what_was_written_when_it_grows() {
        GuestMemory memory = memory(1, 100);
        memory.writeLong(PAGE - 8, 42);
        for (int i = 0; i < 99; i++) {
            memory.grow(1);
        }
        assertThat(memory.readLong(PAGE - 8)).isEqualTo(42);
        assertThat(memory.readLong(100 * PAGE - 8)).isZero();
    }

    @Test
    void a_slice_of_work_ends_with_a_look_at_the_stop() {
        GuestMemory memory = memory(1, 1);
        cancellation.cancel(Cancellation.Cause.REQUESTED);
        for (int i = 0; i < GuestMemory.SLICE_FUEL; i++) {
            MemoryAccess.tick(memory);
        }
        assertThatThrownBy(() -> MemoryAccess.tick(memory)).isInstanceOf(GuestEnd.class);
    }

    @Test
    void work_is_counted_exactly_over_slices_and_bulk_operations() {
        GuestMemory memory = memory(1, 1);
        for (int i = 0; i < 25_000; i++) {
            MemoryAccess.tick(memory);
        }
        memory.fill((byte) 0, 0, 25_600);
        memory.copy(0, 100, 2_560);
        assertThat(memory.fuel()).isEqualTo(25_000 + 100 + 10);
    }

    @Test
    void fuel_ends_at_its_very_last_unit() {
        fuelMax = 25_003;
        GuestMemory memory = memory(1, 1);
        for (int i = 0; i < 25_003; i++) {
            MemoryAccess.tick(memory);
        }
        assertThat(memory.fuel()).isEqualTo(25_003);
        assertThatThrownBy(() -> MemoryAccess.tick(memory))
                .isInstanceOfSatisfying(
                        GuestEnd.class, end -> assertThat(end.outcome()).isEqualTo(new RunOutcome.OutOfFuel(25_003)));
    }

    @Test
    void an_address_of_base_and_offset_over_two_to_the_32_is_outside() {
        GuestMemory memory = memory(1, 1);
        for (int[] address :
                new int[][] {{-8, 8}, {8, -8}, {-1, 1}, {Integer.MAX_VALUE, Integer.MAX_VALUE}, {PAGE, -4}}) {
            assertThatThrownBy(() -> MemoryAccess.memoryReadInt(address[0], address[1], memory))
                    .isInstanceOf(WasmRuntimeException.class);
            assertThatThrownBy(() -> MemoryAccess.memoryWriteLong(address[0], 1, address[1], memory))
                    .isInstanceOf(WasmRuntimeException.class);
        }
        assertThat(MemoryAccess.memoryReadInt(PAGE - 8, 4, memory)).isZero();
    }

    @Test
    void the_engines_own_accesses_never_leave_the_runs_array() {
        GuestMemory memory = memory(1, 4);
        memory.grow(1);
        Random random = new Random(20_261_122);
        for (int i = 0; i < 20_000; i++) {
            int base = random.nextInt();
            int offset = random.nextInt();
            int address = base + offset;
            if (address < EngineAccess.FLOOR || address > EngineAccess.FLOOR + 4 * PAGE - 8) {
                assertThatThrownBy(() -> EngineAccess.memoryWriteLong(base, -1, offset, memory))
                        .isInstanceOf(IndexOutOfBoundsException.class);
            }
        }
        assertThat(memory.copyOut(0, 2 * PAGE)).containsOnly(0);
    }
}
