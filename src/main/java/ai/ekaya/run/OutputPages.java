package ai.ekaya.run;

import ai.ekaya.install.InstalledApps;
import ai.ekaya.pack.OutputFit;
import ai.ekaya.pack.PackageHash;
import ai.ekaya.web.Json;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;

/**
 * An output with what its page is made of, {@code {run, output, ui, misfits}}: how the package that the run was of wants it shown, and
 * where the output is not what that says.
 */
@Singleton
final class OutputPages {
    private final InstalledApps apps;

    @Inject
    OutputPages(InstalledApps apps) {
        this.apps = apps;
    }

    /** {@code ui} is null where the package has none, or is kept no more. */
    Response answer(HttpHeaders headers, Run run, RunHistory.Output output) {
        Optional<String> ui = PackageHash.parse(run.packageHash()).flatMap(hash -> apps.ui(run.project(), hash));
        List<OutputFit.Misfit> misfits =
                ui.map(hints -> OutputFit.misfits(hints, output.json())).orElse(List.of());
        // Joined as text, so that no number of the app's output changes on its way.
        String body = "{\"run\":\"" + output.run() + "\",\"output\":" + output.json() + ",\"ui\":" + ui.orElse("null")
                + ",\"misfits\":" + Json.mapper().valueToTree(misfits) + "}";
        return Outputs.answer(headers, output, run.packageHash(), body);
    }
}
