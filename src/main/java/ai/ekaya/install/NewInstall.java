package ai.ekaya.install;

import ai.ekaya.pack.Capabilities;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody asks to be installed.
 *
 * @param packageBytes the zip as it was uploaded
 * @param slug empty for the package's id
 * @param grant empty to grant what the package asks for
 * @param datasources alias to a datasource's id or name; aliases left out bind to the only fitting one
 */
public record NewInstall(
        byte[] packageBytes,
        Optional<String> slug,
        Optional<Capabilities> grant,
        Map<String, String> datasources,
        ObjectNode settings,
        Origin origin) {

    /** Of a package that somebody uploaded. */
    public NewInstall(
            byte[] packageBytes,
            Optional<String> slug,
            Optional<Capabilities> grant,
            Map<String, String> datasources,
            ObjectNode settings) {
        this(packageBytes, slug, grant, datasources, settings, Origin.UPLOAD);
    }

    public NewInstall from(Origin where) {
        return new NewInstall(packageBytes, slug, grant, datasources, settings, where);
    }

    /** The package as it is, granted what it asks for. */
    public static NewInstall of(byte[] packageBytes) {
        return new NewInstall(packageBytes, Optional.empty(), Optional.empty(), Map.of(), Columns.object());
    }
}
