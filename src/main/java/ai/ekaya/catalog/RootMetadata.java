package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code N.root.json} says: which keys sign for which role. */
record RootMetadata(SignedFile file, byte[] bytes, Map<RoleName, SignedRole> roles) {
    RootMetadata {
        roles = Map.copyOf(roles);
    }

    /** @throws Refusal {@code UPSTREAM} for what is none, or is not signed by its own keys */
    static RootMetadata read(byte[] bytes, Limits limits) {
        SignedFile file = SignedFile.read(RoleName.ROOT, bytes, limits);
        Place signed = file.signed();
        Place consistent = signed.in("consistent_snapshot");
        if (!consistent.value().isBoolean() || !consistent.value().booleanValue()) {
            throw consistent.wrong("true: files that are named after what is in them");
        }
        Map<String, SignerKey> keys = new HashMap<>();
        signed.in("keys")
                .members(limits.of(Limit.CATALOG_KEYS_COUNT))
                .forEach((id, key) -> keys.put(id, SignerKey.read(id, key)));
        Place roles = signed.in("roles").only("root", "timestamp", "snapshot", "targets");
        Map<RoleName, SignedRole> read = new EnumMap<>(RoleName.class);
        for (RoleName name : RoleName.values()) {
            read.put(name, role(name, roles.in(name.text()), keys, limits));
        }
        RootMetadata root = new RootMetadata(file, bytes, read);
        root.role(RoleName.ROOT).require(file);
        return root;
    }

    /**
     * The last of some roots, each signed by the one before.
     *
     * @param roots at least one, the first of which is trusted
     * @throws Refusal {@code UPSTREAM} where one does not follow
     */
    static RootMetadata last(List<byte[]> roots, Limits limits) {
        RootMetadata last = read(roots.get(0), limits);
        for (byte[] next : roots.subList(1, roots.size())) {
            last = last.next(next, limits);
        }
        return last;
    }

    /** @throws Refusal {@code UPSTREAM} unless it is the root after this one, signed by enough keys of both */
    RootMetadata next(byte[] given, Limits limits) {
        RootMetadata next = read(given, limits);
        role(RoleName.ROOT).require(next.file);
        if (next.file.version() != file.version() + 1) {
            throw Place.refusal("The catalog's root metadata have version " + next.file.version() + ", expected "
                    + (file.version() + 1));
        }
        return next;
    }

    private static SignedRole role(RoleName name, Place role, Map<String, SignerKey> keys, Limits limits) {
        List<SignerKey> signers = new ArrayList<>();
        for (Place id : role.in("keyids").items(limits.of(Limit.CATALOG_KEYS_COUNT))) {
            SignerKey key = keys.get(id.text(SignerKey.ID, "64 lower-case hex digits"));
            if (key == null || signers.contains(key)) {
                throw id.wrong(key == null ? "a key of #/signed/keys" : "each key once");
            }
            signers.add(key);
        }
        // A threshold that no signatures reach would lock everybody out.
        long different = signers.stream().map(SignerKey::publicHex).distinct().count();
        return new SignedRole(name, signers, (int) role.in("threshold").whole(1, Math.max(1, different)));
    }

    SignedRole role(RoleName name) {
        SignedRole role = roles.get(name);
        if (role == null) {
            throw new IllegalStateException("A root without " + name);
        }
        return role;
    }

    /** Whether the other has other keys for a role. */
    boolean differsIn(RoleName name, RootMetadata other) {
        return !role(name).keyIds().equals(other.role(name).keyIds());
    }
}
