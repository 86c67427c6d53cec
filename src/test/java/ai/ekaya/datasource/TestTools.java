package ai.ekaya.datasource;

import ai.ekaya.limits.Limits;
import ai.ekaya.tools.Tool;
import java.util.List;

/** This room's tools that give what rows hold, without a container. */
public final class TestTools {
    private TestTools() {}

    public static List<Tool> on(Datasources datasources, DatasourceAccess access, Limits limits) {
        return List.of(
                new QueryTool(datasources, access, limits),
                new SampleTool(datasources, access),
                new ColumnProbeTool(datasources, access, limits));
    }
}
