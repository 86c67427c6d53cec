package ai.ekaya.classification;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What a table is about, as far as it helps to read its columns' names: {@code name} is a person's in {@code employees} and a
 * thing's in {@code products}.
 */
record TableContext(boolean ofPersons, boolean ofAddresses) {
    static final TableContext NONE = new TableContext(false, false);

    /** People in several languages, in the singular. */
    static final Set<String> PERSONS = Words.of("""
            customer user person people employee patient contact member student author staff client guest
            passenger driver teacher doctor nurse applicant candidate subscriber recipient sender beneficiary
            resident citizen tenant guardian parent child spouse participant attendee visitor buyer seller owner
            holder cardholder payer payee borrower insured policyholder lead agent manager worker player kunde
            kunden mitarbeiter benutzer nutzer schuler mitglied mitglieder patienten personen ansprechpartner
            empfanger absender personne utilisateur employe salarie adherent eleve persona usuario cliente
            empleado paciente alumno contacto socio physician reporter requester reviewer approver lessee landlord trainer
            coach instructor professor lawyer attorney witness victim defendant plaintiff donor volunteer voter pupil learner
            caller rider traveler traveller shopper investor shareholder debtor creditor addressee nominee sponsor
            lodger inhabitant prospect hire beneficiaire locataire inquilino""");

    private static final Set<String> ADDRESSES = Set.of(
            "address", "addresse", "adresse", "adressen", "direccion", "direcciones", "anschrift", "anschriften");
    private static final Set<String> STREETS = Words.of("""
            street strasse rue calle address adresse direccion anschrift hausnummer housenumber""");

    private static final Set<String> FILLERS = Words.of("""
            data info information detail details record records profile profiles account accounts master list
            table tbl history archive backup old new copy import staging raw dim v stammdaten daten""");

    /** @param columns all of the table */
    static TableContext of(String table, Collection<String> columns) {
        List<String> tokens = Tokens.of(table);
        boolean streets = columns.stream().map(Tokens::of).anyMatch(TableContext::isStreet);
        return new TableContext(Tokens.names(head(tokens), PERSONS), streets || Tokens.names(head(tokens), ADDRESSES));
    }

    /** The word that says what a row is: {@code user_roles} are roles, {@code customer_data} are customers. */
    private static List<String> head(List<String> tokens) {
        int end = tokens.size();
        while (end > 1
                && (FILLERS.contains(tokens.get(end - 1)) || tokens.get(end - 1).matches("\\d+"))) {
            end--;
        }
        return end == 0 ? List.of() : tokens.subList(end - 1, end);
    }

    private static boolean isStreet(List<String> tokens) {
        boolean mailOrNetwork =
                tokens.stream().anyMatch(Set.of("email", "mail", "ip", "mac", "web", "wallet")::contains);
        return !mailOrNetwork
                && !tokens.isEmpty()
                && !NameReader.NOT_ITSELF_AFTER.contains(tokens.get(tokens.size() - 1))
                && Tokens.names(tokens, STREETS);
    }
}
