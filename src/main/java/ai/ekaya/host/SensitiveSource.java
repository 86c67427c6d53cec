package ai.ekaya.host;

import ai.ekaya.classification.ColumnKey;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.identity.ProjectId;
import java.util.List;
import java.util.Map;

/** Which columns of a project's datasources count as sensitive now. */
@FunctionalInterface
interface SensitiveSource {
    Map<DatasourceId, List<ColumnKey>> of(ProjectId project);
}
