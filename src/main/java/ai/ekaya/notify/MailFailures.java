package ai.ekaya.notify;

import ai.ekaya.limits.Quantity;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.internet.AddressException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;

/** Why a mail did not leave, in our own words: those of the failure are often the peer's. */
final class MailFailures {
    private static final int CAUSES_MAX = 20;

    private MailFailures() {}

    static String note(MessagingException failure, MailLine line) {
        if (line.isOver()) {
            return "The mail server took longer than " + Quantity.ofDuration(line.most());
        }
        if (failure instanceof AuthenticationFailedException) {
            return "The mail server refused the login";
        }
        if (failure instanceof SendFailedException) {
            return "The mail server refused the sender, all addresses or the message";
        }
        if (failure instanceof AddressException) {
            return "One of the channel's addresses is none that mail can be sent to";
        }
        if (has(failure, SSLException.class)) {
            return tls(failure);
        }
        if (has(failure, UnknownHostException.class)) {
            return "Nobody knows the mail server's name; the server's operator looks at ekaya.mail.host";
        }
        // The library's own words; it has no type for this. A peer's begin with a number. Guarded by MailIT.
        if (String.valueOf(failure.getMessage()).startsWith("STARTTLS is required")) {
            return "The mail server does not offer STARTTLS, and ekaya.mail.security says that it must";
        }
        return "The mail server could not be reached, or broke off";
    }

    private static String tls(MessagingException failure) {
        if (has(failure, CertificateExpiredException.class)) {
            return "The mail server's certificate has expired";
        }
        if (has(failure, CertPathBuilderException.class) || has(failure, CertPathValidatorException.class)) {
            return "The mail server's certificate is not trusted by this server; its operator names who signed it in"
                    + " ekaya.egress.ca-file";
        }
        if (has(failure, CertificateException.class) || has(failure, SSLPeerUnverifiedException.class)) {
            return "The mail server's certificate is for another host than ekaya.mail.host says";
        }
        return "The mail server speaks no TLS 1.2 or 1.3 at this port";
    }

    private static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return Stream.iterate(failure, each -> each != null, Throwable::getCause)
                .limit(CAUSES_MAX)
                .anyMatch(kind::isInstance);
    }
}
