package rollcall.tls;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.TlsFatalAlert;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.tls.ClientCertificates.Asked;

/** Handshake failures of Netty and of three TLS engines, in one vocabulary. */
final class TlsFaults {
    private static final int MAX_CAUSES = 16;
    private static final int SHOWN_CHARACTERS = 60;
    private static final int SHOWN_MESSAGE = 200;

    private TlsFaults() {}

    /**
     * What a person needs to know about a failed handshake.
     *
     * @param asked whether the server had asked for a client certificate, and got one
     */
    static TlsRefusal explain(Throwable failure, String host, Asked asked) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            TlsRefusal refusal = explainOne(cause, host, asked);
            if (refusal != null) {
                return refusal;
            }
        }
        return new TlsRefusal(Fault.TLS_FAILED, lastWords(failure));
    }

    /** The same for an exception after the handshake; null unless it is an alert about the client's certificate. */
    static @Nullable TlsRefusal explainLate(Throwable failure, String host, Asked asked) {
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            TlsAlert alert = TlsAlert.received(cause);
            if (alert != null) {
                TlsRefusal refusal = ofAlert(alert, cause, host, asked);
                return isAboutCertificate(refusal.fault()) ? refusal : null;
            }
        }
        return null;
    }

    private static boolean isAboutCertificate(Fault fault) {
        return fault == Fault.TLS_CLIENT_CERT_REQUIRED || fault == Fault.TLS_CLIENT_CERT_REFUSED;
    }

    private static @Nullable TlsRefusal explainOne(Throwable cause, String host, Asked asked) {
        if (cause instanceof RefusedCertificate refused) {
            return refused.refusal();
        }
        if (cause instanceof NotSslRecordException) {
            return new TlsRefusal(Fault.TLS_NOT_TLS, plainAnswer(cause.getMessage()));
        }
        if (cause instanceof SslHandshakeTimeoutException) {
            return new TlsRefusal(Fault.TLS_TIMEOUT, "the handshake was begun and not ended");
        }
        TlsAlert alert = TlsAlert.received(cause);
        if (alert != null) {
            return ofAlert(alert, cause, host, asked);
        }
        if (cause instanceof TlsFatalAlert local && local.getAlertDescription() == AlertDescription.protocol_version) {
            return noCommonProtocol("the server chose a version that is not among tls.protocols");
        }
        TlsRefusal inWords = ofWords(cause.getMessage());
        if (inWords != null) {
            return inWords;
        }
        return isClosed(cause) ? closed(cause, asked) : null;
    }

    private static TlsRefusal ofAlert(TlsAlert alert, Throwable cause, String host, Asked asked) {
        String said = "the server sent the alert " + alert.word();
        return switch (alert) {
            case PROTOCOL_VERSION -> noCommonProtocol(said);
            case INSUFFICIENT_SECURITY -> new TlsRefusal(Fault.TLS_NO_COMMON_CIPHER, said);
            case CERTIFICATE_REQUIRED -> wantsCertificate(said, asked);
            case HANDSHAKE_FAILURE ->
                asked != Asked.NO
                        ? wantsCertificate(said, asked)
                        : new TlsRefusal(
                                Fault.TLS_NO_COMMON_CIPHER,
                                said + ": it takes none of the offered cipher suites, groups or signature algorithms");
            case UNRECOGNIZED_NAME -> new TlsRefusal(Fault.TLS_ALERT, said + ": it serves no host named " + host);
            case CLOSE_NOTIFY -> closed(cause, asked);
            default ->
                asked != Asked.NO && isAboutCertificate(alert)
                        ? wantsCertificate(said, asked)
                        : new TlsRefusal(Fault.TLS_ALERT, said);
        };
    }

    /** Alerts with which servers answer a client certificate that is empty or does not please them. */
    private static boolean isAboutCertificate(TlsAlert alert) {
        return switch (alert) {
            case NO_CERTIFICATE,
                    BAD_CERTIFICATE,
                    UNSUPPORTED_CERTIFICATE,
                    CERTIFICATE_REVOKED,
                    CERTIFICATE_EXPIRED,
                    CERTIFICATE_UNKNOWN,
                    UNKNOWN_CA,
                    ACCESS_DENIED -> true;
            default -> false;
        };
    }

    private static TlsRefusal wantsCertificate(String said, Asked asked) {
        return asked == Asked.ANSWERED
                ? new TlsRefusal(Fault.TLS_CLIENT_CERT_REFUSED, said + " when it had seen the client's certificate")
                : new TlsRefusal(
                        Fault.TLS_CLIENT_CERT_REQUIRED,
                        said + " because no client certificate was shown; is this a port for servers (MTLS)?");
    }

    private static TlsRefusal noCommonProtocol(String said) {
        return new TlsRefusal(Fault.TLS_NO_COMMON_PROTOCOL, said + "; see tls.protocols");
    }

    /** What the engines themselves found, in their words. */
    private static @Nullable TlsRefusal ofWords(@Nullable String message) {
        if (message == null) {
            return null;
        }
        if (message.contains("No appropriate protocol")) {
            return noCommonProtocol("this Java forbids every version in tls.protocols (jdk.tls.disabledAlgorithms)");
        }
        if (message.contains("UNSUPPORTED_PROTOCOL")
                || message.contains("WRONG_VERSION_NUMBER")
                || message.contains("server selected protocol version")) {
            return noCommonProtocol("the server chose a version that is not among tls.protocols");
        }
        if (message.contains("NO_CIPHERS_AVAILABLE")
                || message.contains("WRONG_CIPHER_RETURNED")
                || message.contains("UNKNOWN_CIPHER_RETURNED")) {
            return new TlsRefusal(
                    Fault.TLS_NO_COMMON_CIPHER,
                    "the server chose a cipher suite that was not offered; see tls.ciphers");
        }
        return null;
    }

    private static boolean isClosed(Throwable cause) {
        return cause instanceof ClosedChannelException
                || cause instanceof EOFException
                || (cause instanceof IOException
                        && !(cause instanceof SSLException)
                        && !(cause instanceof TlsFatalAlert))
                || (cause instanceof SSLException
                        && cause.getCause() == null
                        && containsAny(cause.getMessage(), "Connection closed", "closing inbound", "Broken pipe"));
    }

    private static boolean containsAny(@Nullable String message, String... words) {
        for (String word : words) {
            if (message != null && message.contains(word)) {
                return true;
            }
        }
        return false;
    }

    private static TlsRefusal closed(Throwable cause, Asked asked) {
        if (asked != Asked.NO) {
            return wantsCertificate("the server closed the connection", asked);
        }
        boolean reset = containsAny(cause.getMessage(), "reset");
        return new TlsRefusal(
                Fault.TLS_CLOSED,
                reset ? "the connection was reset in mid-handshake" : "closed in mid-handshake, without an alert");
    }

    /** The bytes are in the message, {@code not an SSL/TLS record: 5349502f…}; Netty's engine of BoringSSL has none. */
    private static String plainAnswer(@Nullable String message) {
        String hex = message == null ? "" : message.substring(message.lastIndexOf(' ') + 1);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i + 1 < hex.length() && text.length() < SHOWN_CHARACTERS; i += 2) {
            int high = Character.digit(hex.charAt(i), 16);
            int low = Character.digit(hex.charAt(i + 1), 16);
            if (high < 0 || low < 0) {
                break;
            }
            int value = (high << 4) | low;
            if (value == '\r' || value == '\n') {
                break;
            }
            text.append(value >= ' ' && value < 0x7f ? (char) value : '.');
        }
        return text.isEmpty() ? "its answer is no TLS record" : "its answer begins \"" + text + '"';
    }

    /** The message of the innermost exception that has one. */
    private static String lastWords(Throwable failure) {
        String words = failure.getClass().getSimpleName();
        Throwable cause = failure;
        for (int i = 0; cause != null && i < MAX_CAUSES; i++, cause = cause.getCause()) {
            if (cause.getMessage() != null && !cause.getMessage().isBlank()) {
                words = cause.getMessage();
            }
        }
        return words.length() <= SHOWN_MESSAGE ? words : words.substring(0, SHOWN_MESSAGE) + "…";
    }
}
