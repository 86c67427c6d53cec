package ai.ekaya.llm;

import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.identity.Principal;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.store.Sql;
import ai.ekaya.store.Transaction;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Table {@code project_model}. */
final class ModelSettingsRows {
    private static final String COLUMNS =
            "mode, provider, base_url, model, key_secret, schemas, ca_certificates, client_certificate, client_key_secret,"
                    + " input_price_micros, output_price_micros, version, changed_at, changed_by_name";

    private ModelSettingsRows() {}

    /** Changes of a project's model come one after the other. */
    static void lock(Transaction transaction, ProjectId project) {
        Sql.first(
                transaction,
                "SELECT 1 FROM ekaya.project WHERE id = ? FOR NO KEY UPDATE",
                row -> row.getInt(1),
                project.value());
    }

    static Optional<ModelSettings> find(Transaction transaction, ProjectId project) {
        return Sql.first(
                transaction,
                "SELECT " + COLUMNS + " FROM ekaya.project_model WHERE project_id = ?",
                ModelSettingsRows::read,
                project.value());
    }

    static void write(Transaction transaction, ProjectId project, ModelSettings settings, Principal by) {
        Sql.update(
                transaction,
                """
                INSERT INTO ekaya.project_model
                    (project_id, mode, provider, base_url, model, key_secret, schemas, ca_certificates, client_certificate,
                     client_key_secret, input_price_micros, output_price_micros, version, changed_at, changed_by, changed_by_name)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (project_id) DO UPDATE SET mode = excluded.mode, provider = excluded.provider,
                    base_url = excluded.base_url, model = excluded.model, key_secret = excluded.key_secret,
                    schemas = excluded.schemas, ca_certificates = excluded.ca_certificates,
                    client_certificate = excluded.client_certificate, client_key_secret = excluded.client_key_secret,
                    input_price_micros = excluded.input_price_micros, output_price_micros = excluded.output_price_micros,
                    version = excluded.version, changed_at = excluded.changed_at, changed_by = excluded.changed_by,
                    changed_by_name = excluded.changed_by_name
                """,
                project.value(),
                settings.mode().text(),
                settings.provider().map(ModelSettings.Provider::text),
                settings.baseUrl().map(OutboundUrl::text),
                settings.model(),
                settings.keySecret(),
                settings.schemas().name().toLowerCase(Locale.ROOT),
                settings.caCertificates(),
                settings.client().map(ModelSettings.Client::certificate),
                settings.client().map(ModelSettings.Client::keySecret),
                settings.prices().map(ModelEndpoint.Prices::inputMicros),
                settings.prices().map(ModelEndpoint.Prices::outputMicros),
                settings.version(),
                settings.changedAt(),
                by.user().value(),
                settings.changedBy());
    }

    static void remove(Transaction transaction, ProjectId project) {
        Sql.update(transaction, "DELETE FROM ekaya.project_model WHERE project_id = ?", project.value());
    }

    /** Notes a test unless there was one since then; whether it was noted. */
    static boolean noteTest(Transaction transaction, ProjectId project, Instant now, Duration pause) {
        return Sql.update(transaction, """
                        UPDATE ekaya.project_model SET tested_at = ?
                        WHERE project_id = ? AND (tested_at IS NULL OR tested_at <= ? OR tested_at > ?)
                        """, now, project.value(), now.minus(pause), now.plus(pause)) == 1;
    }

    private static ModelSettings read(ResultSet row) throws SQLException {
        Optional<String> certificate = Optional.ofNullable(row.getString("client_certificate"));
        Optional<String> clientKey = Optional.ofNullable(row.getString("client_key_secret"));
        Optional<Long> input = Optional.ofNullable(row.getObject("input_price_micros", Long.class));
        Optional<Long> output = Optional.ofNullable(row.getObject("output_price_micros", Long.class));
        return new ModelSettings(
                mode(row.getString("mode")),
                Optional.ofNullable(row.getString("provider")).map(ModelSettingsRows::provider),
                Optional.ofNullable(row.getString("base_url")).map(OutboundUrl::parse),
                Optional.ofNullable(row.getString("model")),
                Optional.ofNullable(row.getString("key_secret")),
                OpenAiChat.Schemas.valueOf(row.getString("schemas").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString("ca_certificates")),
                certificate.flatMap(pem -> clientKey.map(key -> new ModelSettings.Client(pem, key))),
                input.flatMap(in -> output.map(out -> new ModelEndpoint.Prices(in, out))),
                row.getInt("version"),
                row.getTimestamp("changed_at").toInstant(),
                row.getString("changed_by_name"));
    }

    private static ModelSettings.Mode mode(String text) {
        return Stream.of(ModelSettings.Mode.values())
                .filter(mode -> mode.text().equals(text))
                .findFirst()
                .orElseThrow();
    }

    private static ModelSettings.Provider provider(String text) {
        return Stream.of(ModelSettings.Provider.values())
                .filter(provider -> provider.text().equals(text))
                .findFirst()
                .orElseThrow();
    }
}
