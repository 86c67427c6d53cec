package ai.ekaya.classification;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/** Columns with what they hold, as we label them: half of them sensitive, half of them traps that only look so. */
final class LabelledColumns {
    static final int ROWS = 300;

    /** @param category empty where nothing is sensitive */
    record Labelled(
            String table, String column, String type, Function<Random, String> values, Optional<Category> category) {
        List<String> sample() {
            Random random = new Random((table + "." + column).hashCode());
            List<String> sample = new ArrayList<>();
            for (int i = 0; i < ROWS; i++) {
                sample.add(values.apply(random));
            }
            return sample;
        }
    }

    private final List<Labelled> all = new ArrayList<>();
    private String table = "";

    private LabelledColumns() {}

    static List<Labelled> all() {
        LabelledColumns columns = new LabelledColumns();
        columns.people();
        columns.foreign();
        columns.oddNames();
        columns.traps();
        columns.numbersInTexts();
        columns.machines();
        columns.sales();
        return columns.all;
    }

    private void is(String column, String type, Category category, Function<Random, String> values) {
        all.add(new Labelled(table, column, type, values, Optional.of(category)));
    }

    private void isNot(String column, String type, Function<Random, String> values) {
        all.add(new Labelled(table, column, type, values, Optional.empty()));
    }

    private void people() {
        table = "employees";
        isNot("id", "bigint", MadeUp.digits(8));
        is("name", "text", Category.PERSON_NAME, MadeUp::person);
        is("customer_email_address", "text", Category.EMAIL, MadeUp::email);
        is("eMail", "text", Category.EMAIL, MadeUp::email);
        is("WorkPhone", "text", Category.PHONE, MadeUp::phone);
        is("mobile_no", "bigint", Category.PHONE, MadeUp.digits(11));
        is("dob", "date", Category.BIRTH_DATE, MadeUp::date);
        is("ssn", "text", Category.NATIONAL_ID, MadeUp.passing("###-##-####", NationalIds::ssn));
        is("gender", "text", Category.PERSON_TRAIT, MadeUp.of("m", "f", "x"));
        is("home_address", "text", Category.POSTAL_ADDRESS, MadeUp::street);
        is("city", "text", Category.POSTAL_ADDRESS, MadeUp::city);
        is("zip", "text", Category.POSTAL_ADDRESS, MadeUp.digits(5));
        is("base_salary", "numeric(10,2)", Category.INCOME, MadeUp.decimal(90_000));
        is("passport_number", "text", Category.NATIONAL_ID, MadeUp.like("C########"));
        is("emergency_contact", "text", Category.PERSON_NAME, MadeUp::person);
        is("religion", "text", Category.BELIEF, MadeUp.of("none", "catholic", "muslim", "hindu"));
        is("ethnicity", "text", Category.ORIGIN, MadeUp.of("a", "b", "c"));
        is("union_member", "boolean", Category.BELIEF, MadeUp::bool);
        is("is_pregnant", "boolean", Category.HEALTH, MadeUp::bool);
        is("blood_type", "text", Category.HEALTH, MadeUp.of("A+", "B-", "0+"));
        is("username", "text", Category.USER_NAME, MadeUp::login);
        is("password_hash", "text", Category.SECRET, MadeUp.mixed("$2b$12$", 53));
        is("last_login_ip", "inet", Category.IP_ADDRESS, MadeUp::ip);
        is("credit_card_number", "text", Category.PAYMENT_CARD, MadeUp.passing("4###############", MoneyIds::card));
        is("cvv", "text", Category.SECRET, MadeUp.digits(3));
        is("bank_account_no", "text", Category.BANK_ACCOUNT, MadeUp.digits(10));
        is("iban", "text", Category.BANK_ACCOUNT, MadeUp::iban);
        is("api_token", "text", Category.SECRET, MadeUp.mixed("", 32));
        is("diagnosis_code", "text", Category.HEALTH, MadeUp.like("@##.#"));
        is("face_embedding", "bytea", Category.BIOMETRIC, random -> "\\x00ff");
        isNot("department_name", "text", MadeUp.of("Sales", "Research", "Finance"));
        isNot("hired_on", "date", MadeUp::date);
        isNot("job_title", "text", MadeUp.of("Engineer", "Clerk", "Nurse"));
        isNot("country_code", "character(2)", MadeUp.of("DE", "FR", "PL"));
        isNot("email_verified", "boolean", MadeUp::bool);
        isNot("emailed_at", "timestamp with time zone", MadeUp::time);
        isNot("password_changed_at", "timestamp with time zone", MadeUp::time);
        isNot("phone_count", "integer", MadeUp.number(0, 4));
        isNot("address_id", "bigint", MadeUp.digits(6));
        isNot("language", "text", MadeUp.of("de", "en", "fr"));
        isNot("manager_id", "bigint", MadeUp.digits(8));
    }

