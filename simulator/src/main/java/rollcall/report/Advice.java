package rollcall.report;

import rollcall.outcome.Fault;

/** What to do next about a fault: one sentence for the person who reads the report. */
final class Advice {
    /** How advice begins where there is nothing to do. */
    static final String NOTHING = "Nothing";

    private Advice() {}

    static String of(Fault fault) {
        return switch (fault) {
            case DNS_NO_RECORD -> "Add an SRV record _sipinternaltls._tcp or _sip._tls for the SIP domain.";
            case DNS_NO_ADDRESS -> "Add an A or AAAA record for the host that the SRV record names.";
            case DNS_TIMEOUT, DNS_UNREACHABLE ->
                "Ask that DNS server yourself with dig or nslookup; look at its load and at firewalls on port 53, UDP and TCP.";
            case DNS_SERVFAIL, DNS_REFUSED ->
                "Look into the DNS server's log; it must answer for this zone and for this machine.";
            case DNS_MALFORMED -> "Capture the answer on port 53; something that is not a DNS server may be answering.";
            case DNS_NOT_OFFERED -> "Remove the SRV record with the target \".\" or let it name the pool.";
            case DNS_STRICT_NAME ->
                "Let the SRV record name a host in the SIP domain itself, such as sip.<domain>, and add that name to the certificate.";
            case DNS_OVERLOADED -> "Lower the rate, raise dns.maxInFlight, or let clients share a DNS cache.";
            case CONNECT_REFUSED -> "Start the service there, or correct the port in the SRV record or the scenario.";
            case CONNECT_TIMEOUT ->
                "Look for a firewall that drops packets; under load, for a full accept queue on the server.";
            case CONNECT_UNREACHABLE -> "Check the route to that address, and whether the address is the right one.";
            case CONNECT_RESET -> "Look at the server's connection limit and at load balancers in between.";
            case CONNECT_NO_PORT -> "Add source addresses under \"sources\", or hold fewer clients at once.";
            case CONNECT_NO_FILE -> "Raise the open-file limit (ulimit -n) or hold fewer clients at once.";
            case GUARD_FORBIDDEN -> "If that server is yours, name it under guards.allow or with --allow.";
            case CONNECT_FAILED -> "The example has the system's own words for it.";
            case TLS_CERT_NAME ->
                "Issue the certificate for the name that clients look for, as a subject alternative name.";
            case TLS_CERT_UNKNOWN_ROOT ->
                "Name the issuing CA under tls.trust; if real clients see the same, distribute that CA to them or let the server send its intermediates.";
            case TLS_CERT_EXPIRED -> "Renew the certificate.";
            case TLS_CERT_NOT_YET_VALID -> "Compare the clocks of server and CA; the certificate begins in the future.";
            case TLS_CERT_PURPOSE -> "Issue the certificate with the extended key usage \"server authentication\".";
            case TLS_CERT_REJECTED -> "The example has the reason; replace the certificate accordingly.";
            case TLS_NO_COMMON_PROTOCOL ->
                "Compare tls.protocols with what the server offers; pools of that age know nothing above TLS 1.0 or 1.2.";
            case TLS_NO_COMMON_CIPHER ->
                "Compare tls.ciphers with the server's; old servers may need tls.engine: jdk-legacy.";
            case TLS_CLIENT_CERT_REQUIRED ->
                "Name the clients' certificates under tls.certificate, unless this is the port for servers: that for clients asks for none.";
            case TLS_CLIENT_CERT_REFUSED ->
                "Look at the server's list of trusted authorities, and at dates and purpose of the client certificate.";
            case TLS_ALERT, TLS_FAILED ->
                "Look into the server's TLS log (Schannel events) at the time of the example.";
            case TLS_NOT_TLS -> "Check the port and the transport: TCP without TLS is usually 5060, TLS 5061.";
            case TLS_CLOSED, TLS_TIMEOUT ->
                "Look at the server's CPU: handshakes are its dearest work. A lower rate shows whether it is load.";
            case SIP_TIMEOUT, SIP_REQUEST_TIMEOUT ->
                "Look at the front end's load and at the servers behind it (registrar, database, director).";
            case SIP_CLOSED, SIP_RESET ->
                "Look for a crash, a restart or a connection limit in the server's log at that time.";
            case SIP_MALFORMED, SIP_TOO_LARGE ->
                "Run with --trace to see the bytes; something may be altering SIP on the way.";
            case SIP_BAD_REQUEST, SIP_REJECTED ->
                "Run with --trace and look for ms-diagnostics in the answer; compare with client.like.";
            case SIP_FORBIDDEN -> "Enable the user for this pool; look for ms-diagnostics in the example.";
            case SIP_REMOTE_ACCESS -> "Enable the user for remote access, or let the client sign in from inside.";
            case SIP_DOMAIN_NOT_SERVED ->
                "Add the users' SIP domain to the internal domains of the Access Edge, or correct the users' addresses.";
            case SIP_NOT_FEDERATED ->
                "Nothing, unless users shall talk to that domain: then enable federation or public IM at the Access Edge and for the users.";
            case SIP_CLIENT_VERSION ->
                "Look at the pool's client version filter, or imitate another client with client.like.";
            case SIP_NO_EXTENSION, SIP_BAD_EVENT ->
                "This client asks in a way the server does not take; try another client.like.";
            case SIP_TEMPORARILY_UNAVAILABLE -> "Look whether the user's home server is up and in service.";
            case SIP_NO_DIALOG, AUTH_FORGOTTEN ->
                "Look for a restart or a fail-over at that time; the server has lost what it knew of the client.";
            case SIP_NOT_ACCEPTABLE -> "Nothing, if the contacts of these users are kept elsewhere (Exchange).";
            case SIP_VERSION_CONFLICT -> "Nothing, unless it is frequent: the client publishes again by itself.";
            case SIP_NOT_FOUND -> "Create these users, or correct users.pattern in the scenario.";
            case SIP_SERVER_ERROR, SIP_SERVER_TIMEOUT ->
                "Look into the front end's log; ms-diagnostics in the example names the server that failed.";
            case SIP_UNAVAILABLE -> "The pool is past its limit or draining: lower the rate or add front ends.";
            case SIP_NO_BINDING -> "Look at the registrar's database: it answers 200 without keeping the registration.";
            case REDIRECT_LIMIT ->
                "Two servers may be redirecting to each other; compare their idea of the user's home pool.";
            case REDIRECT_UNUSABLE ->
                "Correct the pool's FQDN as the server knows it; the example has the contact it gave.";
            case AUTH_REFUSED ->
                "Check user names and password. No user was tried twice, so nobody is locked out by this run.";
            case AUTH_OTHER_USER ->
                "Compare users.logonName with the accounts: each must be the account of its own SIP address.";
            case AUTH_CLOCK_SKEW -> "Set the clocks of this machine, of the front end and of the domain controllers.";
            case AUTH_NO_TICKET ->
                "Try kinit and kvno sip/<pool> on this machine; the service principal must exist, the KDC be reachable.";
            case AUTH_NO_COMMON_SCHEME ->
                "Choose under auth.scheme one that the server offers; the example lists them.";
            case AUTH_BAD_CHALLENGE, AUTH_LIMIT, AUTH_BAD_SIGNATURE, AUTH_NOT_SIGNED ->
                "Run with --trace to see the exchange; check that nothing between client and server answers for it.";
            case AUTH_NOT_TRIED -> "Nothing: the refusal that came first is the fault to look at.";
            case AUTH_NO_PASSWORD -> "Give users.password in the scenario: from an environment variable or a file.";
            case WEB_NO_URL ->
                "Look at what provisioning names (check lists it); clients outside need the external web farm's name.";
            case WEB_REFUSED ->
                "The same password signed in to the pool: look for a proxy that authenticates itself instead of letting clients do it, at service principals, and at the loopback check of the web server.";
            case WEB_NO_COMMON_SCHEME, WEB_BAD_CHALLENGE ->
                "Integrated Windows authentication must be on for that path in IIS, and nothing before it may replace it.";
            case WEB_NOT_PUBLISHED ->
                "Publish the paths /Abs/Ext/* and /GroupExpansion/Ext/* for the public name in the reverse proxy.";
            case WEB_FORBIDDEN -> "Look at the rules of the reverse proxy, and at the permissions of that path in IIS.";
            case WEB_NOT_FOUND ->
                "Look whether the address book server has ever run, and at the permissions of its share.";
            case WEB_REJECTED -> "The example has status and URL; try it with a browser.";
            case WEB_SERVER_ERROR -> "Look at the application pools of IIS and at its log.";
            case WEB_SOAP_FAULT -> "Look whether the group exists and has a mail address; the example has the reason.";
            case WEB_MALFORMED, WEB_TOO_LARGE ->
                "Ask for the URL of the example yourself, and look what answers there.";
            case WEB_CLOSED ->
                "NTLM needs one connection to the end: look for a proxy that closes it between requests.";
            case WEB_TIMEOUT -> "Look at the load of the web server; session.webTimeout says how long clients wait.";
            case MRAS_NO_URI ->
                "Name the A/V authentication service in the pool's settings, if users are to call outside.";
            case MRAS_REFUSED ->
                "Look at the A/V authentication service of the Edge, its certificate among it; the example has its reason.";
            case LOST_CLOSED, LOST_RESET ->
                "Look for a restart, a fail-over or a load balancer's idle limit at the time of the first loss.";
            case LOST_ALERT -> "Look into the server's TLS log (Schannel events) at the time of the first loss.";
            case LOST_DROPPED -> "Nothing: the scenario asks for it under storms.";
            case LOST_TIMEOUT -> "Look for a firewall that forgets idle connections; shorten the keep-alive.";
            case LOST_MALFORMED -> "Run with --trace to see the bytes.";
            case LOST_REGISTRATION, LOST_DEREGISTERED ->
                "Look for a fail-over or an administrator's action at that time; the server dropped registrations.";
            case RUN_STOPPED -> "Nothing: these clients were cut off by the end of the run.";
            case OURS_INTERNAL -> "Please report this with the example and the version of Rollcall.";
        };
    }
}
