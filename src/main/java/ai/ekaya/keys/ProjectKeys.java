package ai.ekaya.keys;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Store;
import ai.ekaya.store.Transaction;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals much data of a project with a key of its own (AES-256-GCM), which is made when it is first needed and kept in the database,
 * sealed with the master key. It goes with its project. Thread-safe.
 */
@Singleton
public final class ProjectKeys {
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Store store;
    private final Sealer sealer;
    private final Clock clock;
    private final int cachedMax;
    private final SecureRandom random = new SecureRandom();
    private final Map<UUID, byte[]> known = new LinkedHashMap<>(16, 0.75f, true);

    @Inject
    public ProjectKeys(Store store, Sealer sealer, Limits limits, Clock clock) {
        this.store = store;
        this.sealer = sealer;
        this.clock = clock;
        this.cachedMax = limits.intOf(Limit.KEYS_PROJECTS_CACHED_COUNT);
    }

    /**
     * Not within a transaction: the first time, it makes the key in one of its own.
     *
     * @param context what it is for, as {@code run:<id>}; opening it for anything else fails
     */
    public byte[] seal(UUID project, String context, byte[] plain) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            byte[] sealed = cipher(Cipher.ENCRYPT_MODE, project, context, nonce).doFinal(plain);
            byte[] both = Arrays.copyOf(nonce, NONCE_BYTES + sealed.length);
            System.arraycopy(sealed, 0, both, NONCE_BYTES, sealed.length);
            return both;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not seal " + context + " of project " + project, e);
        }
    }

    /** Empty when it was changed, or is of another project or for something else. */
    public Optional<byte[]> open(UUID project, String context, byte[] sealed) {
        if (sealed.length < NONCE_BYTES) {
            return Optional.empty();
        }
        byte[] nonce = Arrays.copyOf(sealed, NONCE_BYTES);
        try {
            return Optional.of(cipher(Cipher.DECRYPT_MODE, project, context, nonce)
                    .doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Could not open " + context + " of project " + project, e);
        }
    }

    /** A name for content that tells nothing of it to who has not the key, as a plain hash would to who guesses well. */
    public byte[] address(UUID project, String content) {
        return mac(key(project), "address " + content);
    }

    /** A proof that a text was written here, in this project. */
    public byte[] mac(UUID project, String text) {
        return mac(key(project), "mac " + text);
    }

    /** A key for each context, so that no one of them is used for more texts than random nonces are good for. */
    private Cipher cipher(int mode, UUID project, String context, byte[] nonce) throws GeneralSecurityException {
        byte[] key = mac(key(project), "seal " + context);
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(context.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This JVM has no HmacSHA256", e);
        }
    }

    private byte[] key(UUID project) {
        synchronized (known) {
            byte[] key = known.get(project);
            if (key != null) {
                return key;
            }
        }
        // Committed before anything is sealed with it: what is sealed with a key that was rolled back is lost.
        byte[] key = store.inProject(project, transaction -> load(transaction, project));
        synchronized (known) {
            known.put(project, key);
            if (known.size() > cachedMax) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return key;
    }

    private byte[] load(Transaction transaction, UUID project) {
        return stored(transaction, project).orElseGet(() -> {
            byte[] made = new byte[KEY_BYTES];
            random.nextBytes(made);
            Secret secret = new Secret(Base64.getEncoder().encodeToString(made));
            Sql.update(
                    transaction,
                    "INSERT INTO ekaya.project_key (project_id, sealed_key, made_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
                    project,
                    sealer.seal(SealedColumn.PROJECT_KEY.context(project.toString()), secret)
                            .text(),
                    clock.instant());
            // Another server may have been first.
            return stored(transaction, project).orElseThrow();
        });
    }

    private Optional<byte[]> stored(Transaction transaction, UUID project) {
        return Sql.first(
                        transaction,
                        "SELECT sealed_key FROM ekaya.project_key WHERE project_id = ?",
                        row -> row.getString("sealed_key"),
                        project)
                .map(stored -> sealer.open(SealedColumn.PROJECT_KEY.context(project.toString()), new Sealed(stored)))
                .map(secret -> Base64.getDecoder().decode(secret.value()));
    }
}
