package ai.ekaya.run;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;

/**
 * Those who wait, of several projects, which take turns: each turn puts its project one place back, and who had the fewest goes first.
 * Not thread-safe.
 */
final class FairLine {
    private final Map<UUID, Line> projects = new HashMap<>();
    private long reached;
    private int size;

    private static final class Line {
        private final Deque<RunQueue.Item> waiting = new ArrayDeque<>();
        private long turns;

        long turns() {
            return turns;
        }
    }

    void add(RunQueue.Item item) {
        Line line = projects.computeIfAbsent(item.whose().project(), project -> new Line());
        if (line.waiting.isEmpty()) {
            // Who was away has saved nothing up; who had a turn just now is not first again.
            line.turns = Math.max(line.turns, reached);
        }
        line.waiting.add(item);
        size++;
    }

    boolean remove(RunQueue.Item item) {
        Line line = projects.get(item.whose().project());
        boolean removed = line != null && line.waiting.remove(item);
        size -= removed ? 1 : 0;
        return removed;
    }

    /** The next that may run; of a project, those that may not are passed over. */
    Optional<RunQueue.Item> take(Predicate<RunQueue.Item> may) {
        List<Line> inTurn = projects.values().stream()
                .filter(project -> !project.waiting.isEmpty())
                .sorted(Comparator.comparingLong(Line::turns))
                .toList();
        for (Line line : inTurn) {
            Optional<RunQueue.Item> item = first(line, may);
            if (item.isPresent()) {
                reached = Math.max(reached, line.turns);
                line.turns++;
                size--;
                projects.values().removeIf(other -> other.waiting.isEmpty() && other.turns <= reached);
                return item;
            }
        }
        return Optional.empty();
    }

    private static Optional<RunQueue.Item> first(Line line, Predicate<RunQueue.Item> may) {
        for (Iterator<RunQueue.Item> items = line.waiting.iterator(); items.hasNext(); ) {
            RunQueue.Item item = items.next();
            if (may.test(item)) {
                items.remove();
                return Optional.of(item);
            }
        }
        return Optional.empty();
    }

    /** How many of a project wait. */
    int of(UUID project) {
        Line line = projects.get(project);
        return line == null ? 0 : line.waiting.size();
    }

    int size() {
        return size;
    }
}
