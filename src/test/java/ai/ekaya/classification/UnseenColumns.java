package ai.ekaya.classification;

import ai.ekaya.classification.LabelledColumns.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Columns as they come in shops, blogs, clinics, banks, staff offices, lodgings and trackers, written down after the rules were. What
 * the rules got wrong at first is told in docs/classification.md; some of it they learned.
 */
final class UnseenColumns {
    private final List<Labelled> all = new ArrayList<>();
    private String table = "";

    private UnseenColumns() {}

    static List<Labelled> all() {
        UnseenColumns columns = new UnseenColumns();
        columns.blogAndShop();
        columns.clinicAndStaff();
        columns.bankAndTravel();
        columns.software();
        return columns.all;
    }

    private void is(String column, String type, Category category, Function<Random, String> values) {
        all.add(new Labelled(table, column, type, values, Optional.of(category)));
    }

    private void isNot(String column, String type, Function<Random, String> values) {
        all.add(new Labelled(table, column, type, values, Optional.empty()));
    }

    private void blogAndShop() {
        table = "wp_users";
        is("user_login", "text", Category.USER_NAME, MadeUp::login);
        is("user_pass", "text", Category.SECRET, MadeUp.mixed("$P$B", 30));
        isNot("user_nicename", "text", MadeUp.like("page-####"));
        is("user_email", "text", Category.EMAIL, MadeUp::email);
        isNot("user_url", "text", MadeUp.like("https://blog.example/####"));
        isNot("user_registered", "timestamp without time zone", MadeUp::time);
        isNot("user_status", "integer", MadeUp.number(0, 2));
        table = "comments";
        is("comment_author", "text", Category.PERSON_NAME, MadeUp::person);
        is("comment_author_email", "text", Category.EMAIL, MadeUp::email);
        is("comment_author_IP", "text", Category.IP_ADDRESS, MadeUp::ip);
        isNot("comment_content", "text", MadeUp::text);
        isNot("comment_agent", "text", random -> "Mozilla/5.0 (X11; Linux) Version/" + MadeUp.digits(random, 3));
        isNot("comment_approved", "text", MadeUp.of("1", "0", "spam"));
        table = "sales_order_address";
        is("firstname", "text", Category.PERSON_NAME, MadeUp::given);
        is("lastname", "text", Category.PERSON_NAME, MadeUp::family);
        is("street", "text", Category.POSTAL_ADDRESS, MadeUp::street);
        is("postcode", "text", Category.POSTAL_ADDRESS, MadeUp.digits(5));
        is("telephone", "text", Category.PHONE, MadeUp::phone);
        isNot("region_code", "text", MadeUp.of("BY", "HE", "BE"));
        isNot("address_type", "text", MadeUp.of("billing", "shipping"));
        is("vat_id", "text", Category.NATIONAL_ID, MadeUp.like("DE#########"));
        table = "quote_payment";
        is("cc_number_enc", "text", Category.PAYMENT_CARD, MadeUp.mixed("0:3:", 40));
        isNot("cc_last_4", "text", MadeUp.digits(4));
        isNot("cc_exp_month", "integer", MadeUp.number(1, 12));
        isNot("cc_exp_year", "integer", MadeUp.number(2024, 2030));
        is("cc_owner", "text", Category.PERSON_NAME, MadeUp::person);
        isNot("cc_type", "text", MadeUp.of("VI", "MC"));
        isNot("method", "text", MadeUp.of("checkmo", "card"));
    }

    private void clinicAndStaff() {
        table = "encounters";
        is("chief_complaint", "text", Category.HEALTH, MadeUp::text);
        is("icd10_code", "text", Category.HEALTH, MadeUp.like("@##.#"));
        is("patient_mrn", "text", Category.HEALTH, MadeUp.digits(8));
        is("attending_physician", "text", Category.PERSON_NAME, MadeUp::person);
        isNot("admitted_at", "timestamp with time zone", MadeUp::time);
        isNot("ward", "text", MadeUp.of("A1", "B2", "C3"));
        isNot("bed_number", "integer", MadeUp.number(1, 40));
        is("insurance_policy_number", "text", Category.HEALTH, MadeUp.like("@#########"));
        is("is_smoker", "boolean", Category.HEALTH, MadeUp::bool);
        is("bmi", "numeric(4,1)", Category.HEALTH, MadeUp.decimal(40));
        table = "staff";
        is("emp_fname", "text", Category.PERSON_NAME, MadeUp::given);
        is("emp_lname", "text", Category.PERSON_NAME, MadeUp::family);
        is("birth_dt", "date", Category.BIRTH_DATE, MadeUp::date);
        is("annual_comp_usd", "numeric(10,2)", Category.INCOME, MadeUp.decimal(90_000));
        is("bonus_amount", "numeric(10,2)", Category.INCOME, MadeUp.decimal(9_000));
        is("disability_status", "text", Category.HEALTH, MadeUp.of("none", "yes"));
        is("marital_status", "text", Category.PERSON_TRAIT, MadeUp.of("single", "married"));
        is("veteran_status", "text", Category.PERSON_TRAIT, MadeUp.of("yes", "no"));
        isNot("cost_center", "text", MadeUp.digits(4));
        isNot("grade", "text", MadeUp.of("L1", "L2", "L3"));
        isNot("badge_color", "text", MadeUp.of("red", "blue"));
        is("personal_email", "text", Category.EMAIL, MadeUp::email);
        is("home_zip_code", "text", Category.POSTAL_ADDRESS, MadeUp.digits(5));
        isNot("office_city", "text", MadeUp::city);
        is("SozVersNr", "text", Category.NATIONAL_ID, MadeUp.like("########@###"));
        is("Privatanschrift", "text", Category.POSTAL_ADDRESS, MadeUp::street);
        isNot("Eintrittsdatum", "date", MadeUp::date);
        isNot("Abteilung", "text", MadeUp.of("Einkauf", "Vertrieb"));
    }

