package rollcall.outcome;

/**
 * Everything that can go wrong, one flat list: each with the stage in which it usually shows, who is to blame, and a
 * sentence of cause. The stage of an occurrence is that of its record, which may differ: a time-out can hit any request.
 */
public enum Fault {
    DNS_NO_RECORD(
            Stage.DNS,
            Blame.NETWORK,
            "no discovery record: no SRV name of the client and no fall-back host name exists"),
    DNS_NO_ADDRESS(Stage.DNS, Blame.NETWORK, "the host that the SRV record names has no address (A or AAAA) record"),
    DNS_TIMEOUT(Stage.DNS, Blame.NETWORK, "the DNS server did not answer"),
    DNS_SERVFAIL(Stage.DNS, Blame.NETWORK, "the DNS server answered that it failed (SERVFAIL)"),
    DNS_REFUSED(Stage.DNS, Blame.NETWORK, "the DNS server refused the query"),
    DNS_MALFORMED(Stage.DNS, Blame.NETWORK, "the DNS server's answer could not be read"),
    DNS_UNREACHABLE(Stage.DNS, Blame.NETWORK, "the DNS server could not be reached"),
    DNS_NOT_OFFERED(Stage.DNS, Blame.POLICY, "the SRV record says \".\" : the service is not offered in this domain"),
    DNS_STRICT_NAME(
            Stage.DNS,
            Blame.POLICY,
            "the SRV record names a host outside the user's SIP domain; the client does not trust it"),
    DNS_OVERLOADED(Stage.DNS, Blame.OURS, "more DNS queries at once than the plan allows"),
    CONNECT_REFUSED(Stage.CONNECT, Blame.NETWORK, "nobody listens at that address and port"),
    CONNECT_TIMEOUT(Stage.CONNECT, Blame.NETWORK, "no answer to the TCP connect"),
    CONNECT_UNREACHABLE(Stage.CONNECT, Blame.NETWORK, "no route to that address"),
    CONNECT_RESET(Stage.CONNECT, Blame.NETWORK, "the connection was reset while it was being opened"),
    CONNECT_NO_PORT(
            Stage.CONNECT,
            Blame.OURS,
            "this machine has no free local port for that address; add source addresses under \"sources\""),
    CONNECT_NO_FILE(Stage.CONNECT, Blame.OURS, "this process may not open more files; raise the open-file limit"),
    GUARD_FORBIDDEN(
            Stage.CONNECT,
            Blame.OURS,
            "the guards do not allow this target; name it under \"guards.allow\" or with --allow"),
    CONNECT_FAILED(Stage.CONNECT, Blame.OURS, "the connection could not be opened"),
    TLS_CERT_NAME(Stage.TLS, Blame.POLICY, "the certificate does not carry the name the client connected to"),
    TLS_CERT_UNKNOWN_ROOT(Stage.TLS, Blame.POLICY, "the certificate's chain does not end in a trusted root"),
    TLS_CERT_EXPIRED(Stage.TLS, Blame.POLICY, "the certificate has expired"),
    TLS_CERT_NOT_YET_VALID(Stage.TLS, Blame.POLICY, "the certificate is not valid yet"),
    TLS_CERT_PURPOSE(Stage.TLS, Blame.POLICY, "the certificate is not meant for server authentication"),
    TLS_CERT_REJECTED(Stage.TLS, Blame.POLICY, "the certificate is not acceptable"),
    TLS_NO_COMMON_PROTOCOL(Stage.TLS, Blame.PEER, "client and server have no TLS version in common"),
    TLS_NO_COMMON_CIPHER(Stage.TLS, Blame.PEER, "client and server have no cipher suite in common"),
    TLS_CLIENT_CERT_REQUIRED(Stage.TLS, Blame.PEER, "the server wants a client certificate"),
    TLS_CLIENT_CERT_REFUSED(Stage.TLS, Blame.POLICY, "the server refused the client's certificate"),
    TLS_ALERT(Stage.TLS, Blame.PEER, "the server ended the handshake with an alert"),
    TLS_NOT_TLS(Stage.TLS, Blame.PEER, "the server does not speak TLS on this port"),
    TLS_FAILED(Stage.TLS, Blame.PEER, "the TLS handshake failed"),
    TLS_CLOSED(Stage.TLS, Blame.NETWORK, "the connection was closed during the TLS handshake"),
    TLS_TIMEOUT(Stage.TLS, Blame.NETWORK, "the TLS handshake did not end in time"),
    SIP_TIMEOUT(Stage.REGISTER, Blame.NETWORK, "no answer to the request in time"),
    SIP_CLOSED(Stage.REGISTER, Blame.NETWORK, "the server closed the connection instead of answering"),
    SIP_RESET(Stage.REGISTER, Blame.NETWORK, "the connection was reset instead of an answer"),
    SIP_MALFORMED(Stage.REGISTER, Blame.PEER, "the answer is not SIP"),
    SIP_TOO_LARGE(Stage.REGISTER, Blame.PEER, "the answer is larger than the limits allow"),
    SIP_BAD_REQUEST(Stage.REGISTER, Blame.PEER, "the server did not understand the request (400)"),
    SIP_FORBIDDEN(Stage.REGISTER, Blame.PEER, "the server forbids this user to sign in (403)"),
    SIP_NOT_FOUND(Stage.REGISTER, Blame.PEER, "the server does not know this user (404)"),
    SIP_REQUEST_TIMEOUT(Stage.REGISTER, Blame.PEER, "the server got no answer from behind it (408)"),
    SIP_REMOTE_ACCESS(Stage.REGISTER, Blame.POLICY, "the user is not enabled for remote access (403, 4003)"),
    SIP_DOMAIN_NOT_SERVED(
            Stage.REGISTER, Blame.POLICY, "the Access Edge does not serve the user's SIP domain (1005, 1017)"),
    SIP_NOT_FEDERATED(
            Stage.SUBSCRIBE, Blame.POLICY, "the pool may not talk to that other domain (1001, 1002, 1012, 1027)"),
    SIP_CLIENT_VERSION(Stage.REGISTER, Blame.POLICY, "the pool does not want clients of this version"),
    SIP_NO_EXTENSION(Stage.REGISTER, Blame.OURS, "the request lacks an extension that the server insists on (421)"),
    SIP_TEMPORARILY_UNAVAILABLE(Stage.REGISTER, Blame.PEER, "the server says that it is not there just now (480)"),
    SIP_NO_DIALOG(Stage.SUBSCRIBE, Blame.PEER, "the server does not know this subscription (481)"),
    SIP_NOT_ACCEPTABLE(Stage.SUBSCRIBE, Blame.PEER, "the server does not serve this here (488)"),
    SIP_BAD_EVENT(Stage.REGISTER, Blame.OURS, "the server does not know the event that was asked for (489)"),
    SIP_VERSION_CONFLICT(Stage.PUBLISH, Blame.PEER, "the presence to be replaced had changed in the meantime (409)"),
    SIP_REJECTED(Stage.REGISTER, Blame.PEER, "the server rejected the request"),
    SIP_SERVER_ERROR(Stage.REGISTER, Blame.PEER, "the server failed (5xx)"),
    SIP_UNAVAILABLE(Stage.REGISTER, Blame.PEER, "the server is overloaded or closed for service (503)"),
    SIP_SERVER_TIMEOUT(Stage.REGISTER, Blame.PEER, "a server behind this one could not be reached (504)"),
    SIP_NO_BINDING(Stage.REGISTER, Blame.PEER, "the server said 200 but the registration is not among its contacts"),
    REDIRECT_LIMIT(Stage.REGISTER, Blame.PEER, "redirected more often than five times"),
    REDIRECT_UNUSABLE(Stage.REGISTER, Blame.PEER, "the redirect names no server that a client could use"),
    AUTH_REFUSED(Stage.AUTHENTICATE, Blame.POLICY, "the user name or the password was refused"),
    AUTH_NO_COMMON_SCHEME(
            Stage.AUTHENTICATE, Blame.POLICY, "the server offers no authentication scheme that this client has"),
    AUTH_BAD_CHALLENGE(Stage.AUTHENTICATE, Blame.PEER, "the server's challenge cannot be answered"),
    AUTH_LIMIT(Stage.AUTHENTICATE, Blame.PEER, "challenged more often than an honest server would"),
    AUTH_BAD_SIGNATURE(Stage.AUTHENTICATE, Blame.PEER, "the server's signature is wrong"),
    AUTH_NOT_SIGNED(Stage.AUTHENTICATE, Blame.PEER, "the server did not sign what it must sign"),
    AUTH_NOT_TRIED(
            Stage.AUTHENTICATE,
            Blame.OURS,
            "no credentials were sent, because a password had been refused before in this run"),
    AUTH_OTHER_USER(Stage.AUTHENTICATE, Blame.POLICY, "the account may not sign in as this address (403, 4004)"),
    AUTH_CLOCK_SKEW(Stage.AUTHENTICATE, Blame.POLICY, "the clocks of client and server differ too much"),
    AUTH_NO_TICKET(Stage.TICKET, Blame.POLICY, "no Kerberos ticket for the pool could be had"),
    AUTH_FORGOTTEN(Stage.HOLD, Blame.PEER, "the server had forgotten the security association of a signed-in client"),
    AUTH_NO_PASSWORD(Stage.AUTHENTICATE, Blame.OURS, "the server asks for credentials and the scenario has none"),
    WEB_NO_URL(Stage.ADDRESS_BOOK, Blame.POLICY, "the pool names no address at which a client could fetch it"),
    WEB_REFUSED(Stage.ADDRESS_BOOK, Blame.POLICY, "the web server does not take the user's credentials (401)"),
    WEB_NO_COMMON_SCHEME(
            Stage.ADDRESS_BOOK, Blame.POLICY, "the web server asks for credentials, but not by NTLM or Negotiate"),
    WEB_BAD_CHALLENGE(Stage.ADDRESS_BOOK, Blame.PEER, "the web server's challenge cannot be answered"),
    WEB_NOT_PUBLISHED(
            Stage.ADDRESS_BOOK, Blame.POLICY, "the reverse proxy has no rule that publishes this path (403, 12202)"),
    WEB_FORBIDDEN(Stage.ADDRESS_BOOK, Blame.PEER, "the web server forbids it (403)"),
    WEB_NOT_FOUND(Stage.ADDRESS_BOOK, Blame.PEER, "the web server does not have it (404)"),
    WEB_REJECTED(Stage.ADDRESS_BOOK, Blame.PEER, "the web server rejected the request"),
    WEB_SERVER_ERROR(Stage.ADDRESS_BOOK, Blame.PEER, "the web server failed (5xx)"),
    WEB_SOAP_FAULT(Stage.GROUPS, Blame.PEER, "the web service answered with a fault"),
    WEB_MALFORMED(Stage.ADDRESS_BOOK, Blame.PEER, "the web server's answer makes no sense"),
    WEB_TOO_LARGE(Stage.ADDRESS_BOOK, Blame.PEER, "the web server's answer is larger than the limits allow"),
    WEB_CLOSED(Stage.ADDRESS_BOOK, Blame.NETWORK, "the web server closed the connection instead of answering"),
    WEB_TIMEOUT(Stage.ADDRESS_BOOK, Blame.NETWORK, "the web server did not answer in time"),
    MRAS_NO_URI(Stage.MRAS, Blame.POLICY, "the pool names no media relay authentication service"),
    MRAS_REFUSED(Stage.MRAS, Blame.PEER, "the media relay authentication service gives no credentials"),
    LOST_CLOSED(Stage.HOLD, Blame.NETWORK, "the server closed the connection of a signed-in client"),
    LOST_RESET(Stage.HOLD, Blame.NETWORK, "the connection of a signed-in client was reset"),
    LOST_ALERT(Stage.HOLD, Blame.PEER, "the server ended the connection of a signed-in client by a TLS alert"),
    LOST_TIMEOUT(Stage.HOLD, Blame.NETWORK, "the connection of a signed-in client went silent"),
    LOST_MALFORMED(Stage.HOLD, Blame.PEER, "a signed-in client received something that is not SIP"),
    LOST_REGISTRATION(Stage.HOLD, Blame.PEER, "the server had forgotten the registration when it was to be renewed"),
    LOST_DEREGISTERED(Stage.HOLD, Blame.PEER, "the server ended the registration"),
    LOST_DROPPED(Stage.HOLD, Blame.OURS, "the scenario cut the connection of a signed-in client (storms)"),
    RUN_STOPPED(Stage.LOGON, Blame.OURS, "the run was stopped before this client was done"),
    OURS_INTERNAL(Stage.LOGON, Blame.OURS, "Rollcall failed; please report this");

    private final Stage stage;
    private final Blame blame;
    private final String cause;

    Fault(Stage stage, Blame blame, String cause) {
        this.stage = stage;
        this.blame = blame;
        this.cause = cause;
    }

    /** The stage in which this fault usually shows. */
    public Stage stage() {
        return stage;
    }

    /** Who is to be spoken to. */
    public Blame blame() {
        return blame;
    }

    /** One sentence of cause, without a full stop. */
    public String cause() {
        return cause;
    }
}
