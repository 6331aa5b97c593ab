package rollcall.auth;

import java.util.Base64;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;

/**
 * Kerberos as web servers speak it, the client's side (RFC 4559 §4): a ticket for {@code HTTP/host} in the first request with
 * credentials, wrapped as RFC 4178 has it, and nothing signed after it. One for a connection.
 */
public final class HttpKerberos {
    private final KerberosRequest request;
    private final String service;

    HttpKerberos(KerberosLogins logins, Credentials account, String host) {
        service = "HTTP/" + host;
        request = new KerberosRequest(logins, account, service, KerberosContext.SPNEGO);
    }

    /** What must be done before all else, on a thread that may wait for the KDC. */
    public Runnable preparation() {
        return request;
    }

    /** Why there is no token, once that is done; null: there is one. */
    public @Nullable Fault failure() {
        KerberosFailure failure = request.failure();
        return failure == null ? null : failure.fault();
    }

    /** The same for people. */
    public String reason() {
        KerberosFailure failure = request.failure();
        return failure == null ? "" : failure.reason();
    }

    /** What the ticket is for, as {@code HTTP/web01.example.com}. */
    public String service() {
        return service;
    }

    /** The token that says who the client is. */
    public String token() {
        return Base64.getEncoder().encodeToString(request.token());
    }
}