    private void foreign() {
        table = "kunden";
        is("vorname", "text", Category.PERSON_NAME, MadeUp::given);
        is("nachname", "text", Category.PERSON_NAME, MadeUp::family);
        is("geburtsdatum", "date", Category.BIRTH_DATE, MadeUp::date);
        is("straße", "text", Category.POSTAL_ADDRESS, MadeUp::street);
        is("plz", "text", Category.POSTAL_ADDRESS, MadeUp.digits(5));
        is("ort", "text", Category.POSTAL_ADDRESS, MadeUp::city);
        is("telefonnummer", "text", Category.PHONE, MadeUp::phone);
        is("steuernummer", "text", Category.NATIONAL_ID, MadeUp.like("##/###/#####"));
        is("kontonummer", "text", Category.BANK_ACCOUNT, MadeUp.digits(10));
        is("passwort", "text", Category.SECRET, MadeUp.mixed("", 10));
        isNot("anzahl", "integer", MadeUp.number(0, 90));
        isNot("kundengruppe", "text", MadeUp.of("A", "B", "C"));
        isNot("bemerkung", "text", MadeUp::text);
        table = "clients_fr";
        is("prénom", "text", Category.PERSON_NAME, MadeUp::given);
        is("nom_de_famille", "text", Category.PERSON_NAME, MadeUp::family);
        is("courriel", "text", Category.EMAIL, MadeUp::email);
        is("date_de_naissance", "date", Category.BIRTH_DATE, MadeUp::date);
        is("mot_de_passe", "text", Category.SECRET, MadeUp.mixed("", 12));
        is("numéro_de_téléphone", "text", Category.PHONE, MadeUp::phone);
        isNot("montant", "numeric(10,2)", MadeUp.decimal(500));
        isNot("pays", "text", MadeUp.of("FR", "BE", "CH"));
        table = "clientes";
        is("apellidos", "text", Category.PERSON_NAME, MadeUp::family);
        is("correo_electronico", "text", Category.EMAIL, MadeUp::email);
        is("fecha_nacimiento", "date", Category.BIRTH_DATE, MadeUp::date);
        is("teléfono", "text", Category.PHONE, MadeUp::phone);
        is("dni", "text", Category.NATIONAL_ID, MadeUp::dni);
        is("contraseña", "text", Category.SECRET, MadeUp.mixed("", 12));
        isNot("cantidad", "integer", MadeUp.number(0, 90));
    }

