package rollcall.report;

import rollcall.outcome.Fault;

/** What to do next about a fault of a handshake, in the words of {@code rollcall handshake}; else {@link Advice}. */
public final class HandshakeAdvice {
    private HandshakeAdvice() {}

    /** One sentence. */
    public static String of(Fault fault) {
        return switch (fault) {
            case CONNECT_REFUSED -> "Start the service there, or correct the address and the port.";
            case CONNECT_NO_PORT -> "Wait a minute until ports are free again, or set a lower --max-rate.";
            case CONNECT_NO_FILE -> "Raise the open-file limit (ulimit -n), or set a lower --concurrency.";
            case TLS_CERT_NAME -> "Give the name that is on the certificate with --name, or mend the certificate.";
            case TLS_CERT_UNKNOWN_ROOT -> "Give the certificate of the authority that issued it with --trust ca.pem.";
            case TLS_NO_COMMON_PROTOCOL -> "Compare --protocol with what the server offers.";
            case TLS_NO_COMMON_CIPHER -> "Try another --engine or --protocol, and compare with what the server offers.";
            case TLS_CLIENT_CERT_REQUIRED -> "Is this the port for servers? That for clients asks for no certificate.";
            default -> Advice.of(fault);
        };
    }
}
