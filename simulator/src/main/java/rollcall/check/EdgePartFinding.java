package rollcall.check;

import static rollcall.check.Severity.WARNING;

/** What can be wrong with an edge beside the sign-in through it: its media relay, its other parts, their certificates. */
enum EdgePartFinding implements Finding {
    NO_MRAS(
            6,
            WARNING,
            "the pool names no media relay authentication service",
            "Clients outside sign in, and in-band provisioning tells them nobody who would give credentials for the media relay (mrasUri).",
            EdgePartWords.NO_MEDIA,
            "The A/V Edge of the pool is not set, or there is none. In the console of 2007 R2 it stands under the pool's properties, A/V Authentication Service, and must be among the edge servers of the global properties first."),
    MRAS_REFUSED(
            7,
            WARNING,
            "the media relay authentication service gives no credentials",
            "It was asked as a signed-in client asks, and refused, or its answer lacks what a client needs.",
            EdgePartWords.NO_MEDIA,
            "Forbidden: the pool or the user is not known to the A/V Edge. Server Busy and Time Out pass by themselves. Otherwise look into the event log of the edge server, source OCS A/V Authentication."),
    MRAS_UNREACHABLE(
            8,
            WARNING,
            "the pool does not reach the media relay authentication service",
            "The pool passes the client's wish on to the edge, and comes back without an answer.",
            EdgePartWords.NO_MEDIA,
            "The front ends connect to the edge's internal interface, port 5062 as a rule, by TLS, both showing certificates: the name must resolve inside, the port must be open, and each side must trust the other's certificate. 1014 is about DNS, 1010 about certificates."),
    NO_RELAY(
            9,
            WARNING,
            "credentials are given, but no media relay is named",
            "The list of relays in the answer is empty.",
            EdgePartWords.NO_MEDIA,
            "The A/V Edge has no external address or name, or none for clients of this side."),
    RELAY_NO_ADDRESS(
            10,
            WARNING,
            "the media relay has no address",
            "Clients are told to send audio and video there, and its name leads nowhere.",
            EdgePartWords.NO_MEDIA,
            "Inside it is the internal name of the edge as a rule, outside that of the A/V Edge: each must be known to the DNS server of those clients."),
    RELAY_PRIVATE(
            11,
            WARNING,
            "the media relay for clients outside has a private address",
            "The address lies in a range that is not routed on the Internet (RFC 1918).",
            EdgePartWords.NO_MEDIA,
            "The A/V Edge of 2007 R2 needs a public address of its own. Behind address translation its name must lead to the public one."),
    RELAY_SILENT(
            12,
            WARNING,
            "the media relay does not answer",
            "No connection comes about to the TCP port that clients are told.",
            "Calls with people outside have no sound where UDP is not let through, as from hotels.",
            "TCP 443 and UDP 3478 must be open from outside to the A/V Edge, and from inside to the edge's internal interface. UDP is not tried here: nothing can be concluded from silence."),
    NO_ADDRESS(
            13,
            WARNING,
            "a part of the edge has no address",
            "It was named for this check, and the name leads nowhere.",
            EdgePartWords.PART,
            "The internal name belongs into the DNS zone that the servers inside see, that of web conferencing into the one for outside."),
    NO_ANSWER(
            14,
            WARNING,
            "a part of the edge does not answer",
            "It was named for this check, and no connection comes about.",
            EdgePartWords.PART,
            "The service may not run, or a firewall lets only certain servers through: then look from one of those."),
    NO_CERTIFICATE(
            15,
            WARNING,
            "a part of the edge shows no certificate",
            "It listens, but the handshake ends before its certificate is seen.",
            EdgePartWords.PART,
            "No certificate may be assigned to this interface, or something else listens at the port."),
    NAME(
            16,
            WARNING,
            "a certificate of the edge lacks the name for its role",
            "Whoever connects compares the name that it looks for with those on the certificate.",
            EdgePartWords.PART,
            "A consolidated edge has three certificates: for the internal interface and for A/V authentication with the edge's internal name, and for Access and web conferencing with the public name of each (Access with sip.<domain> besides). The A/V authentication certificate is the only one that needs no public authority and must be the same on all edges behind one load balancer."),
    UNTRUSTED(
            17,
            WARNING,
            "a certificate of the edge does not come from an authority that is trusted here",
            "Its chain does not end in a root that this machine knows.",
            EdgePartWords.PART,
            "Towards the inside the company's own authority will do, if its root is on the pool's servers and on the edge. Towards the outside it must be a public one."),
    NOT_VALID_NOW(
            18,
            WARNING,
            "a certificate of the edge is not valid today",
            "It has expired, or is not valid yet, or is not meant for servers.",
            EdgePartWords.PART,
            "Renew it, and assign the new one to the same interface in the edge's console: renewing alone does not change what is shown."),
    EXPIRES_SOON(
            19,
            WARNING,
            "a certificate of the edge expires soon",
            "It has less than 30 days left.",
            "Nothing until then; from then on: " + EdgePartWords.PART,
            "Renew it now, and assign the new one to the same interface.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings and an enum
    private final FindingText text;

    EdgePartFinding(int number, Severity severity, String title, String cause, String sees, String more) {
        text = FindingText.of("EDGE", number, severity, title, cause, sees, more);
    }

    @Override
    public FindingText text() {
        return text;
    }

    /** Whether it is about credentials and relays, and not about a part that servers or meetings need. */
    boolean isAboutMedia() {
        return compareTo(RELAY_SILENT) <= 0;
    }

    /** What people see. */
    private static final class EdgePartWords {
        static final String NO_MEDIA =
                "Everybody signs in, and calls with people outside have no sound and no picture, or do not come about.";

        static final String PART =
                "By its part: internal interface, clients outside cannot sign in; A/V authentication, calls with people outside have no sound; web conferencing, people outside cannot enter meetings.";
    }
}
