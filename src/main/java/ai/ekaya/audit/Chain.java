package ai.ekaya.audit;

import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;

/** The events of one project, or those of none, in the order in which they were sealed. */
public record Chain(Optional<UUID> project) {
    private static final UUID NO_PROJECT = new UUID(0, 0);

    /** What belongs to no project: sign-ins, users, projects that come and go. */
    public static final Chain PLATFORM = new Chain(Optional.empty());

    public static Chain of(UUID project) {
        return new Chain(Optional.of(project));
    }

    static Chain withId(UUID id) {
        return id.equals(NO_PROJECT) ? PLATFORM : of(id);
    }

    /** One transaction on this chain's rows; whatever is done with a chain is done in one of these. */
    public <T> T inTransaction(Store store, Function<Transaction, T> work) {
        return project.map(id -> store.inProject(id, work)).orElseGet(() -> store.inTransaction(work));
    }

    /** As {@link #inTransaction}, for work that returns nothing. */
    public void transact(Store store, Consumer<Transaction> work) {
        project.ifPresentOrElse(id -> store.transactIn(id, work), () -> store.transact(work));
    }

    UUID id() {
        return project.orElse(NO_PROJECT);
    }

    /** What selects its rows, with one parameter: {@link #project}. Written so that an index serves both kinds. */
    String rows() {
        return project.isPresent() ? "project_id = ?" : "project_id IS NULL AND ?::uuid IS NULL";
    }

    /** As in {@link SignedPlace}. */
    String name() {
        return project.map(UUID::toString).orElse("platform");
    }

    @Override
    public String toString() {
        return project.map(id -> "project " + id).orElse("the platform");
    }
}
