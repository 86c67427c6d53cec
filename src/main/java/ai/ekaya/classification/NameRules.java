package ai.ekaya.classification;

import static ai.ekaya.classification.NameRule.Where.ALONE;
import static ai.ekaya.classification.NameRule.Where.ANYWHERE;
import static ai.ekaya.classification.NameRule.Where.IN_ADDRESSES;
import static ai.ekaya.classification.NameRule.Where.IN_PERSONS;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What names of columns tell, in English, German, French and Spanish. Phrases are words of the name and never parts of words; the
 * longest counts; and words around it can say that the column is only about the thing: {@code email_count} is a number.
 */
final class NameRules {
    private static final String ADDRESS_PARTS = """
            city, town, postal code, postcode, post code, zip, zip code, zipcode, plz, postleitzahl, ort, stadt,
            ville, code postal, cp, ciudad, codigo postal, localidad, municipio, suburb, county, district""";

    private static final String LOOK_ALIKES = """
            web address, url address, wallet address, contract address, memory address, base address, bus address,
            street view, card type, next page token, page token, continuation token, sync token, next token, max token,
            prompt token, completion token, input token, output token, token usage, token balance, mobile app, mobile friendly,
            mobile web, cell value, cell id, cell type, cell ref, business card, card deck, card game, gift card, loyalty card,
            pan zoom, pan x, pan y, phone book, phone case, secret santa, health check, file name, host name, domain name,
            user agent name, contact reason, owner type, email marketing, sex ratio, income statement, income tax,
            income account, passport issuer, access key id, key id, session key count, driver version, printer driver name,
            agent version, user agent, tenant name, lead source name, manager class name, worker name, worker class name,
            child name, parent name, agent name, sender domain, address space, address family, address mode, portable document,
            handy tips, account number format, ort code, sin cos, product serial number, cost center, profit center,
            distribution center""";

