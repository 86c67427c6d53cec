package ai.ekaya.secrets;

import ai.ekaya.keys.Secret;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A value to write, which is a {@link Secret} from when it is parsed.
 *
 * @param version what the secret must be at: 0 for one that is not there yet; null for any
 */
@JsonDeserialize(using = NewSecretReader.class)
public record NewSecret(
        @Schema(implementation = String.class, writeOnly = true, required = true)
        Secret value,

        @Schema(description = "Written only if the secret is at this version; 0 for one that is not there yet")
        @Nullable
        Integer version) {}
