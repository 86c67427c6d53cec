package ai.ekaya.studio;

import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;

/** The drafts of projects. Thread-safe. */
@Singleton
final class Drafts {
    static final String TOO_LARGE = "install the app from a zip (.ekapp) instead";

    private final Store store;
    private final Limits limits;
    private final Clock clock;

    @Inject
    Drafts(Store store, Limits limits, Clock clock) {
        this.store = store;
        this.limits = limits;
        this.clock = clock;
    }

    List<Draft> list(ProjectId project) {
        return store.inProject(
                project.value(),
                transaction -> transaction
                        .entities()
                        .createQuery(
                                "SELECT d FROM DraftRow d WHERE d.project = :project ORDER BY d.changedAt DESC",
                                DraftRow.class)
                        .setParameter("project", project.value())
                        .setMaxResults(limits.intOf(Limit.STUDIO_DRAFTS_PER_PROJECT_COUNT))
                        .getResultStream()
                        .map(DraftRow::draft)
                        .toList());
    }

    Draft get(ProjectId project, String id) {
        return store.inProject(
                project.value(),
                transaction -> row(transaction, project, id, LockModeType.NONE).draft());
    }

    Draft make(Principal by, ProjectId project, String name, Map<String, String> files) {
        SortedMap<String, String> checked = checked(name, files);
        return store.inProject(project.value(), transaction -> {
            long count = transaction
                    .entities()
                    .createQuery("SELECT COUNT(d) FROM DraftRow d WHERE d.project = :project", Long.class)
                    .setParameter("project", project.value())
                    .getSingleResult();
            if (count >= limits.of(Limit.STUDIO_DRAFTS_PER_PROJECT_COUNT)) {
                throw new Refusal(RefusalCode.LIMIT, "The project has " + count + " drafts, the most; delete some");
            }
            DraftRow row = new DraftRow(project);
            row.change(name, checked, by.user().value(), clock.instant());
            transaction.entities().persist(row);
            return row.draft();
        });
    }

    /** @param expected the revision that the writer has read; empty to write over any */
    Draft save(
            Principal by, ProjectId project, String id, String name, Map<String, String> files, OptionalLong expected) {
        SortedMap<String, String> checked = checked(name, files);
        return store.inProject(project.value(), transaction -> {
            DraftRow row = row(transaction, project, id, LockModeType.PESSIMISTIC_WRITE);
            if (expected.isPresent() && expected.getAsLong() != row.revision) {
                throw new Refusal(
                        RefusalCode.CONFLICT,
                        "The draft is at revision " + row.revision + ", yours came from " + expected.getAsLong()
                                + "; read it again");
            }
            row.change(name, checked, by.user().value(), clock.instant());
            return row.draft();
        });
    }

    void remove(ProjectId project, String id) {
        store.transactIn(
                project.value(),
                transaction ->
                        transaction.entities().remove(row(transaction, project, id, LockModeType.PESSIMISTIC_WRITE)));
    }

    private SortedMap<String, String> checked(String name, Map<String, String> files) {
        if (name.isBlank() || name.length() > 100) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'name' is 1 to 100 characters");
        }
        if (files.size() > limits.of(Limit.PACK_ENTRIES_COUNT)) {
            throw new Refusal(
                    RefusalCode.LIMIT, "A draft has at most " + limits.of(Limit.PACK_ENTRIES_COUNT) + " files");
        }
        long bytes = 0;
        for (Map.Entry<String, String> file : files.entrySet()) {
            PackageReader.pathProblem(file.getKey()).ifPresent(problem -> {
                throw new Refusal(RefusalCode.BAD_ARGUMENT, "File '" + shown(file.getKey()) + "': " + problem);
            });
            bytes += file.getKey().length() + (long) file.getValue().getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > limits.of(Limit.STUDIO_DRAFT_BYTES)) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    "The draft is " + bytes + " bytes, at most " + limits.of(Limit.STUDIO_DRAFT_BYTES) + "; "
                            + TOO_LARGE);
        }
        return new TreeMap<>(files);
    }

    private static String shown(String path) {
        return path.length() > 80 ? path.substring(0, 80) + "…" : path;
    }

    private static DraftRow row(Transaction transaction, ProjectId project, String id, LockModeType lock) {
        try {
            DraftRow row = transaction.entities().find(DraftRow.class, UUID.fromString(id), lock);
            if (row != null && row.project.equals(project.value())) {
                return row;
            }
        } catch (IllegalArgumentException e) {
            throw new Refusal(RefusalCode.NOT_FOUND, "There is no such draft in this project", e);
        }
        throw new Refusal(RefusalCode.NOT_FOUND, "There is no such draft in this project");
    }
}
