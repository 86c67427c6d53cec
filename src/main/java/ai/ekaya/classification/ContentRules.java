package ai.ekaya.classification;

import ai.ekaya.classification.ContentRule.When;
import java.util.List;
import java.util.Set;

/**
 * What values tell. A test that a value passes by chance once in ten times (Luhn, the 11-test) must hold for nearly all of at least
 * twenty different values: of random numbers so many pass once in 10^18 columns. One that is passed by chance once in 97 times needs
 * fewer, and a form of its own, as that of an e-mail address, few.
 */
final class ContentRules {
    private static final When ALWAYS = new When.Always();
    private static final When NAMED = new When.Named();
    private static final When NO_VERSION =
            new When.Unless(Set.of("version", "release", "build", "firmware", "oid", "revision", "section"));
    private static final When NO_DIGEST = new When.Unless(Words.of("""
            hash digest checksum etag sha md fingerprint cursor id uuid guid ulid ids signature sig thumbnail
            image payload data blob content file path url uri slug ref reference integrity code nonce trace span"""));

    static final List<ContentRule> ALL = List.of(
            new ContentRule(
                    "password hashes (bcrypt, argon2 and the like)",
                    Category.SECRET,
                    SecretShapes::passwordHash,
                    0.3,
                    1,
                    0.97,
                    ALWAYS),
            new ContentRule(
                    "keys of a known form (cloud, source code, payment and chat services, PEM)",
                    Category.SECRET,
                    SecretShapes::knownKey,
                    0.1,
                    1,
                    0.97,
                    ALWAYS),
            new ContentRule(
                    "JSON web tokens with a readable header", Category.SECRET, SecretShapes::jwt, 0.3, 1, 0.97, ALWAYS),
            new ContentRule(
                    "long random texts, as keys and tokens are",
                    Category.SECRET,
                    SecretShapes::random,
                    0.9,
                    20,
                    0.55,
                    NO_DIGEST),
            new ContentRule("e-mail addresses", Category.EMAIL, Texts::email, 0.5, 1, 0.95, ALWAYS),
            new ContentRule(
                    "valid payment card numbers (Luhn, an issuer's prefix and length)",
                    Category.PAYMENT_CARD,
                    MoneyIds::card,
                    0.9,
                    20,
                    0.95,
                    ALWAYS),
            new ContentRule(
                    "valid IBANs (mod 97, the country's length)",
                    Category.BANK_ACCOUNT,
                    MoneyIds::iban,
                    0.5,
                    2,
                    0.97,
                    ALWAYS),
            id("valid German tax numbers (mod 11,10)", NationalIds::steuerId, 20, 0.93, ALWAYS),
            id("valid Spanish DNI or NIE (letter)", NationalIds::dni, 10, 0.93, ALWAYS),
            id("valid French NIR (mod 97)", NationalIds::nir, 5, 0.95, ALWAYS),
            id("valid Italian codici fiscali (check letter)", NationalIds::codiceFiscale, 3, 0.95, ALWAYS),
            id("valid Polish PESEL (date, check digit)", NationalIds::pesel, 20, 0.93, ALWAYS),
            id("valid Dutch BSN (11-test)", NationalIds::bsn, 20, 0.9, ALWAYS),
            id("British national insurance numbers by form", NationalIds::nino, 10, 0.85, ALWAYS),
            id("valid Brazilian CPF (two check digits)", NationalIds::cpf, 10, 0.93, ALWAYS),
            id("valid Swiss AHV numbers (756, EAN-13)", NationalIds::ahv, 5, 0.95, ALWAYS),
            id("valid Indian Aadhaar numbers (Verhoeff)", NationalIds::aadhaar, 20, 0.93, ALWAYS),
            id("US social security numbers by form", NationalIds::ssnWithDashes, 10, 0.85, ALWAYS),
            id("nine digits as US social security numbers may have", NationalIds::ssn, 1, 0.6, NAMED),
            new ContentRule("telephone numbers by form", Category.PHONE, Texts::phone, 0.8, 5, 0.85, ALWAYS),
            new ContentRule("as telephone numbers may be", Category.PHONE, Texts::phoneOrDigits, 0.8, 1, 0.5, NAMED),
            new ContentRule("IP addresses", Category.IP_ADDRESS, Texts::ip, 0.9, 3, 0.85, NO_VERSION),
            new ContentRule("hardware addresses (MAC)", Category.DEVICE_ID, Texts::mac, 0.9, 3, 0.8, ALWAYS),
            new ContentRule(
                    "names with a known given name",
                    Category.PERSON_NAME,
                    GivenNames::fullName,
                    0.4,
                    12,
                    0.7,
                    new When.Unless(Words.of("""
            product brand city title label company street place team venue song book address"""))));

    private ContentRules() {}

    private static ContentRule id(
            String what, java.util.function.Predicate<String> test, int distinct, double confidence, When when) {
        return new ContentRule(what, Category.NATIONAL_ID, test, 0.9, distinct, confidence, when);
    }
}
