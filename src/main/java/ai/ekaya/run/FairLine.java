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
import java.util.function.ToIntFunction;

/**
 * Those who wait, of several projects, which take turns: each turn sets its project back, the less the more it weighs, and who was set
 * back least goes first (stride scheduling). Not thread-safe.
 */
final class FairLine {
    /** How far a turn sets back a project of weight 1; many numbers divide it. */
    private static final long TURN = 720_720;

    private final ToIntFunction<UUID> weights;
    private final Map<UUID, Line> projects = new HashMap<>();
    private long reached;
    private int size;

    FairLine(ToIntFunction<UUID> weights) {
        this.weights = weights;
    }

    private static final class Line {
        private final Deque<RunQueue.Item> waiting = new ArrayDeque<>();
        private final UUID project;
        private long setBack;

        private Line(UUID project) {
            this.project = project;
        }

        long setBack() {
            return setBack;
        }
    }

    void add(RunQueue.Item item) {
        Line line = projects.computeIfAbsent(item.whose().project(), Line::new);
        if (line.waiting.isEmpty()) {
            // Who was away has saved nothing up; who had a turn just now is not first again.
            line.setBack = Math.max(line.setBack, reached);
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
                .sorted(Comparator.comparingLong(Line::setBack))
                .toList();
        for (Line line : inTurn) {
            Optional<RunQueue.Item> item = first(line, may);
            if (item.isPresent()) {
                reached = Math.max(reached, line.setBack);
                line.setBack += TURN / weights.applyAsInt(line.project);
                size--;
                projects.values().removeIf(other -> other.waiting.isEmpty() && other.setBack <= reached);
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