    private void bankAndTravel() {
        table = "accounts";
        is("acct_iban", "text", Category.BANK_ACCOUNT, MadeUp::iban);
        is("account_holder", "text", Category.PERSON_NAME, MadeUp::person);
        isNot("balance", "numeric(12,2)", MadeUp.decimal(9_000));
        isNot("opened_on", "date", MadeUp::date);
        isNot("account_status", "text", MadeUp.of("open", "closed"));
        is("credit_score", "integer", Category.INCOME, MadeUp.number(300, 850));
        is("tax_id_number", "text", Category.NATIONAL_ID, MadeUp.digits(9));
        isNot("interest_rate", "numeric(5,3)", MadeUp.decimal(9));
        isNot("branch_code", "text", MadeUp.digits(4));
        isNot("statement_id", "uuid", MadeUp::uuid);
        table = "bookings";
        is("guest_name", "text", Category.PERSON_NAME, MadeUp::person);
        is("guest_phone", "text", Category.PHONE, MadeUp::phone);
        is("passport_no", "text", Category.NATIONAL_ID, MadeUp.like("@########"));
        isNot("guest_count", "integer", MadeUp.number(1, 5));
        isNot("room_number", "text", MadeUp.digits(3));
        isNot("arrival_date", "date", MadeUp::date);
        is("number_plate", "text", Category.OTHER, MadeUp.like("@@-@@ ###"));
        is(
                "special_requests",
                "text",
                Category.EMAIL,
                random -> MadeUp.text(random) + (random.nextInt(12) == 0 ? " " + MadeUp.email(random) : ""));
        isNot("flight_no", "text", MadeUp.like("LH####"));
        isNot("booking_reference", "text", MadeUp.like("@#@#@#"));
        isNot("hotel_name", "text", random -> "Hotel " + MadeUp.city(random));
        isNot("hotel_phone_ext", "text", MadeUp.digits(3));
        is("loyalty_member_name", "text", Category.PERSON_NAME, MadeUp::person);
    }

    private void software() {
        table = "integrations";
        is("smtp_password", "text", Category.SECRET, MadeUp.mixed("", 14));
        isNot("smtp_host", "text", MadeUp.like("mail##.example"));
        isNot("smtp_port", "integer", MadeUp.number(25, 600));
        is("oauth_refresh_token", "text", Category.SECRET, MadeUp.mixed("", 60));
        isNot("oauth_client_id", "text", MadeUp.like("client-####"));
        is("encrypted_otp_secret", "text", Category.SECRET, MadeUp.mixed("", 44));
        is("reset_password_token", "text", Category.SECRET, MadeUp.mixed("", 24));
        isNot("reset_password_sent_at", "timestamp without time zone", MadeUp::time);
        is("current_sign_in_ip", "inet", Category.IP_ADDRESS, MadeUp::ip);
        isNot("sign_in_count", "integer", MadeUp.number(0, 99));
        isNot("failed_attempts", "integer", MadeUp.number(0, 9));
        is("stripe_key", "text", Category.SECRET, MadeUp.mixed("sk_live_", 24));
        isNot("stripe_customer_id", "text", MadeUp.mixed("cus_", 14));
        isNot("idempotency_key", "text", MadeUp::uuid);
        isNot("webhook_url", "text", MadeUp.like("https://hooks.example/####"));
        is(
                "db_connection_string",
                "text",
                Category.SECRET,
                random -> "postgres://app:" + MadeUp.mixed("", 9).apply(random) + "@db/x");
        is(
                "ssh_private_key",
                "text",
                Category.SECRET,
                random -> "-----BEGIN RSA PRIVATE KEY-----\n"
                        + MadeUp.mixed("", 60).apply(random));
        isNot("ssh_fingerprint", "text", MadeUp.mixed("SHA256:", 43));
        isNot("license_type", "text", MadeUp.of("MIT", "GPL"));
        isNot("author_id", "bigint", MadeUp.digits(6));
        is("author", "text", Category.PERSON_NAME, MadeUp::person);
        isNot("branch_name", "text", MadeUp.like("feature/####"));
        isNot("commit_sha", "text", MadeUp.hex(40));
        is("created_by", "text", Category.EMAIL, MadeUp::email);
        isNot("tenant_id", "uuid", MadeUp::uuid);
        isNot("session_timeout", "integer", MadeUp.number(60, 999));
        isNot("contact_form_enabled", "boolean", MadeUp::bool);
        isNot("isbn", "text", MadeUp.like("978##########"));
        isNot("ean", "text", MadeUp.like("40###########"));
        isNot("imo_number", "text", MadeUp.digits(7));
        isNot("page_title", "text", MadeUp::text);
        isNot("user_agent", "text", random -> "Mozilla/5.0 (Windows) Gecko/" + MadeUp.digits(random, 8));
        isNot("language_code", "text", MadeUp.of("de", "en"));
        isNot("epoch", "bigint", MadeUp.digits(10));
        isNot("settings", "jsonb", random -> "{\"theme\": \"dark\", \"page_size\": " + random.nextInt(90) + "}");
        is(
                "profile",
                "jsonb",
                Category.PHONE,
                random -> "{\"theme\": \"dark\", \"mobile\": \"" + MadeUp.phone(random) + "\"}");
    }
}
