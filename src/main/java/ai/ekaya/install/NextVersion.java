package ai.ekaya.install;

import ai.ekaya.audit.Actor;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.pack.AppPackage;
import ai.ekaya.pack.Capabilities;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * What an app is to be next, with all that goes with it.
 *
 * @param bytes of a package that the project may not have yet
 * @param catalog of which it comes; empty for what a person brought
 * @param by whom the audit names
 */
record NextVersion(
        AppVersions.How how,
        AppPackage read,
        Optional<byte[]> bytes,
        Optional<String> catalog,
        Capabilities grants,
        ObjectNode settings,
        Map<String, DatasourceId> bound,
        Actor by) {

    AppOperation.Kind kind() {
        return how == AppVersions.How.ROLLED_BACK ? AppOperation.Kind.ROLLBACK : AppOperation.Kind.UPDATE;
    }
}
