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
 * Those who wait, of several projects, which take turns by their weight (stride scheduling): each turn puts its project back by what
 * a turn is worth, and who is least far goes first. Not thread-safe.
 */
final class FairLine {
    private static final double TURN = 1.0;

    private final ToIntFunction<UUID> weights;
    private final Map<UUID, Line> projects = new HashMap<>();
    private double reached;
    private int size;

    FairLine(ToIntFunction<UUID> weights) {
        this.weights = weights;
    }

    private static final class Line {
        private final Deque<RunQueue.Item> waiting = new ArrayDeque<>();
        private double pass;

        double pass() {
            return pass;
        }
    }

    void add(RunQueue.Item item) {
        Line line = projects.computeIfAbsent(item.whose().project(), project -> new Line());
        if (line.waiting.isEmpty()) {
            // Who was away has saved nothing up; who had a turn just now is not first again.
            line.pass = Math.max(line.pass, reached);
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
        List<Map.Entry<UUID, Line>> inTurn = projects.entrySet().stream()
                .filter(project -> !project.getValue().waiting.isEmpty())
                .sorted(Comparator.comparingDouble(project -> project.getValue().pass()))
                .toList();
        for (Map.Entry<UUID, Line> project : inTurn) {
            Line line = project.getValue();
            Optional<RunQueue.Item> item = first(line, may);
            if (item.isPresent()) {
                reached = Math.max(reached, line.pass);
                line.pass += TURN / Math.max(1, weights.applyAsInt(project.getKey()));
                size--;
                projects.values().removeIf(other -> other.waiting.isEmpty() && other.pass <= reached);
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
