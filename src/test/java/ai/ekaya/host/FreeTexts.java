package ai.ekaya.host;

import java.util.List;
import java.util.Random;

/** What free-text columns hold, in several languages, and innocent texts of the same words; made at random from a seed. */
final class FreeTexts {
    private record Language(String greeting, String closing, List<String> phrases, List<String> names, String street) {}

    private static final List<Language> LANGUAGES = List.of(
            new Language(
                    "Dear Sir or Madam",
                    "Kind regards",
                    List.of(
                            "unfortunately the parcel came open",
                            "please call me back",
                            "nobody answered at the shop",
                            "the invoice is missing",
                            "thank you very much",
                            "delivered on time",
                            "unfortunately",
                            "everything else was fine"),
                    List.of("Anna Smith", "George O'Hara", "Winifred Baker"),
                    "12 Harbour Road"),
            new Language(
                    "Sehr geehrte Damen und Herren",
                    "Mit freundlichen Grüßen",
                    List.of(
                            "leider war das Paket beschädigt",
                            "bitte rufen Sie mich zurück",
                            "die Rechnung fehlt noch",
                            "vielen Dank für die Hilfe",
                            "Lieferung verspätet",
                            "selbstverständlich",
                            "der Kundendienst war freundlich"),
                    List.of("Jürgen Müller-Lüdenscheidt", "Käthe von der Heide", "Björn Größl"),
                    "Große Bleichen 12"),
            new Language(
                    "Madame, Monsieur",
                    "Cordialement",
                    List.of(
                            "malheureusement le colis était ouvert",
                            "merci de me rappeler",
                            "la facture est introuvable",
                            "livraison effectuée",
                            "le service était très aimable"),
                    List.of("Zoé Lefèvre", "Jean de La Fontaine"),
                    "5 rue de la Paix"),
            new Language(
                    "Estimados señores",
                    "Atentamente",
                    List.of(
                            "lamentablemente llegó roto",
                            "espero su respuesta",
                            "falta la factura",
                            "entregado correctamente",
                            "muchas gracias por todo"),
                    List.of("María José Ñúñez", "Iñigo Montoya"),
                    "Calle Mayor 7"),
            new Language(
                    "Уважаемые господа",
                    "С уважением",
                    List.of("посылка повреждена", "пожалуйста перезвоните", "счёт не пришёл", "доставлено вовремя"),
                    List.of("Анна Петрова", "Николай Римский-Корсаков"),
                    "улица Ленина 5"),
            new Language(
                    "您好",
                    "非常感谢您的帮助",
                    List.of("很遗憾包裹已经损坏了", "请尽快给我回电话", "发票还没有收到", "已经按时送达了"),
                    List.of("欧阳修", "王小明"),
                    "北京市朝阳区建国路八十八号"));

    private final Random random;

    FreeTexts(long seed) {
        random = new Random(seed);
    }

    private Language language() {
        return LANGUAGES.get(random.nextInt(LANGUAGES.size()));
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    int number() {
        return 1_000_000 + random.nextInt(8_999_999);
    }

    String email() {
        return "person" + number() + "@example.org";
    }

    String phone() {
        return "+49 40 " + number() + " " + (10 + random.nextInt(90));
    }

    /** As customers write; what is to be known of it stands in it. */
    String comment(String known) {
        Language in = language();
        return in.greeting() + ", " + one(in.phrases()) + ", " + one(in.phrases()) + " (" + one(in.phrases()) + "); "
                + known + ". " + one(in.phrases()) + ", " + one(in.phrases()) + ".\n" + in.closing() + ", "
                + one(in.names());
    }

    String name() {
        return one(language().names()) + " " + (char) ('A' + random.nextInt(26)) + (char) ('a' + random.nextInt(26))
                + (char) ('a' + random.nextInt(26));
    }

    String address() {
        return language().street() + random.nextInt(900) + ", " + (10_000 + random.nextInt(89_999)) + " Hamburg";
    }

    /** As notifications and requests of apps are written, in the words that comments are written in. */
    String innocent() {
        Language in = language();
        return switch (random.nextInt(6)) {
            case 0 -> in.greeting() + ", " + random.nextInt(900) + ": " + one(in.phrases()) + ". " + in.closing();
            case 1 -> one(in.phrases()) + " #" + random.nextInt(9_999) + ", " + one(in.phrases());
            case 2 -> "{\"state\": \"" + one(in.phrases()) + "\", \"count\": " + random.nextInt(99) + "}";
            case 3 -> in.closing() + "\n-- \nShop, 2026-11-2" + random.nextInt(9) + "T10:15:00Z, 24.05.2026 10:15";
            case 4 -> "Report of 24.05.2026: " + random.nextInt(99) + " x '" + one(in.phrases()) + "'";
            default ->
                "Summary [" + in.closing() + "] (" + one(in.phrases()) + ") "
                        + new java.util.UUID(random.nextLong(), 7);
        };
    }
}
