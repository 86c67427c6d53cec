package ai.ekaya.notify;

import jakarta.mail.Address;
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
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Sends letters by the operator's mail server, as plain text. Thread-safe. */
final class MailPost {
    private static final Logger LOGGER = Logger.getLogger(MailPost.class.getName());
    private static final String UTF_8 = StandardCharsets.UTF_8.name();

    private final Optional<NotifySettings.MailServer> server;
    private final MailLines lines;
    private final LetterJson links;
    private final Clock clock;

    MailPost(Optional<NotifySettings.MailServer> server, MailLines lines, LetterJson links, Clock clock) {
        this.server = server;
        this.lines = lines;
        this.links = links;
        this.clock = clock;
    }

    Sent send(Target.Mail to, Letter letter, Settled before) {
        if (server.isEmpty()) {
            return failed("This server sends no mail; its operator sets ekaya.mail.host");
        }
        NotifySettings.MailServer by = server.get();
        // SECURITY: asked at each sending, as the operator's list may have become shorter. Guarded by MailIT.
        if (!to.to().stream().allMatch(by::takes)) {
            return failed("An address is of a domain that this server sends no mail to");
        }
        try (MailLine line = lines.open()) {
            try {
                List<String> asked =
                        to.to().stream().filter(address -> !before.has(address)).toList();
                if (!asked.isEmpty()) {
                    send(message(Session.getInstance(lines.properties(by, line), login(by)), by, to, letter), asked);
                }
                return new Sent.Mailed(before.and(asked, List.of()), List.of());
            } catch (SendFailedException e) {
                return some(e, before, line);
            } catch (MessagingException e) {
                return failed(MailFailures.note(e, line));
            }
        }
    }

    /** Where the server refused some of the addresses, or all. */
    private static Sent some(SendFailedException failure, Settled before, MailLine line) {
        Settled settled = before.and(texts(failure.getValidSentAddresses()), texts(failure.getInvalidAddresses()));
        // The server took it for nobody, and says of nobody that it never will: it may be the message that it does not
        // like.
        return settled.isNothing()
                ? failed(MailFailures.note(failure, line))
                : new Sent.Mailed(settled, texts(failure.getValidUnsentAddresses()));
    }

    private static List<String> texts(Address @Nullable [] addresses) {
        return addresses == null
                ? List.of()
                : Arrays.stream(addresses)
                        .map(address -> address instanceof InternetAddress one ? one.getAddress() : address.toString())
                        .toList();
    }

    private static void send(MimeMessage message, List<String> to) throws MessagingException {
        message.saveChanges();
        Transport transport = message.getSession().getTransport();
        try {
            transport.connect();
            transport.sendMessage(message, addresses(to));
        } finally {
            end(transport);
        }
    }

    /** However the server takes leave: what it took it has, and would get again if this counted. */
    private static void end(Transport transport) {
        try {
            transport.close();
        } catch (MessagingException e) {
            LOGGER.log(Level.FINE, "The mail server did not take leave", e);
        }
    }

    private static Address[] addresses(List<String> texts) throws AddressException {
        Address[] addresses = new Address[texts.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = new InternetAddress(texts.get(i));
        }
        return addresses;
    }

    private static Sent failed(String note) {
        return new Sent.Failed(Optional.empty(), note, Optional.empty());
    }

    private MimeMessage message(Session session, NotifySettings.MailServer by, Target.Mail to, Letter letter)
            throws MessagingException {
        String id = "<" + letter.delivery() + "@" + MailAddress.domain(by.from()) + ">";
        MimeMessage message = new MimeMessage(session) {
            /** The same at each attempt, so that a reader can tell. */
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", id);
            }
        };
        message.setFrom(new InternetAddress(by.from()));
        // Also who has it by now: it is the same message.
        message.setRecipients(Message.RecipientType.TO, addresses(to.to()));
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
