package ai.ekaya.classification;

import ai.ekaya.classification.LabelledColumns.Labelled;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;

/**
 * Columns named as in well-known open-source products and sample databases, written down last and measured without the rules learning
 * from them: what rules find of a schema that they never met.
 */
final class HeldOutColumns {
    private final List<Labelled> all = new ArrayList<>();
    private String table = "";

    private HeldOutColumns() {}

    static List<Labelled> all() {
        HeldOutColumns columns = new HeldOutColumns();
        columns.software();
        columns.samples();
        columns.business();
        return columns.all;
    }

    private void is(String column, String type, Category category, Function<Random, String> values) {
        all.add(new Labelled(table, column, type, values, Optional.of(category)));
    }

    private void isNot(String column, String type, Function<Random, String> values) {
        all.add(new Labelled(table, column, type, values, Optional.empty()));
    }

    private void software() {
        table = "forge_users";
        is("encrypted_password", "text", Category.SECRET, MadeUp.mixed("$2a$10$", 53));
        is("unlock_token", "text", Category.SECRET, MadeUp.mixed("", 20));
        is("feed_token", "text", Category.SECRET, MadeUp.mixed("", 20));
        is("incoming_email_token", "text", Category.SECRET, MadeUp.mixed("", 25));
        is("unconfirmed_email", "text", Category.EMAIL, MadeUp::email);
        is("public_email", "text", Category.EMAIL, MadeUp::email);
        isNot("theme_id", "smallint", MadeUp.number(1, 9));
        isNot("projects_limit", "integer", MadeUp.number(0, 99));
        isNot("password_automatically_set", "boolean", MadeUp::bool);
        isNot("notification_email_enabled", "boolean", MadeUp::bool);
        isNot("admin_email_unsubscribed_at", "timestamp without time zone", MadeUp::time);
        is("otp_backup_codes", "text", Category.SECRET, MadeUp.mixed("", 30));
        isNot("preferred_language", "text", MadeUp.of("en", "de"));
        is("linkedin", "text", Category.USER_NAME, MadeUp::login);
        isNot("state", "text", MadeUp.of("active", "blocked"));
        isNot("last_activity_on", "date", MadeUp::date);
        table = "forum_users";
        is("username_lower", "text", Category.USER_NAME, MadeUp::login);
        is("registration_ip_address", "inet", Category.IP_ADDRESS, MadeUp::ip);
        isNot("trust_level", "integer", MadeUp.number(0, 4));
        isNot("title", "text", MadeUp.of("Regular", "Leader"));
        isNot("flag_level", "integer", MadeUp.number(0, 4));
        is("date_of_birth", "date", Category.BIRTH_DATE, MadeUp::date);
        table = "credential";
        is(
                "secret_data",
                "text",
                Category.SECRET,
                random -> "{\"value\":\"" + MadeUp.mixed("", 40).apply(random) + "\"}");
        isNot("credential_data", "text", random -> "{\"hashIterations\":27500,\"algorithm\":\"x\"}");
        isNot("user_label", "text", MadeUp.of("My key", "Phone app"));
        isNot("priority", "integer", MadeUp.number(1, 9));
    }

    private void samples() {
        table = "Employees";
        is("LastName", "text", Category.PERSON_NAME, MadeUp::family);
        is("FirstName", "text", Category.PERSON_NAME, MadeUp::given);
        isNot("Title", "text", MadeUp.of("Manager", "Sales Representative"));
        isNot("TitleOfCourtesy", "text", MadeUp.of("Mr.", "Ms."));
        is("BirthDate", "date", Category.BIRTH_DATE, MadeUp::date);
        isNot("HireDate", "date", MadeUp::date);
        is("Address", "text", Category.POSTAL_ADDRESS, MadeUp::street);
        is("PostalCode", "text", Category.POSTAL_ADDRESS, MadeUp.digits(5));
        is("HomePhone", "text", Category.PHONE, MadeUp.like("(206) 555-####"));
        isNot("Extension", "text", MadeUp.digits(4));
        isNot("ReportsTo", "integer", MadeUp.number(1, 9));
        is("NationalIDNumber", "text", Category.NATIONAL_ID, MadeUp.digits(9));
        is("LoginID", "text", Category.USER_NAME, random -> "corp\\" + MadeUp.login(random));
        isNot("VacationHours", "smallint", MadeUp.number(0, 99));
        is("SickLeaveHours", "smallint", Category.HEALTH, MadeUp.number(0, 99));
        is("MaritalStatus", "text", Category.PERSON_TRAIT, MadeUp.of("S", "M"));
        isNot("OrganizationLevel", "smallint", MadeUp.number(0, 5));
        isNot("SalariedFlag", "boolean", MadeUp::bool);
        table = "Suppliers";
        isNot("CompanyName", "text", random -> MadeUp.pick(random, List.of("Alder", "Fjord")) + " Ltd");
        is("ContactName", "text", Category.PERSON_NAME, MadeUp::person);
        isNot("ContactTitle", "text", MadeUp.of("Owner", "Buyer"));
        is("Phone", "text", Category.PHONE, MadeUp::phone);
        isNot("HomePage", "text", MadeUp.like("https://www.example/####"));
        table = "CreditCard";
        is("CardNumber", "text", Category.PAYMENT_CARD, MadeUp.passing("4###############", MoneyIds::card));
        isNot("CardType", "text", MadeUp.of("Vista", "ColonialVoice"));
        isNot("ExpMonth", "smallint", MadeUp.number(1, 12));
        table = "Password";
        is("PasswordSalt", "text", Category.SECRET, MadeUp.mixed("", 8));
        isNot("ModifiedDate", "timestamp without time zone", MadeUp::time);
        table = "film";
        isNot("rental_rate", "numeric(4,2)", MadeUp.decimal(5));
        isNot("rating", "text", MadeUp.of("PG", "R"));
        isNot("special_features", "text", MadeUp.of("Trailers", "Commentaries"));
        isNot("actor_count", "integer", MadeUp.number(1, 40));
        isNot("release_year", "integer", MadeUp.number(1980, 2026));
        isNot("original_language_id", "integer", MadeUp.number(1, 6));
    }

