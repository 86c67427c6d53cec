package ai.ekaya.install;

import ai.ekaya.appdb.AppId;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.identity.UserId;
import ai.ekaya.pack.Capabilities;
import ai.ekaya.pack.PackageHash;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One package in one project under one slug, with what was decided when it was installed.
 *
 * @param slug its name in the project and in paths; by default the package's id
 * @param datasources alias to datasource
 * @param schedule when it runs by itself
 * @param owner whose rights scheduled runs have
 * @param schedulePaused why the schedule stands still, if it does
 * @param dataKeptUntil when the data of a removed app is purged
 */
public record InstalledApp(
        AppId id,
        ProjectId project,
        String slug,
        String packageId,
        String name,
        String version,
        PackageHash packageHash,
        AppStatus state,
        Capabilities grants,
        ObjectNode settings,
        Map<String, DatasourceId> datasources,
        Optional<Schedule> schedule,
        UserId owner,
        Optional<String> schedulePaused,
        Instant installedAt,
        Optional<Instant> dataKeptUntil) {

    public InstalledApp {
        datasources = Map.copyOf(datasources);
    }
}
