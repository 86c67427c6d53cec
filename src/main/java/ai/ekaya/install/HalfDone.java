package ai.ekaya.install;

import ai.ekaya.appdb.AppCopies;
import ai.ekaya.appdb.AppDatabases;
import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.persistence.LockModeType;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Undoes what an installation, update or rollback has made that did not come to its end: one that failed here, and those of servers
 * that died. An app that was being installed is none then; one that was being updated is what it was. Thread-safe.
 */
@Singleton
public final class HalfDone {
    private static final Logger LOG = Logger.getLogger(HalfDone.class.getName());

    private final Store store;
    private final AppDatabases databases;
    private final AppOperations operations;
    private final AppCopies copies;
    private final Holds holds;
    private final KeptPackages packages;
    private final AuditLog audit;

    @Inject
    public HalfDone(
            Store store,
            AppDatabases databases,
            AppOperations operations,
            AppCopies copies,
            Holds holds,
            KeptPackages packages,
            AuditLog audit) {
        this.store = store;
        this.databases = databases;
        this.operations = operations;
        this.copies = copies;
        this.holds = holds;
        this.packages = packages;
        this.audit = audit;
    }

    /** @param why is what the caller is told, also when undoing fails: it is tried again later then */
    void undo(AppOperation operation, RuntimeException why) {
        try {
            undo(operation, transaction -> {});
        } catch (RuntimeException e) {
            why.addSuppressed(e);
        }
    }

    /**
     * Undoes what servers left that are gone. Called at start, and by a timer.
     *
     * @param own also what this server left before it was started
     * @return how many there were
     */
    public int repair(boolean own) {
        int undone = 0;
        for (AppOperations.Left left : operations.left(own)) {
            undone += repair(left, own);
        }
        return undone;
    }

    /** One that fails is tried again next time and holds up no other. */
    private int repair(AppOperations.Left left, boolean own) {
        try {
            Optional<AppOperation> taken = operations.take(left, own);
            taken.ifPresent(operation -> undo(operation, transaction -> audit.append(transaction, cutOff(operation))));
            return taken.isPresent() ? 1 : 0;
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "App " + left.app() + " was left half done and could not be repaired", e);
            return 0;
        }
    }

    private static AuditEvent cutOff(AppOperation operation) {
        return new AuditEvent(
                AuditEvent.Type.APP_CHANGE_UNDONE,
                Actor.SYSTEM,
                Optional.of(operation.project().value()),
                "app:" + operation.app(),
                Map.of(
                        "kind",
                        operation.kind().name(),
                        "reason",
                        "The server ended before the app was "
                                + operation.kind().participle()));
    }

    private interface Also {
        void in(Transaction transaction);
    }

    private void undo(AppOperation operation, Also also) {
        boolean made = operation.kind() == AppOperation.Kind.INSTALL && !operation.again();
        if (made) {
            databases.drop(operation.app());
        } else {
            copies.dropUnfinished(operation.app());
        }
        store.transactIn(operation.project().value(), transaction -> {
            AppRow row =
                    transaction.entities().find(AppRow.class, operation.app().value(), LockModeType.PESSIMISTIC_WRITE);
            if (row == null) {
                return;
            }
            operations.end(transaction, operation);
            if (made) {
                transaction.entities().remove(row);
            } else if (operation.again()) {
                row.state = AppStatus.REMOVED;
            } else {
                row.settleBack();
                holds.release(transaction, row);
            }
            also.in(transaction);
            packages.forgetOthers(transaction, operation.project());
        });
    }
}