    /** Nothing but the values tells. */
    private void oddNames() {
        table = "legacy_17";
        is("f1", "text", Category.EMAIL, MadeUp::email);
        is("f2", "text", Category.PAYMENT_CARD, MadeUp.passing("5#####" + "##########", MoneyIds::card));
        is("f3", "text", Category.BANK_ACCOUNT, MadeUp::iban);
        is("f4", "text", Category.NATIONAL_ID, MadeUp.passing("###########", NationalIds::steuerId));
        is("f5", "text", Category.NATIONAL_ID, MadeUp::dni);
        is("f6", "text", Category.NATIONAL_ID, MadeUp.passing("###########", NationalIds::pesel));
        is("f7", "text", Category.NATIONAL_ID, MadeUp.passing("#########", NationalIds::bsn));
        is("f8", "text", Category.NATIONAL_ID, MadeUp.passing("###.###.###-##", NationalIds::cpf));
        is("f9", "text", Category.NATIONAL_ID, MadeUp.passing("756.####.####.##", NationalIds::ahv));
        is("f10", "bigint", Category.NATIONAL_ID, MadeUp.passing("############", NationalIds::aadhaar));
        is("f11", "text", Category.NATIONAL_ID, MadeUp.passing("1850#75######" + "##", NationalIds::nir));
        is("f12", "text", Category.NATIONAL_ID, MadeUp.passing("###-##-####", NationalIds::ssn));
        is("f13", "text", Category.PHONE, MadeUp::phone);
        is("f14", "text", Category.IP_ADDRESS, MadeUp::ip);
        is("f15", "text", Category.SECRET, MadeUp.mixed("ghp_", 36));
        is("f16", "text", Category.SECRET, MadeUp::jwt);
        is("f17", "text", Category.SECRET, MadeUp.mixed("$2a$10$", 53));
        is("f18", "text", Category.PERSON_NAME, MadeUp::person);
        is("f19", "jsonb", Category.EMAIL, random -> "{\"a\": 1, \"contact\": \"" + MadeUp.email(random) + "\"}");
        is("f20", "text[]", Category.EMAIL, random -> "{" + MadeUp.email(random) + ",x}");
        is(
                "f21",
                "text",
                Category.EMAIL,
                random -> MadeUp.text(random)
                        + (random.nextInt(9) == 0 ? ", write to " + MadeUp.email(random) + "." : ""));
        is(
                "f22",
                "text",
                Category.BANK_ACCOUNT,
                random -> MadeUp.text(random) + (random.nextInt(9) == 0 ? " " + MadeUp.iban(random) : ""));
        is("f23", "bigint", Category.PAYMENT_CARD, MadeUp.passing("4###############", MoneyIds::card));
        isNot("n1", "bigint", MadeUp.digits(16));
        isNot("n2", "bigint", MadeUp.digits(9));
        isNot("n3", "text", MadeUp.digits(11));
        isNot("n4", "text", MadeUp.digits(12));
        isNot("n5", "text", MadeUp::uuid);
        isNot("n6", "text", MadeUp.hex(40));
        isNot("n7", "text", MadeUp.hex(64));
        isNot("n8", "text", MadeUp::product);
        isNot("n9", "text", MadeUp::text);
        isNot("n10", "text", MadeUp.digits(13));
        isNot("n11", "text", MadeUp.like("########@"));
        isNot("n12", "bigint", random -> String.valueOf(4_000_000_000_000_000L + random.nextInt(1_000_000)));
        isNot("n13", "jsonb", random -> "{\"a\": 1, \"kind\": \"x\", \"total\": " + random.nextInt(90) + "}");
        isNot("n14", "text", MadeUp.like("2026-##-##T10:00"));
    }

    private void numbersInTexts() {
        table = "tickets";
        isNot("reply", "text", random -> MadeUp.text(random) + " order " + MadeUp.digits(random, 16));
        isNot("reply_to", "text", random -> MadeUp.text(random) + " see support@shop.example");
        isNot(
                "log",
                "text",
                random -> "at 12:04:05 host-" + MadeUp.digits(random, 3) + " took " + MadeUp.digits(random, 4)
                        + " ms @ node");
        is(
                "answer",
                "text",
                Category.PAYMENT_CARD,
                random -> MadeUp.text(random)
                        + (random.nextInt(9) == 0
                                ? ", card "
                                        + MadeUp.passing("4### #### #### ####", MoneyIds::card)
                                                .apply(random) + ", thanks"
                                : ""));
        is(
                "raw",
                "text",
                Category.SECRET,
                random -> "{\"user\": 1, \"password\": \"" + MadeUp.mixed("", 9).apply(random) + "\"}");
    }

    private void traps() {
        table = "mailings";
        isNot("email_count", "integer", MadeUp.number(0, 900));
        isNot("emails_sent", "integer", MadeUp.number(0, 900));
        isNot("email_template", "text", MadeUp.of("welcome", "reminder", "invoice"));
        isNot("email_subject", "text", MadeUp::text);
        isNot("email_status", "text", MadeUp.of("sent", "bounced"));
        isNot("phone_type", "text", MadeUp.of("home", "work"));
        isNot("phone_model", "text", MadeUp.like("PX-##"));
        isNot("card_type", "text", MadeUp.of("visa", "amex"));
        isNot("gift_card_total", "numeric(10,2)", MadeUp.decimal(90));
        isNot("nameplate", "text", MadeUp.like("NP-####"));
        isNot("description", "text", MadeUp::text);
        isNot("ip_count", "integer", MadeUp.number(0, 90));
        isNot("address_count", "integer", MadeUp.number(0, 9));
        isNot("token_type", "text", MadeUp.of("bearer", "basic"));
        isNot("tokens_used", "integer", MadeUp.number(0, 9_000));
        isNot("next_page_token", "text", MadeUp.like("page-###"));
        isNot("password_policy", "text", MadeUp.of("strict", "lax"));
        isNot("password_expires_on", "date", MadeUp::date);
        isNot("secretary_count", "integer", MadeUp.number(0, 3));
        isNot("pinned", "boolean", MadeUp::bool);
        isNot("email", "text", MadeUp.of("opt-in", "opt-out", "unknown"));
        isNot("phone", "text", MadeUp.of("yes", "no"));
        isNot("race_id", "integer", MadeUp.number(0, 99));
        isNot("gender_ratio", "numeric(4,3)", random -> "0." + MadeUp.digits(random, 3));
        isNot("salary_band", "text", MadeUp.of("A", "B", "C"));
        isNot("birthday_emails_sent", "integer", MadeUp.number(0, 3));
        isNot("iban_valid", "boolean", MadeUp::bool);
        isNot("passport_required", "boolean", MadeUp::bool);
        isNot("ssn_status", "text", MadeUp.of("checked", "missing"));
        isNot("product_name", "text", MadeUp::product);
        isNot("company_name", "text", random -> MadeUp.pick(random, List.of("Alder", "Dune", "Fjord")) + " Works");
        isNot("file_name", "text", MadeUp.like("scan_####.pdf"));
        isNot("name", "text", MadeUp.like("Campaign ##"));
        isNot("title", "text", MadeUp::text);
        isNot("telemetry", "jsonb", random -> "{\"ms\": " + random.nextInt(900) + "}");
        isNot("health_check_url", "text", MadeUp.like("https://status.example/####"));
        isNot("mobile_app_version", "text", MadeUp.like("#.#.##"));
        isNot("city", "text", MadeUp::city);
    }

