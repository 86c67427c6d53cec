package ai.ekaya.notify;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Authenticator;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** Sends letters by the operator's mail server, as plain text. Thread-safe. */
final class MailPost {
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final Optional<NotifySettings.MailServer> server;
    private final LetterJson links;
    private final Limits limits;
    private final Clock clock;

    MailPost(Optional<NotifySettings.MailServer> server, LetterJson links, Limits limits, Clock clock) {
        this.server = server;
        this.links = links;
        this.limits = limits;
        this.clock = clock;
    }

    Sent send(Target.Mail to, Letter letter) {
        if (server.isEmpty()) {
            return failed("This server sends no mail; its operator sets ekaya.mail.host");
        }
        NotifySettings.MailServer by = server.get();
        // SECURITY: asked at each sending, as the operator's list may have become shorter. Guarded by MailIT.
        if (!to.to().stream().allMatch(by::takes)) {
            return failed("An address is of a domain that this server sends no mail to");
        }
        try {
            Transport.send(message(by, to, letter));
            return new Sent.Taken(Optional.empty());
        } catch (AuthenticationFailedException e) {
            return failed("The mail server refused the login");
        } catch (SendFailedException e) {
            return failed("The mail server refused an address or the message");
        } catch (AddressException e) {
            return failed("One of the channel's addresses is none that mail can be sent to");
        } catch (MessagingException e) {
            // Its text is the peer's.
            return failed("The mail server could not be reached, or does not offer what it must");
        }
    }

    private static Sent failed(String note) {
        return new Sent.Failed(Optional.empty(), note, Optional.empty());
    }

    private MimeMessage message(NotifySettings.MailServer by, Target.Mail to, Letter letter) throws MessagingException {
        Session session = Session.getInstance(properties(by), login(by));
        String id = "<" + letter.delivery() + "@" + MailAddress.domain(by.from()) + ">";
        MimeMessage message = new MimeMessage(session) {
            /** The same at each attempt, so that a reader can tell. */
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        message.setFrom(new InternetAddress(by.from()));
        for (String address : to.to()) {
            message.addRecipient(Message.RecipientType.TO, new InternetAddress(address));
        }
        // SECURITY: a title is one line (NoticeTexts), and what is not ASCII is encoded. Guarded by MailIT.
        message.setSubject("[" + letter.severity() + "] " + letter.title(), UTF_8);
        message.setHeader("Auto-Submitted", "auto-generated");
        message.setSentDate(Date.from(clock.instant()));
        message.setText(text(letter), UTF_8);
        return message;
    }

    private String text(Letter letter) {
        StringBuilder text = new StringBuilder(letter.title()).append('\n');
        if (!letter.body().isEmpty()) {
            text.append('\n').append(letter.body()).append('\n');
        }
        text.append("\n-- \n");
        letter.app().ifPresent(app -> text.append("App ").append(app).append('\n'));
        links.link(letter).ifPresent(url -> text.append(url).append('\n'));
        return text.toString();
    }

    private Properties properties(NotifySettings.MailServer by) {
        String millis = Long.toString(limits.of(Limit.NOTIFY_SEND_MILLIS));
        Properties properties = new Properties();
        properties.setProperty("mail.transport.protocol", "smtp");
        properties.setProperty("mail.smtp.host", by.host());
        properties.setProperty("mail.smtp.port", Integer.toString(by.port()));
        properties.setProperty("mail.smtp.auth", Boolean.toString(by.login().isPresent()));
        properties.setProperty("mail.smtp.connectiontimeout", millis);
        properties.setProperty("mail.smtp.timeout", millis);
        properties.setProperty("mail.smtp.writetimeout", millis);
        boolean upgraded = by.security() == NotifySettings.Security.STARTTLS;
        properties.setProperty("mail.smtp.starttls.enable", Boolean.toString(upgraded));
        properties.setProperty("mail.smtp.starttls.required", Boolean.toString(upgraded));
        properties.setProperty("mail.smtp.ssl.enable", Boolean.toString(by.security() == NotifySettings.Security.TLS));
        properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
        return properties;
    }

    private static @Nullable Authenticator login(NotifySettings.MailServer by) {
        return by.login()
                .<Authenticator>map(login -> new Authenticator() {
                    @Override
                    protected PasswordAuthentication getPasswordAuthentication() {
                        return new PasswordAuthentication(
                                login.user(), login.password().value());
                    }
                })
                .orElse(null);
    }
}
