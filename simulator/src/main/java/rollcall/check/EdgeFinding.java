package rollcall.check;

import static rollcall.check.Severity.NOTE;
import static rollcall.check.Severity.WARNING;

/** What keeps a user from signing in through the Access Edge who signs in inside. */
enum EdgeFinding implements Finding {
    REMOTE_ACCESS(
            1,
            WARNING,
            "the user may not sign in from outside",
            "The Access Edge let the request through, and the pool refused it because the user is not enabled for remote access (4003).",
            EdgeWords.CANNOT,
            "Two switches must be on: remote access for all at the Access Edge, and for this user."),
    DOMAIN(
            2,
            WARNING,
            "the Access Edge does not serve the SIP domain",
            "It refused the request itself: the user's domain is not among its internal SIP domains (1005, 1017).",
            EdgeWords.CANNOT,
            "In the console of the edge server: tab Internal, \"SIP domains supported by Office Communications Servers\". A domain that was added to the pool later is often missing there."),
    NEXT_HOP(
            3,
            WARNING,
            "the Access Edge does not reach the pool",
            "It answered 504: its next hop, a Director or the pool, cannot be found, or not connected to, or one of the two does not trust the other's certificate.",
            EdgeWords.CANNOT,
            "1007 cannot be routed, 1008 and 1014 are about DNS as the edge server sees it, 1010 about certificates. The next hop is set at the edge, tab Internal; the edge must resolve that name, port 5061 must be open in both directions, and inside the edge's internal name must be among the authorized hosts."),
    REFUSED(
            4,
            WARNING,
            "the sign-in through the Access Edge fails",
            "The same user has signed in inside with the same password.",
            EdgeWords.CANNOT,
            "The record for clients outside may lead to something that is no Access Edge, as the reverse proxy; nobody outside gets a Kerberos ticket, so that the pool must offer NTLM. Else look into the event logs of the edge server, then of its next hop."),
    NOT_REMOTE(
            5,
            NOTE,
            "the server for clients outside does not take them for clients outside",
            "An Access Edge marks what comes through it (ms-user-logon-data: RemoteUser). Here is no such mark.",
            "Clients outside are told the URLs for inside: no address book and no groups, and the rules for remote users do not apply.",
            "The record for clients outside leads to a front end or a Director. This is right when the DNS server that was asked serves the inside only.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings and an enum
    private final FindingText text;

    EdgeFinding(int number, Severity severity, String title, String cause, String sees, String more) {
        text = FindingText.of("EDGE", number, severity, title, cause, sees, more);
    }

    @Override
    public FindingText text() {
        return text;
    }

    /** What people outside see. */
    private static final class EdgeWords {
        static final String CANNOT = "Inside nothing; outside Communicator says that it cannot sign in.";
    }
}
