package rollcall.tls;

import java.util.Locale;
import org.bouncycastle.tls.TlsFatalAlertReceived;
import org.jspecify.annotations.Nullable;

/** The alerts a server may end a handshake with: RFC 8446 §6, and RFC 5246 §7.2 for the older ones. */
enum TlsAlert {
    CLOSE_NOTIFY(0),
    UNEXPECTED_MESSAGE(10),
    BAD_RECORD_MAC(20),
    DECRYPTION_FAILED(21),
    RECORD_OVERFLOW(22),
    DECOMPRESSION_FAILURE(30),
    HANDSHAKE_FAILURE(40),
    NO_CERTIFICATE(41),
    BAD_CERTIFICATE(42),
    UNSUPPORTED_CERTIFICATE(43),
    CERTIFICATE_REVOKED(44),
    CERTIFICATE_EXPIRED(45),
    CERTIFICATE_UNKNOWN(46),
    ILLEGAL_PARAMETER(47),
    UNKNOWN_CA(48),
    ACCESS_DENIED(49),
    DECODE_ERROR(50),
    DECRYPT_ERROR(51),
    EXPORT_RESTRICTION(60),
    PROTOCOL_VERSION(70),
    INSUFFICIENT_SECURITY(71),
    INTERNAL_ERROR(80),
    INAPPROPRIATE_FALLBACK(86),
    USER_CANCELED(90),
    NO_RENEGOTIATION(100),
    MISSING_EXTENSION(109),
    UNSUPPORTED_EXTENSION(110),
    UNRECOGNIZED_NAME(112),
    UNKNOWN_PSK_IDENTITY(115),
    CERTIFICATE_REQUIRED(116),
    NO_APPLICATION_PROTOCOL(120);

    private static final String JDK_WORDS = "Received fatal alert: ";
    private static final String OPENSSL_WORDS = "error:";
    /** BoringSSL's reason code for a received alert is its number and this. */
    private static final int OPENSSL_ALERTS = 1000;

    private final int code;

    TlsAlert(int code) {
        this.code = code;
    }

    /** As the RFCs write it: {@code handshake_failure}. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The alert that the server sent, if this exception of one of the three engines tells of one. */
    static @Nullable TlsAlert received(Throwable failure) {
        if (failure instanceof TlsFatalAlertReceived received) {
            return of(received.getAlertDescription());
        }
        String message = failure.getMessage();
        if (message == null) {
            return null;
        }
        int jdk = message.indexOf(JDK_WORDS);
        if (jdk >= 0) {
            return of(message.substring(jdk + JDK_WORDS.length()).trim());
        }
        int openSsl = message.indexOf(OPENSSL_WORDS);
        return openSsl < 0 ? null : ofOpenSsl(message, openSsl + OPENSSL_WORDS.length());
    }

    /** {@code error:10000410:SSL routines:…}: the low twelve bits are the reason. */
    private static @Nullable TlsAlert ofOpenSsl(String message, int from) {
        int to = message.indexOf(':', from);
        if (to < 0) {
            return null;
        }
        try {
            return of((Integer.parseUnsignedInt(message, from, to, 16) & 0xfff) - OPENSSL_ALERTS);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static @Nullable TlsAlert of(int code) {
        for (TlsAlert alert : values()) {
            if (alert.code == code) {
                return alert;
            }
        }
        return null;
    }

    private static @Nullable TlsAlert of(String word) {
        for (TlsAlert alert : values()) {
            if (alert.word().equals(word)) {
                return alert;
            }
        }
        return null;
    }
}