    static final List<NameRule> ALL = List.of(
            rule("a person's name", Category.PERSON_NAME, 0.85, ANYWHERE, """
                    full name, first name, last name, given name, family name, middle name, maiden name, surname, forename,
                    legal name, birth name, fname, lname, nickname, contact name, holder name, cardholder, card holder,
                    account holder, person name, signatory, mothers name, fathers name, next of kin, emergency contact,
                    vorname, nachname, familienname, zuname, geburtsname, rufname, kundenname, mitarbeitername, kontoinhaber,
                    ansprechpartner, vor und nachname, prenom, nom de famille, nom complet, nom client, nom naissance,
                    nom de naissance, nom de jeune fille, apellido, nombre completo, nombre cliente, primer nombre,
                    primer apellido, segundo apellido, titular, cognome, sobrenome, voornaam, achternaam"""),
            new NameRule("a person's name", Optional.of(Category.PERSON_NAME), 0.8, ANYWHERE, personsNames()),
            rule("a person's name, in a table of people", Category.PERSON_NAME, 0.7, IN_PERSONS, """
                    name, display name, nom, nombre, initials, alias"""),
            rule("a user's name", Category.USER_NAME, 0.65, ANYWHERE, """
                    username, user name, login name, screen name, benutzername, nutzername, nom utilisateur,
                    nom d utilisateur, nombre de usuario, nombre usuario, twitter handle, skype, telegram handle"""),
            rule("a user's name", Category.USER_NAME, 0.6, ALONE, "login, user login"),
            rule("an e-mail address", Category.EMAIL, 0.85, ANYWHERE, """
                    email, email address, email addr, mail address, mailaddress, e post, emailadresse, mailadresse,
                    courriel, adresse mail, adresse email, adresse courriel, correo, correo electronico,
                    direccion de correo, email id"""),
            rule("an e-mail address", Category.EMAIL, 0.6, ALONE, "mail"),
            rule("a telephone number", Category.PHONE, 0.85, ANYWHERE, """
                    phone, phone number, phone no, telephone, telephone number, tel, tel no, telefon, telefonnummer, telefonnr,
                    telefono, mobile, mobile number, mobile phone, mobile no, cell, cell phone, cellphone, cell number, msisdn, fax,
                    fax number, faxnummer, whatsapp, whatsapp number, handy, handynummer, handynr, rufnummer, mobilnummer,
                    mobiltelefon, portable, numero de telephone, numero telephone, numero portable, movil, celular,
                    numero de telefono, contact number, sms number"""),
            rule("a postal address", Category.POSTAL_ADDRESS, 0.75, ANYWHERE, """
                    address, address line, addr, street, street name, street address, street number, house number,
                    house no, home address, mailing address, billing address, shipping address, delivery address,
                    postal address, residence, adresse, anschrift, lieferadresse, rechnungsadresse, wohnort, strasse,
                    strassenname, hausnummer, hausnr, wohnanschrift, adresse postale, rue, numero de rue, adresse livraison,
                    adresse facturation, direccion, domicilio, calle, indirizzo, apartment number, apt number"""),
            rule(
                    "a part of a postal address, next to others",
                    Category.POSTAL_ADDRESS,
                    0.7,
                    IN_ADDRESSES,
                    ADDRESS_PARTS),
            rule("a part of a person's address", Category.POSTAL_ADDRESS, 0.65, IN_PERSONS, ADDRESS_PARTS),
            rule("a date of birth", Category.BIRTH_DATE, 0.9, ANYWHERE, """
                    birth date, date of birth, dob, birthday, birthdate, born on, born at, birth day, birth year, year of birth,
                    birth month, geburtsdatum, geburtstag, geburtsjahr, geb datum, gebdat, date de naissance, date naissance,
                    annee de naissance, fecha de nacimiento, fecha nacimiento, ano de nacimiento, cumpleanos,
                    data di nascita, data nascimento, geboortedatum, data urodzenia"""),
            rule("something personal", Category.PERSON_TRAIT, 0.7, ANYWHERE, """
                    gender, sex, marital status, civil status, nationality, citizenship, place of birth, birth place,
                    birth city, birth country, geschlecht, familienstand, staatsangehorigkeit, geburtsort, nationalite, sexe,
                    etat civil, situation familiale, lieu de naissance, sexo, genero, estado civil, nacionalidad,
                    lugar de nacimiento"""),
            rule("an IP address", Category.IP_ADDRESS, 0.75, ANYWHERE, """
                    ip, ip address, ip addr, ipv4, ipv6, client ip, remote ip, remote addr, remote address, source ip,
                    ip adresse, adresse ip, direccion ip, x forwarded for"""),
            rule("a device's number", Category.DEVICE_ID, 0.75, ANYWHERE, """
                    imei, imsi, mac address, mac addr, idfa, gaid, advertising id, device fingerprint, android id,
                    device serial number"""),
            rule("a payment card's number", Category.PAYMENT_CARD, 0.8, ANYWHERE, """
                    credit card, credit card number, credit card no, card number, card no, card num, cc number, cc num, ccnum,
                    debit card, debit card number, payment card number, pan, primary account number, kreditkarte,
                    kreditkartennummer, kartennummer, carte bancaire, carte de credit, numero de carte, numero carte,
                    tarjeta, tarjeta de credito, numero de tarjeta, numero tarjeta"""),
            rule("a bank account", Category.BANK_ACCOUNT, 0.8, ANYWHERE, """
                    iban, bank account, bank account number, bank account no, account number, account no, acct number, acct no,
                    routing number, sort code, bic, swift code, kontonummer, kontonr, bankverbindung, bankleitzahl, blz,
                    compte bancaire, numero de compte, rib, cuenta bancaria, numero de cuenta, clabe"""),
            rule("a national identity or tax number", Category.NATIONAL_ID, 0.85, ANYWHERE, """
                    ssn, social security, social security number, social security no, social insurance number, sin number,
                    national id, national id number, national identifier, nat id, identity number, identity card,
                    id card number, passport, passport number, passport no, driver license, drivers license, driving licence,
                    driver licence, driver license number, drivers license number, license number, licence number,
                    tax id, tax number, tax identifier, taxpayer id, tin, itin, nino, national insurance number,
                    national insurance, ni number, aadhaar, aadhar, aadhaar number, pan card, pesel, bsn,
                    burgerservicenummer, cpf, cnh, curp, rfc, dni, nie, nif, cif, codice fiscale, fiscal code,
                    steuer id, steueridentifikationsnummer, steuernummer, steuernr, sozialversicherungsnummer, sv nummer,
                    rentenversicherungsnummer, personalausweis, personalausweisnummer, ausweisnummer, reisepass,
                    reisepassnummer, passnummer, ahv, ahv nummer, ahvnr, avs, numero avs, nir, numero de securite sociale,
                    numero securite sociale, securite sociale, numero fiscal, piece identite, numero de seguridad social,
                    numero seguridad social, seguridad social, cedula, cedula de identidad, documento de identidad, pasaporte,
                    numero de pasaporte, personnummer, fodselsnummer, cpr number"""),
            rule("what somebody earns or owns", Category.INCOME, 0.75, ANYWHERE, """
                    salary, base salary, annual salary, wage, hourly wage, income, annual income, net worth, payroll, compensation,
                    gehalt, bruttogehalt, nettogehalt, lohn, einkommen, salaire, revenu annuel, remuneration, salario, sueldo,
                    nomina, credit score, schufa score"""),
            rule("something of a person's health", Category.HEALTH, 0.8, ANYWHERE, """
                    diagnosis, diagnosis code, diagnoses, icd code, icd 10, icd 9, medication, medications, prescription,
                    allergy, allergies, blood type, blood group, disease, illness, disability, symptom, symptoms, medical history,
                    medical condition, medical record number, medical notes, medical record, mrn, health condition,
                    health insurance number, health insurance id, pregnant, pregnancy, is pregnant, vaccination,
                    vaccination status, vaccinated, hiv status, lab result, sick leave, mental health, krankheit, diagnose,
                    medikament, medikamente, allergie, allergien, blutgruppe, behinderung, grad der behinderung, schwanger,
                    krankenkasse, krankenversicherungsnummer, impfstatus, maladie, medicament, groupe sanguin, handicap,
                    grossesse, enfermedad, medicamento, diagnostico, alergia, grupo sanguineo, discapacidad"""),
            rule("a belief", Category.BELIEF, 0.8, ANYWHERE, """
                    religion, religious affiliation, denomination, political party, political affiliation,
                    political opinion, union member, union membership, trade union, konfession, religionszugehorigkeit, parteizugehorigkeit,
                    gewerkschaft, parti politique, opinion politique, syndicat, afiliacion politica, partido politico, sindicato"""),
            rule("an origin or orientation", Category.ORIGIN, 0.8, ANYWHERE, """
                    ethnicity, ethnic group, ethnic origin, racial origin, sexual orientation, ethnische herkunft,
                    sexuelle orientierung, origine ethnique, orientation sexuelle, etnia, origen etnico, orientacion sexual"""),
            rule("an origin, in a table of people", Category.ORIGIN, 0.7, IN_PERSONS, "race, raza, tribe, caste"),
            rule("a body's measure", Category.BIOMETRIC, 0.8, ANYWHERE, """
                    fingerprint template, fingerprint data, face embedding, face encoding, face template, iris code, iris scan,
                    retina scan, voiceprint, biometric, biometric data, biometric template, genome, dna sequence,
                    dna profile, fingerabdruck, empreinte digitale, huella dactilar"""),
            rule("a password, key or token", Category.SECRET, 0.9, ANYWHERE, """
                    password, password hash, password digest, hashed password, encrypted password, passwd, pwd, pwd hash,
                    passphrase, pass phrase, password salt, secret, client secret, secret key, shared secret, app secret,
                    api key, api secret, apikey, access key, secret access key, access token, refresh token, auth token,
                    bearer token, session token, reset token, password reset token, confirmation token, csrf token,
                    verification token, remember token, api token, oauth token, id token, private key, signing key,
                    encryption key, webhook secret, otp secret, totp secret, mfa secret, two factor secret, recovery code,
                    recovery codes, backup codes, security answer, secret answer, cvv, cvc, cvv 2, card verification value, pin hash,
                    credentials, passwort, passworthash, passwort hash, kennwort, geheimnis, zugangscode, mot de passe,
                    motdepasse, mdp, cle privee, cle api, code secret, contrasena, clave secreta, clave privada, clave api,
                    connection string"""),
            rule("a password, key or token", Category.SECRET, 0.7, ALONE, """
                    token, pin, pin code, pass, session key, auth key, otp, clave, user token, device token, push token"""),
            new NameRule("", Optional.empty(), 1, ANYWHERE, phrases(LOOK_ALIKES)));

    private NameRules() {}

    private static NameRule rule(
            String what, Category category, double confidence, NameRule.Where where, String phrases) {
        return new NameRule(what, Optional.of(category), confidence, where, phrases(phrases));
    }

    private static List<String> phrases(String text) {
        return Arrays.stream(text.split(","))
                .map(phrase -> phrase.replaceAll("\\s+", ""))
                .toList();
    }

    private static List<String> personsNames() {
        Set<String> ambiguous =
                Set.of("contact", "tenant", "agent", "worker", "lead", "parent", "child", "manager", "staff");
        return TableContext.PERSONS.stream()
                .filter(person -> !ambiguous.contains(person))
                .flatMap(person -> Stream.of(person + "name", "name" + person, person + "fullname"))
                .filter(phrase -> !phrase.equals("username"))
                .sorted()
                .toList();
    }
}
