package ai.ekaya.audit;

import ai.ekaya.store.Transaction;

/** Appends events in the transaction of the change that they tell of. */
public final class AuditLog {
    public void append(Transaction transaction, AuditEvent event) {
        throw new UnsupportedOperationException();
    }
}