    private void business() {
        table = "res_partner";
        is("name", "text", Category.PERSON_NAME, MadeUp::person);
        is("street2", "text", Category.POSTAL_ADDRESS, MadeUp::street);
        is("email_normalized", "text", Category.EMAIL, MadeUp::email);
        is("phone_sanitized", "text", Category.PHONE, MadeUp.like("+4930#######"));
        is("signup_token", "text", Category.SECRET, MadeUp.mixed("", 20));
        isNot("vat_validity", "boolean", MadeUp::bool);
        isNot("color", "integer", MadeUp.number(0, 9));
        isNot("credit_limit", "numeric(10,2)", MadeUp.decimal(9_000));
        isNot("partner_latitude", "double precision", MadeUp.number(1, 80));
        isNot("website", "text", MadeUp.like("https://www.example/##"));
        table = "obs";
        is("value_text", "text", Category.HEALTH, MadeUp::text);
        is("coded_allergen", "text", Category.HEALTH, MadeUp.of("nuts", "pollen"));
        is("drug_name", "text", Category.HEALTH, MadeUp.of("ibuprofen", "insulin"));
        is("diagnosis_date", "date", Category.HEALTH, MadeUp::date);
        isNot("concept_id", "integer", MadeUp.number(1, 9_000));
        isNot("date_created", "timestamp without time zone", MadeUp::time);
        is("birthdate_estimated", "date", Category.BIRTH_DATE, MadeUp::date);
        table = "KNA1";
        is("NAME1", "text", Category.PERSON_NAME, MadeUp::person);
        is("STRAS", "text", Category.POSTAL_ADDRESS, MadeUp::street);
        is("PSTLZ", "text", Category.POSTAL_ADDRESS, MadeUp.digits(5));
        is("TELF1", "text", Category.PHONE, MadeUp::phone);
        is("GBDAT", "date", Category.BIRTH_DATE, MadeUp::date);
        is("BANKN", "text", Category.BANK_ACCOUNT, MadeUp.digits(10));
        isNot("LAND1", "text", MadeUp.of("DE", "AT"));
        isNot("KUNNR", "text", MadeUp.digits(10));
        isNot("ERDAT", "date", MadeUp::date);
        isNot("KTOKD", "text", MadeUp.of("KUNA", "CPD"));
        table = "leads";
        is("lead_source_email", "text", Category.EMAIL, MadeUp::email);
        is("mobilephone", "text", Category.PHONE, MadeUp::phone);
        is("mailing_street", "text", Category.POSTAL_ADDRESS, MadeUp::street);
        is("mailing_postalcode", "text", Category.POSTAL_ADDRESS, MadeUp.digits(5));
        isNot("lead_score", "integer", MadeUp.number(0, 99));
        isNot("annual_revenue", "numeric(12,2)", MadeUp.decimal(90_000));
        isNot("number_of_employees", "integer", MadeUp.number(1, 900));
        isNot("has_opted_out_of_email", "boolean", MadeUp::bool);
        isNot("do_not_call", "boolean", MadeUp::bool);
        isNot("rating", "text", MadeUp.of("hot", "cold"));
        isNot("utm_campaign", "text", MadeUp.like("spring-##"));
        isNot("gclid", "text", MadeUp.mixed("", 60));
        is("personal_id_code", "text", Category.NATIONAL_ID, MadeUp.like("3##########"));
        is("driving_license_no", "text", Category.NATIONAL_ID, MadeUp.like("@#########"));
        is("bank_iban", "text", Category.BANK_ACCOUNT, MadeUp::iban);
    }
}
