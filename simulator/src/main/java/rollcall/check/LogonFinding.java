package rollcall.check;

import static rollcall.check.Severity.FAILURE;
import static rollcall.check.Severity.NOTE;
import static rollcall.check.Severity.WARNING;

/** What can go wrong in the sign-in itself, once a server has been found. */
enum LogonFinding implements Finding {
    REFUSED(
            1,
            FAILURE,
            "user name or password is refused",
            "The server looked at the credentials and said no. They were sent once and are not tried again.",
            Words.CREDENTIALS,
            "Domain and user name as in EXAMPLE\\alice, or the whole user principal name. Too many attempts would lock the account: this tool makes one."),
    OTHER_USER(
            2,
            FAILURE,
            "the account belongs to another SIP address",
            "The credentials are right, but not those of the address that signs in (4004).",
            Words.CREDENTIALS,
            "The SIP address of the account stands in Active Directory, msRTCSIP-PrimaryUserAddress."),
    NO_SCHEME(
            3,
            FAILURE,
            "no authentication scheme in common",
            "The server offers none that this client has.",
            Words.CREDENTIALS,
            "An Access Edge offers NTLM only; a pool NTLM and Kerberos; Lync TLS-DSK besides, which is not imitated here."),
    CLOCK(
            4,
            FAILURE,
            "the clocks differ too much",
            "NTLM forgives 15 minutes, Kerberos 5.",
            Words.CREDENTIALS,
            "Set the clocks of client, front end and domain controllers; diagnostics id 1013."),
    NO_TICKET(
            5,
            FAILURE,
            "there is no Kerberos ticket for the pool",
            "The KDC is not reachable from here, or does not know the service sip/<front end>.",
            Words.CREDENTIALS,
            "Outside the company NTLM is used instead. setspn -L lists the names of the service account."),
    FORBIDDEN(
            6,
            FAILURE,
            "the server forbids this user to sign in",
            "It answered 403.",
            Words.CREDENTIALS,
            "ms-diagnostics in the detail says why."),
    REMOTE_ACCESS(
            7,
            FAILURE,
            "the user is not enabled for remote access",
            "The sign-in came through an Access Edge, and the user may only sign in from inside (4003).",
            "Communicator says that it cannot sign in.",
            "Enable remote access for the user, in the user's properties or by policy."),
    VERSION(
            8,
            FAILURE,
            "the pool does not want clients of this version",
            "The client version filter turned it away (17002, 17003).",
            "Communicator says that its version is not supported, and may offer another one.",
            "The filter acts on User-Agent; look at it on the pool, or check as another client with --client."),
    NOT_FOUND(
            9,
            FAILURE,
            "the server does not know this user",
            "The address is not enabled for SIP, or its domain is not one of the pool's (1003, 4005, 4006).",
            Words.CREDENTIALS,
            "Enable the user for Communications Server, or correct the address."),
    UNAVAILABLE(
            10,
            FAILURE,
            "the pool is overloaded or closed for service",
            "It answered 503.",
            Words.UNAVAILABLE,
            "Look whether the front end is draining or its database is down."),
    NEXT_HOP(
            11,
            FAILURE,
            "a server behind this one cannot be reached",
            "A Director, an Access Edge or a proxy answered 504.",
            Words.UNAVAILABLE,
            "Diagnostics ids 1007, 1008, 1010 and 1014 say whether routing, DNS or certificate is the cause, between servers."),
    SERVER_ERROR(
            12,
            FAILURE,
            "the server failed",
            "It answered with an error of its own.",
            Words.UNAVAILABLE,
            "Look into the front end's log at this time."),
    REJECTED(
            13,
            FAILURE,
            "the server rejects the request",
            "It answered with a status that a sign-in does not usually meet.",
            "Communicator says that it cannot sign in.",
            "The detail has the answer."),
    NO_ANSWER(
            14,
            FAILURE,
            "the server does not answer the sign-in",
            "Connection and TLS are well, and then no answer comes.",
            Words.UNAVAILABLE,
            "Something that is no registrar may listen there; or the front end waits for its database."),
    NOT_SIP(
            15,
            FAILURE,
            "what answers there is not SIP",
            "The answer could not be read.",
            Words.UNAVAILABLE,
            "A web server on the same port answers so."),
    NO_BINDING(
            16,
            FAILURE,
            "the server said yes and did not keep the registration",
            "The 200 does not list this client among its contacts.",
            "Communicator seems signed in and is not reached by anybody.",
            "A proxy may have changed the Contact on the way."),
    REDIRECT(
            17,
            FAILURE,
            "the redirect leads nowhere",
            "A Director sends the client to a home pool that it cannot use, or round in circles.",
            Words.UNAVAILABLE,
            "Compare what Director and pools think is the user's home."),
    SIGNATURE(
            18,
            FAILURE,
            "the server's signature is wrong",
            "What came back was not signed by the holder of the keys.",
            Words.UNAVAILABLE,
            "Something between client and server changes messages, or the servers of the pool disagree about the keys."),
    NO_SUBSCRIPTION(
            19,
            WARNING,
            "the pool does not answer what a signed-in client asks for",
            "A subscription was refused or not answered.",
            "Communicator signs in, and contacts, settings or address book are missing.",
            "A registrar that is no Communications Server does not know these packages."),
    OLD_CLIENT(
            20,
            NOTE,
            "the pool wants another version of the client",
            "It let the client in with a warning (310).",
            "Communicator offers an update.",
            "The filter's rule \"allow with URL\" does this."),
    OTHER_REGISTRAR(
            21,
            WARNING,
            "the registrar is no Communications Server",
            "It calls itself something else, and knows registration but not the packages that Communicator builds on.",
            "Where it offers NTLM or Kerberos, Communicator signs in, without contact list, presence, settings and address book.",
            "The detail has the name that it gives itself in the Server header; a Communications Server says RTC and its version there."),
    SIGNED_OUT(
            22,
            FAILURE,
            "the pool signs the client out again",
            "It accepted the registration and took it back by a NOTIFY (rejected, deactivated or unregistered).",
            "Communicator is signed in for a moment and then says that it was signed out.",
            "The user was moved or disabled, the front end is being drained, or too many endpoints of this user are signed in.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings and an enum
    private final FindingText text;

    LogonFinding(int number, Severity severity, String title, String cause, String sees, String more) {
        text = FindingText.of("SIP", number, severity, title, cause, sees, more);
    }

    @Override
    public FindingText text() {
        return text;
    }
}