    private void machines() {
        table = "builds";
        isNot("firmware_version", "text", MadeUp.like("#.#.#.##"));
        isNot("commit_id", "text", MadeUp.hex(40));
        isNot("checksum", "text", MadeUp.hex(64));
        isNot("content_hash", "text", MadeUp.mixed("sha256-", 44));
        isNot("trace_id", "uuid", MadeUp::uuid);
        isNot(
                "public_key",
                "text",
                random -> "-----BEGIN PUBLIC KEY-----" + MadeUp.mixed("", 40).apply(random));
        isNot("primary_key", "text", MadeUp.of("id", "uuid", "key"));
        isNot("cache_key", "text", MadeUp.like("cache:####"));
        isNot("repository", "text", MadeUp.of("git@git.example:a/b", "git@git.example:c/d"));
        isNot("dependency", "text", MadeUp.like("left-pad@#.#.#"));
        isNot("started", "text", random -> "12:" + (10 + random.nextInt(49)) + ":07");
        isNot("latitude", "double precision", random -> String.valueOf(random.nextInt(90)));
        isNot("duration_ms", "bigint", MadeUp.number(0, 90_000));
        isNot("memory_address", "text", random -> "0x" + MadeUp.hex(8).apply(random));
        is(
                "deploy_key",
                "text",
                Category.SECRET,
                random -> "-----BEGIN OPENSSH PRIVATE KEY-----\n"
                        + MadeUp.mixed("", 60).apply(random));
        is("client_secret", "text", Category.SECRET, MadeUp.mixed("", 40));
        is("webhook_auth", "text", Category.SECRET, MadeUp.mixed("", 40));
        is("remote_addr", "text", Category.IP_ADDRESS, MadeUp::ip);
        is(
                "mac_address",
                "macaddr",
                Category.DEVICE_ID,
                random -> "00:1a:2b:3c:4d:" + MadeUp.hex(2).apply(random));
    }

    private void sales() {
        table = "order_lines";
        isNot("order_number", "bigint", MadeUp.digits(10));
        isNot("invoice_no", "text", MadeUp.like("INV-######"));
        isNot("sku", "text", MadeUp.like("@@@-#####"));
        isNot("gtin", "text", MadeUp.like("40###########"));
        isNot("tracking_code", "text", MadeUp.like("TR##########"));
        isNot("unit_price", "numeric(10,2)", MadeUp.decimal(300));
        isNot("currency", "character(3)", MadeUp.of("EUR", "CHF", "USD"));
        isNot("discount_pct", "numeric(5,2)", MadeUp.decimal(30));
        isNot("quantity", "integer", MadeUp.number(1, 20));
        isNot("status", "text", MadeUp.of("open", "paid", "sent"));
        isNot("shipped_at", "timestamp with time zone", MadeUp::time);
        isNot("note", "text", MadeUp::text);
        isNot("account_type", "text", MadeUp.of("retail", "trade"));
        isNot("shipping_address_id", "bigint", MadeUp.digits(7));
        is("shipping_address", "text", Category.POSTAL_ADDRESS, MadeUp::street);
        is("contact_name", "text", Category.PERSON_NAME, MadeUp::person);
        is("card_number", "text", Category.PAYMENT_CARD, random -> "**** **** **** " + MadeUp.digits(random, 4));
    }
}
