package ai.ekaya.boot.local;

/** What the console says once the product is ready. */
final class Banner {
    private Banner() {}

    static void print(int httpPort, Home home, AdminPassword password) {
        StringBuilder text = new StringBuilder("\nEkaya Apps is ready: http://localhost:" + httpPort + "\n");
        password.toShow()
                .ifPresentOrElse(
                        made -> text.append("  user admin, password ")
                                .append(made)
                                .append(" (shown only now)\n"),
                        () -> text.append(
                                "  user admin, with the password you set or were shown at the first start\n"));
        text.append("  data and logs in ").append(home.folder()).append('\n');
        text.append("  stop with Ctrl-C\n");
        System.out.println(text);
    }
}
