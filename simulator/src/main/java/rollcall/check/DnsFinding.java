package rollcall.check;

import static rollcall.check.Severity.FAILURE;
import static rollcall.check.Severity.NOTE;
import static rollcall.check.Severity.WARNING;

/** What can be wrong with the records that lead to a pool. */
enum DnsFinding implements Finding {
    NO_RECORD(
            1,
            FAILURE,
            "no record leads to a pool",
            "None of the SRV names that the client asks for exists, and none of the host names that it falls back to.",
            Words.UNAVAILABLE,
            "Automatic configuration knows no other way. The client asks for all SRV names at once and takes the first that"
                    + " exists in its own order; host names are tried only when there is no SRV record at all."),
    OUTSIDE_DOMAIN(
            2,
            FAILURE,
            "the SRV record names a host outside the SIP domain",
            "A client trusts the host of an SRV record because of its name alone, so it must lie in the domain of the"
                    + " user's SIP address.",
            Words.UNAVAILABLE + " Lync 2010 and later ask whether the server can be trusted.",
            "The rule is that of automatic configuration; a server that is entered by hand, or reached by a redirect, may"
                    + " have any name. No policy lifts it for another root name space. Let the record name a host in the SIP"
                    + " domain, give that host an address, and put its name on the pool's certificate."),
    SUB_DOMAIN(
            3,
            FAILURE,
            "the SRV record names a host in a sub-domain of the SIP domain",
            "Communicator takes hosts directly in the SIP domain; one in a sub-domain only under the policy"
                    + " DisableStrictDNSNaming.",
            Words.UNAVAILABLE,
            "The policy compares the end of the name only. It is a setting of the client's computer, under"
                    + " Software\\Policies\\Microsoft\\Communicator."),
    ALIAS(
            4,
            WARNING,
            "the SRV record names an alias",
            "The host of an SRV record must have its address itself; a CNAME there is forbidden by RFC 2782, and some"
                    + " resolvers and clients do not follow it.",
            Words.SOMETIMES,
            "The certificate is compared with the name in the SRV record, not with the one behind the alias."),
    ADDRESS_AS_TARGET(
            5,
            FAILURE,
            "the SRV record names an address instead of a host",
            "The target of an SRV record is a name; digits and dots are taken for a name that does not exist.",
            Words.UNAVAILABLE,
            "Even where a client took it, no certificate would match."),
    NOT_OFFERED(
            6,
            FAILURE,
            "the SRV record says that the service is not offered",
            "The target is \".\", which RFC 2782 defines so.",
            Words.UNAVAILABLE,
            "The record exists, so that no host name is tried instead of it."),
    SEVERAL(
            7,
            WARNING,
            "several SRV records of one name",
            "Microsoft asks for exactly one SRV record a name and SIP domain; which of several a client takes, and whether"
                    + " it tries the next one, differs from client to client.",
            Words.SOMETIMES,
            "RFC 2782 has the lowest priority first and shares among equals by weight. pidgin-sipe takes the first only."),
    WEIGHTS(
            8,
            WARNING,
            "the weights of the SRV records cannot work",
            "Among records of equal priority one of weight 0 is hardly ever chosen beside others that have a weight"
                    + " (RFC 2782).",
            "Nothing; one of the servers gets hardly any clients.",
            "Give all of them the same weight, or put the spare one at a higher priority number."),
    PORT(
            9,
            WARNING,
            "the port does not fit the name",
            "_sipinternaltls._tcp is meant for 5061, _sipinternal._tcp for 5060 and _sip._tls for 443; another port works"
                    + " only where nothing between client and server knows better.",
            "Nothing inside; from networks that allow only 443: " + Words.UNAVAILABLE,
            "An Access Edge listens on 443 for clients and on 5061 for other servers, which want a certificate."),
    NO_ADDRESS(
            10,
            FAILURE,
            "the host of the SRV record has no address",
            "The client has chosen this record and does not go on to another name.",
            Words.UNAVAILABLE,
            "An A record is missing, or the SRV record has a spelling mistake."),
    PRIVATE_ADDRESS(
            11,
            WARNING,
            "a record for clients outside has a private address",
            "The address lies in a range that is not routed on the Internet (RFC 1918), while the name is the one that"
                    + " clients outside use.",
            "Inside nothing; outside: " + Words.UNAVAILABLE,
            "This is right when the DNS server that was asked serves the inside only (split DNS)."),
    SERVFAIL(
            12,
            FAILURE,
            "the DNS server answers that it failed",
            "SERVFAIL is no statement about the name: the server could not reach the one that knows, or its data is broken.",
            Words.UNAVAILABLE,
            "Look into the DNS server's log; often a forwarder or a DNSSEC chain is broken."),
    SILENT(
            13,
            FAILURE,
            "the DNS server does not answer",
            "No answer came in the time that a client waits.",
            Words.UNAVAILABLE,
            "Port 53, UDP and TCP, must be open between client and server."),
    REFUSED(
            14,
            FAILURE,
            "the DNS server refuses the question",
            "It does not answer for this zone, or not for this machine.",
            Words.UNAVAILABLE,
            "A server that is authoritative for other zones only, and does not recurse, answers so."),
    UNREADABLE(
            15,
            FAILURE,
            "the DNS server's answer cannot be used",
            "Nobody listens there, or what came back is no DNS message.",
            Words.UNAVAILABLE,
            "Is that address a DNS server?"),
    VIEWS_DIFFER(
            16,
            NOTE,
            "the DNS servers say different things",
            "Clients that ask the one are led elsewhere than clients that ask the other.",
            "Nothing, when the one is for inside and the other for outside (split DNS); else, sign-in depends on the network.",
            "Each server that is named with --dns is shown on its own."),
    FALLBACK(
            17,
            WARNING,
            "no SRV record, only a host name to fall back to",
            "The client guesses host and port; clients differ in the order of names, and in whether 5061 or 443 is tried.",
            "Signing in takes longer, or fails with some clients.",
            "TechNet has sipinternal, sip, sipexternal in the final documents of 2007 R2, and sip first in those of its beta."),
    NO_EXTERNAL(
            18,
            NOTE,
            "nothing leads clients outside to the pool",
            "There is no SRV record _sip._tls, and neither sip nor sipexternal has an address here.",
            "Inside nothing; outside: " + Words.UNAVAILABLE,
            "This is right when nobody signs in from outside, or when the DNS server that was asked serves the inside only."),
    IPV6_ONLY(
            19,
            FAILURE,
            "the host has an IPv6 address only",
            "Communicator 2007 and 2007 R2 speak IPv4 only.",
            Words.UNAVAILABLE,
            "An AAAA record beside an A record does no harm."),
    IN_CLEAR(
            20,
            WARNING,
            "clients are led to TCP without TLS",
            "The first record that exists is _sipinternal._tcp, which stands for TCP.",
            "Nothing, where the pool listens on 5060 and the client's policy allows TCP; messages travel in clear text.",
            "Passwords are not sent, but everything that is said is."),
    BOTH_FAMILIES(
            21,
            NOTE,
            "the host has an IPv6 address besides",
            "Communicator 2007 and 2007 R2 and Lync 2010 use the IPv4 address; Lync 2013 may take either.",
            "Nothing, as long as the server listens on both.",
            "Only the IPv4 addresses are probed here.");

    @SuppressWarnings("ImmutableEnumChecker") // a record of strings and an enum
    private final FindingText text;

    DnsFinding(int number, Severity severity, String title, String cause, String sees, String more) {
        text = FindingText.of("DNS", number, severity, title, cause, sees, more);
    }

    @Override
    public FindingText text() {
        return text;
    }
}
