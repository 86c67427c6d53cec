package ai.ekaya.install;

import ai.ekaya.audit.Actor;
import java.time.Instant;
import java.util.Optional;

/**
 * One of the packages that an app has been, and what it had then.
 *
 * @param number counts from 1 for each app
 * @param packageHash hexadecimal
 * @param catalog of which it came; empty for what a person brought
 * @param grants JSON, as settings and datasources
 * @param replacedAt empty for what it is now
 */
record AppVersion(
        int number,
        AppVersions.How how,
        String packageHash,
        String version,
        Optional<String> catalog,
        String grants,
        String settings,
        String datasources,
        Actor by,
        Instant at,
        Optional<Instant> replacedAt) {}
