package ai.ekaya.notify;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.util.Properties;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLContext;

/** Where the connections to the mail server come from: whom they trust, and how long they may take. Thread-safe. */
final class MailLines {
    private final SSLContext trusted;
    private final ScheduledExecutorService timer;
    private final Limits limits;

    MailLines(SSLContext trusted, ScheduledExecutorService timer, Limits limits) {
        this.trusted = trusted;
        this.timer = timer;
        this.limits = limits;
    }

    /** For one mail; its time runs from now on. */
    MailLine open() {
        return new MailLine(trusted.getSocketFactory(), limits.durationOf(Limit.NOTIFY_MAIL_MILLIS), timer);
    }

    /** As Jakarta Mail wants it. */
    Properties properties(NotifySettings.MailServer by, MailLine line) {
        String millis = Long.toString(limits.of(Limit.NOTIFY_SEND_MILLIS));
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", by.host());
        properties.setProperty("mail.smtp.port", Integer.toString(by.port()));
        properties.setProperty("mail.smtp.auth", Boolean.toString(by.login().isPresent()));
        // Who is refused takes it from nobody else.
        properties.setProperty("mail.smtp.sendpartial", "true");
        // Each connect and each read; a write ends with the line.
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        boolean upgraded = by.security() == NotifySettings.Security.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(upgraded));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(upgraded));
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(by.security() == NotifySettings.Security.TLS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.socketFactory", line.plain());
        properties.put("mail.smtp.ssl.socketFactory", line.secured());
        // SECURITY: else what these refuse would be tried once more with the JVM's own. Guarded by MailIT.
        properties.setProperty("mail.smtp.socketFactory.fallback", "false");
        return properties;
    }
}
