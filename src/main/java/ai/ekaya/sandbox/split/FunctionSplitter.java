package ai.ekaya.sandbox.split;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Cuts one function, and the pieces that come of it, down to the target. */
final class FunctionSplitter {
    /** What is gained must be worth one more function. */
    private static final int GAIN_MIN = 60;

    /** Pieces of pieces of pieces; what is then too large has no seam. */
    private static final int GENERATIONS_MAX = 3;

    /** Plans hold sets of locals for each exit; what is then still too large is cut in the next round. */
    private static final int PLANS_PER_ROUND_MAX = 200;

    private final SplitSettings settings;
    private final Additions additions;
    private final Budget budget;
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private int pieces;
    private int largestPiece;

    /** @param generation 0 for the module's own function */
    private record Piece(FunctionTree function, int generation) {}

    FunctionSplitter(SplitSettings settings, Additions additions, Budget budget) {
        this.settings = settings;
        this.additions = additions;
        this.budget = budget;
    }

    /** What came of a function. */
    record Result(int size, int pieces, int largestPiece) {}

    /** The function is changed in place; its pieces are defined among the additions. */
    Result split(FunctionTree function) {
        int size = cut(new Piece(function, 0));
        while (!waiting.isEmpty()) {
            Piece piece = waiting.removeFirst();
            pieces++;
            largestPiece = Math.max(largestPiece, cut(piece));
            additions.define(piece.function().index(), FunctionEncoder.encode(piece.function()));
        }
        return new Result(size, pieces, largestPiece);
    }

    /** @return the size afterwards */
    private int cut(Piece piece) {
        FunctionTree function = piece.function();
        int size = size(function);
        if (size <= settings.limit() || piece.generation() > GENERATIONS_MAX) {
            return size;
        }
        if (piece.generation() < GENERATIONS_MAX) {
            cutGroups(piece);
            size = size(function);
        }
        // INVARIANT: each round cuts something, so there are at most as many as the function has candidates.
        while (size > settings.target() && cutLargest(piece, size - settings.target())) {
            size = size(function);
        }
        return size;
    }

    private int size(FunctionTree function) {
        return SizeModel.ofAll(function.root().body());
    }

    private void cutGroups(Piece piece) {
        FunctionTree function = piece.function();
        int hot = piece.generation() == 0 ? settings.hot() : Math.min(settings.hot(), settings.group() / 3);
        List<Region> regions = Regroup.apply(function, hot, settings.group(), budget);
        if (regions.isEmpty()) {
            return;
        }
        Liveness liveness = Liveness.of(function, budget);
        List<OutlinePlan> plans = new ArrayList<>();
        regions.forEach(
                region -> OutlinePlan.of(function, region, liveness, budget).ifPresent(plans::add));
        plans.forEach(plan -> outline(piece, plan));
    }

    /**
     * Cuts the largest candidates until enough is gained.
     *
     * @return whether anything was cut
     */
    private boolean cutLargest(Piece piece, int gainWanted) {
        FunctionTree function = piece.function();
        Liveness liveness = Liveness.of(function, budget);
        NavigableMap<Integer, Candidates.Candidate> chosen = new TreeMap<>();
        List<Chosen> plans = new ArrayList<>();
        int gained = 0;
        for (Candidates.Candidate candidate : Candidates.of(function, settings.group(), budget)) {
            if (gained >= gainWanted || plans.size() == PLANS_PER_ROUND_MAX) {
                break;
            }
            if (overlaps(candidate, chosen)) {
                continue;
            }
            Optional<OutlinePlan> plan = OutlinePlan.of(function, candidate.region(), liveness, budget);
            if (plan.isPresent() && candidate.size() - plan.get().cost() >= GAIN_MIN) {
                gained += candidate.size() - plan.get().cost();
                chosen.put(candidate.position(), candidate);
                plans.add(new Chosen(candidate, plan.get()));
            }
        }
        // From the back, so that the places of those in front stay right.
        plans.sort(Comparator.comparingInt((Chosen choice) -> choice.candidate().position())
                .reversed());
        plans.forEach(choice -> outline(piece, choice.plan()));
        return !plans.isEmpty();
    }

    private record Chosen(Candidates.Candidate candidate, OutlinePlan plan) {}

    private static boolean overlaps(
            Candidates.Candidate candidate, NavigableMap<Integer, Candidates.Candidate> chosen) {
        var before = chosen.lowerEntry(candidate.positionEnd());
        return before != null && before.getValue().positionEnd() > candidate.position();
    }

    private void outline(Piece from, OutlinePlan plan) {
        FunctionTree function = from.function();
        Handover handover = Handover.of(function, from.generation(), plan, additions);
        List<Node> place = plan.region().nodes();
        List<Node> code = new ArrayList<>(place);
        FunctionTree piece = PieceBody.write(function, plan, handover, code, additions);
        place.clear();
        List<Node> call = CallSite.write(plan, handover, piece.index());
        List<Node> sequence = plan.region().sequence();
        sequence.addAll(plan.region().from(), call);
        if (call.getLast().endsSequence()) {
            // What stood behind could not be reached, and the format would not know what is on the stack there.
            int end = plan.region().from() + call.size();
            sequence.subList(end, sequence.size()).clear();
        }
        waiting.add(new Piece(piece, from.generation() + 1));
    }
}
