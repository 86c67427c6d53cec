package ai.ekaya.classification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How often the rules agree with labels. A column found sensitive of another category than its label is half a hit: found, but wrong. */
final class Measure {
    private final List<String> wrong = new ArrayList<>();
    private int found;
    private int missed;
    private int falselyFound;
    private int otherCategory;
    private int rightlyNot;

    void add(String column, Optional<Category> label, Optional<Category> told) {
        if (label.isPresent() && told.isPresent()) {
            found++;
            otherCategory += label.equals(told) ? 0 : 1;
        } else if (label.isPresent()) {
            missed++;
        } else if (told.isPresent()) {
            falselyFound++;
        } else {
            rightlyNot++;
        }
        if (!label.equals(told)) {
            wrong.add(column + ": labelled " + label.map(Category::text).orElse("none") + ", told "
                    + told.map(Category::text).orElse("none"));
        }
    }

    double precision() {
        return (double) found / (found + falselyFound);
    }

    double recall() {
        return (double) found / (found + missed);
    }

    double category() {
        return 1 - (double) otherCategory / found;
    }

    int columns() {
        return found + missed + falselyFound + rightlyNot;
    }

    @Override
    public String toString() {
        return String.format(
                java.util.Locale.ROOT,
                "%d columns: %d found, %d missed, %d falsely found, %d rightly not; precision %.3f, recall %.3f, category %.3f%n%s",
                columns(),
                found,
                missed,
                falselyFound,
                rightlyNot,
                precision(),
                recall(),
                category(),
                String.join("\n", wrong));
    }
}
