package ai.ekaya.oidc;

import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/** Reads a person out of a token's claims, which somebody has verified before. */
final class Claims {
    private Claims() {}

    /**
     * Empty unless the subject is there and the issuer is the configured one.
     *
     * @param now for a token that does not say when it was made
     */
    static Optional<ExternalUser> user(JWTClaimsSet claims, ProviderSettings settings, Instant now) {
        String issuer = String.valueOf(claims.getIssuer());
        String subject = claims.getSubject();
        if (subject == null || subject.isBlank() || !settings.isIssuer(issuer)) {
            return Optional.empty();
        }
        Date issued = claims.getIssueTime();
        return Optional.of(new ExternalUser(
                issuer,
                subject,
                name(claims).orElse(subject),
                groups(claims.getClaim(settings.groupsClaim())),
                issued == null ? now : issued.toInstant()));
    }

    private static Optional<String> name(JWTClaimsSet claims) {
        for (String claim : List.of("preferred_username", "email")) {
            if (claims.getClaim(claim) instanceof String name && !name.isBlank()) {
                return Optional.of(name);
            }
        }
        return Optional.empty();
    }

    private static List<String> groups(Object claim) {
        List<String> groups = new ArrayList<>();
        if (claim instanceof String one) {
            groups.add(one);
        }
        if (claim instanceof Collection<?> several) {
            several.forEach(group -> groups.add(String.valueOf(group)));
        }
        // Keycloak writes groups as paths.
        return groups.stream()
                .map(group -> group.startsWith("/") ? group.substring(1) : group)
                .toList();
    }
}
