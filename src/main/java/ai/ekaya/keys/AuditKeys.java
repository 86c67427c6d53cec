package ai.ekaya.keys;

import ai.ekaya.audit.Actor;
import ai.ekaya.audit.AuditEvent;
import ai.ekaya.audit.AuditLog;
import ai.ekaya.audit.ExportCheck;
import ai.ekaya.audit.Signer;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Signs the audit with an Ed25519 pair that is made once and kept in the database, sealed with the master key. Both halves are sealed
 * together, so that who can write to the database cannot put another public key beside it. Thread-safe.
 */
@Singleton
public final class AuditKeys implements Signer {
    private static final String ALGORITHM = "Ed25519";

    private final Store store;
    private final Sealer sealer;
    private final AuditLog audit;
    private final Clock clock;
    private @Nullable Keys keys;

    @Inject
    public AuditKeys(Store store, Sealer sealer, AuditLog audit, Clock clock) {
        this.store = store;
        this.sealer = sealer;
        this.audit = audit;
        this.clock = clock;
    }

    /** The pair that signs, and every public key that has. */
    private record Keys(String id, PrivateKey key, Map<String, byte[]> known) {}

    private record Pair(String id, byte[] secret, byte[] open) {}

    @Override
    public Signature sign(byte[] text) {
        try {
            java.security.Signature signature = java.security.Signature.getInstance(ALGORITHM);
            signature.initSign(keys().key());
            signature.update(text);
            return new Signature(keyId(), signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not sign the audit", e);
        }
    }

    @Override
    public Optional<byte[]> publicKey(String keyId) {
        return Optional.ofNullable(keys().known().get(keyId)).map(byte[]::clone);
    }

    @Override
    public String keyId() {
        return keys().id();
    }

    private synchronized Keys keys() {
        Keys known = keys;
        if (known == null) {
            known = store.inTransaction(this::load);
            keys = known;
        }
        return known;
    }

    private Keys load(Transaction transaction) {
        // Two servers may start at once; the lock ends with the transaction.
        Sql.first(transaction, "SELECT pg_advisory_xact_lock(hashtext('ekaya audit key'))", row -> true);
        List<Pair> pairs = Sql.list(
                transaction,
                "SELECT id, sealed_pair FROM ekaya.audit_key ORDER BY made_at DESC, id",
                row -> open(row.getString("id"), new Sealed(row.getString("sealed_pair"))));
        if (pairs.isEmpty()) {
            pairs = List.of(make(transaction));
        }
        Map<String, byte[]> known = new LinkedHashMap<>();
        pairs.forEach(pair -> known.put(pair.id(), pair.open()));
        try {
            PrivateKey key = KeyFactory.getInstance(ALGORITHM)
                    .generatePrivate(new PKCS8EncodedKeySpec(pairs.get(0).secret()));
            return new Keys(pairs.get(0).id(), key, known);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("The key that signs the audit cannot be read", e);
        }
    }

    private Pair make(Transaction transaction) {
        try {
            KeyPair made = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            byte[] secret = made.getPrivate().getEncoded();
            byte[] open = made.getPublic().getEncoded();
            String id = ExportCheck.keyId(open);
            Base64.Encoder base64 = Base64.getEncoder();
            Secret pair = new Secret(base64.encodeToString(secret) + " " + base64.encodeToString(open));
            Sql.update(
                    transaction,
                    "INSERT INTO ekaya.audit_key (id, sealed_pair, made_at) VALUES (?, ?, ?)",
                    id,
                    sealer.seal(context(id), pair).text(),
                    clock.instant());
            audit.append(
                    transaction,
                    new AuditEvent(
                            AuditEvent.Type.AUDIT_KEY_MADE,
                            Actor.SYSTEM,
                            Optional.empty(),
                            "audit-key:" + id,
                            Map.of()));
            return new Pair(id, secret, open);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no " + ALGORITHM, e);
        }
    }

    private Pair open(String id, Sealed sealed) {
        String[] halves = sealer.open(context(id), sealed).value().split(" ", 2);
        return new Pair(
                id, Base64.getDecoder().decode(halves[0]), Base64.getDecoder().decode(halves[1]));
    }

    private static String context(String id) {
        return "audit-key:" + id;
    }
}
