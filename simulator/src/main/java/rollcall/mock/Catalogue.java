package rollcall.mock;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.Alert;
import rollcall.mock.Behaviour.Certificate;
import rollcall.mock.Behaviour.Challenge;
import rollcall.mock.Behaviour.ClockSkew;
import rollcall.mock.Behaviour.CutAge;
import rollcall.mock.Behaviour.CutIdle;
import rollcall.mock.Behaviour.Delivery;
import rollcall.mock.Behaviour.Demand;
import rollcall.mock.Behaviour.Handshake;
import rollcall.mock.Behaviour.Media;
import rollcall.mock.Behaviour.NameFault;
import rollcall.mock.Behaviour.NotPublished;
import rollcall.mock.Behaviour.Plain;
import rollcall.mock.Behaviour.RemoteAccess;
import rollcall.mock.Behaviour.Session;
import rollcall.mock.Behaviour.Signature;
import rollcall.mock.Behaviour.Slow;
import rollcall.mock.Behaviour.Spelling;
import rollcall.mock.Behaviour.SrvTarget;
import rollcall.mock.Behaviour.Web;
import rollcall.mock.Behaviour.WebCertificate;
import rollcall.mock.Behaviour.WebSlow;
import rollcall.mock.Behaviour.WebStatus;
import rollcall.mock.Behaviour.Zone;
import rollcall.plan.Addresses;
import rollcall.plan.Nearest;
import rollcall.plan.PlanException;

/** The names of the behaviours, as on the command line and in a scenario. */
final class Catalogue {
    /**
     * @param usage the name with its argument, as a person writes it
     * @param line what it does
     * @param argument what the argument is, for error messages; empty when there is none
     */
    record Entry(String usage, String line, String argument, Maker maker) {}

    /** Makes a behaviour of an argument, which is null when none was written. */
    @FunctionalInterface
    interface Maker {
        Behaviour make(@Nullable String argument) throws PlanException;
    }

    static final Map<String, Entry> ENTRIES = new LinkedHashMap<>();

    static {
        enter("no-record", "DNS: neither an SRV record nor a host to fall back to exists", Zone.NO_RECORD);
        enter("no-srv", "DNS: no SRV record exists", Zone.NO_SRV);
        enter("no-address", "DNS: the SRV record's host has no address", Zone.NO_ADDRESS);
        enter("srv-dot", "DNS: the SRV record's target is \".\": the service is not offered", Zone.SRV_DOT);
        enter("dead-port", "DNS: the SRV record names a port where nobody listens", Zone.DEAD_PORT);
        enter(
                "srv-target",
                "=HOST",
                "DNS: the SRV record names this host, for which there is an address",
                "a host name",
                host -> new SrvTarget(Arguments.hostName("srv-target", host)));
        enter(
                "strict-name",
                "DNS: the SRV record's host lies outside the SIP domain (pool01.fabrikam.test)",
                new SrvTarget("pool01.fabrikam.test"));
        enterForNames("servfail", "DNS: the answer is SERVFAIL, always or for one name (_sip._tls)", Zone.SERVFAIL);
        enterForNames("dns-refused", "DNS: the answer is REFUSED, always or for one name", Zone.REFUSED);
        enterForNames("dns-silent", "DNS: no answer, ever or for one name", Zone.SILENT);
        enter("dns-truncated", "DNS: answers over UDP are truncated, TCP has the whole", Zone.TRUNCATED);

        enter(
                "front-end-dies",
                "=TIME[/FOR]",
                "pool: the last front end dies (RST, then a port that refuses) this long after the first connection,"
                        + " for good or for a while, as front-end-dies=30s/10s",
                "a time, or two of them, as 30s/10s",
                Arguments::frontEndDies);
        enter(
                "cut-age",
                "=TIME",
                "connection: reset when it is this old, as by a middlebox, as cut-age=508s",
                "a time, as 508s",
                time -> new CutAge(Arguments.someNanos("cut-age", time)));
        enter(
                "cut-idle",
                "=TIME",
                "connection: reset when nothing went over it for so long, as cut-idle=300s",
                "a time, as 300s",
                time -> new CutIdle(Arguments.someNanos("cut-idle", time)));

        enter("wrong-name", "TLS: the certificate is for another host", Certificate.WRONG_NAME);
        enter("expired", "TLS: the certificate expired yesterday", Certificate.EXPIRED);
        enter("not-yet-valid", "TLS: the certificate is valid from tomorrow", Certificate.NOT_YET_VALID);
        enter("unknown-root", "TLS: the certificate is from a CA nobody knows", Certificate.UNKNOWN_ROOT);
        enter("self-signed", "TLS: the certificate is signed by itself", Certificate.SELF_SIGNED);
        enter("wrong-purpose", "TLS: the certificate is for clients, not servers (EKU)", Certificate.WRONG_PURPOSE);
        enter(
                "client-certificate",
                "TLS: demands a certificate of the client, such as client.pem and client.key in --out DIR",
                Demand.CLIENT_CERTIFICATE);
        enter(
                "tls-alert",
                "[=N]",
                "TLS: the ClientHello is answered by fatal alert N; 70, no common protocol, unless given",
                "an alert number from 0 to 255",
                n -> new Alert(n == null ? 70 : Arguments.number("tls-alert", n, 0, 255)));
        enter("plain-text", "TLS: the ClientHello is answered in plain SIP", Handshake.PLAIN_TEXT);
        enter("tls-silent", "TLS: the connection is accepted, the ClientHello never answered", Handshake.SILENT);
        enter("tls-drop", "TLS: the connection is closed at the ClientHello", Handshake.DROP);

        enter(
                "no-remote-access",
                "edge: users outside are not enabled for remote access (403, 4003)",
                RemoteAccess.OFF);
        enter(
                "no-route",
                "[=ID]",
                "edge: the pool cannot be reached from the Access Edge (504 with this ErrorId, else 1007)",
                "1007, 1008, 1009, 1010 or 1014",
                Arguments::noRoute);

        enter("accept", "SIP: signs in without asking for credentials", Plain.ACCEPT);
        enter("challenge", "SIP: challenges again whatever the client answers", Plain.CHALLENGE);
        enter("wrong-password", "SIP: refuses the credentials (401, ms-diagnostics 1000)", Plain.WRONG_PASSWORD);
        enter("stale-nonce", "SIP: calls the first nonce of each connection stale", Plain.STALE_NONCE);
        enter(
                "reject",
                "=STATUS[/ID]",
                "SIP: refuses with this status and ms-diagnostics id, as reject=403/4003",
                "a status from 400 to 699, or a status and an id, as 403/4003",
                Arguments::reject);
        enter(
                "refuse",
                "=STATUS[/ID]",
                "SIP: refuses as reject does, but only once the credentials were right, and signs that",
                "a status from 400 to 699, or a status and an id, as 403/4003",
                Arguments::refuse);
        enter(
                "busy",
                "=TIME[/TIMES]",
                "SIP: 503 with this Retry-After, once for each user unless given, as busy=30s or busy=2s/3",
                "a time from 1s on, or a time and a count, as 30s or 2s/3",
                Arguments::busy);
        enter(
                "capacity",
                "=RATE",
                "SIP: signs in so many a second, as capacity=300/s; others wait up to a second, or get 503",
                "a rate, as 300/s",
                Arguments::capacity);
        enter("skew-refused", "SIP: refuses the credentials because the clocks differ (401, 1013)", Plain.SKEW_REFUSED);
        enter(
                "redirect",
                "=HOST[:PORT]",
                "SIP: 301 to another server, port 5061 unless given",
                "a host, or host:port",
                Arguments::redirect);
        enter("stall", "SIP: never answers", Plain.STALL);
        enter("drop", "SIP: closes the connection instead of answering", Plain.DROP);
        enter("reset", "SIP: resets the connection (RST) instead of answering", Plain.RESET);
        enter(
                "slow",
                "=TIME",
                "SIP: answers this much later, as slow=2s or slow=300ms",
                "a time, as 2s or 300ms",
                time -> new Slow(Arguments.nanos("slow", time)));
        enter(
                "clock-skew",
                "=TIME",
                "SIP: the Date header is ahead by this much, as clock-skew=20m",
                "a time, as 20m",
                time -> new ClockSkew(Arguments.nanos("clock-skew", time) / 1_000_000_000));
        enter("old-client", "SIP: signs in with the warning that the client is out of date", Plain.OLD_CLIENT);
        enter("no-binding", "SIP: signs in by a 200 that does not list the client's registration", Plain.NO_BINDING);
        enter(
                "forced-off",
                "[=EVENT]",
                "SIP: signs in, and a second later out again by NOTIFY: unregistered, rejected or deactivated;"
                        + " EVENT/TIME for another time, as rejected/0s",
                "unregistered, rejected or deactivated, or one of them and a time, as rejected/0s",
                Arguments::forcedOff);

        enter("proxy", "challenge: asks as a proxy, by 407 and Proxy-Authenticate", Challenge.PROXY);
        enter("tls-dsk", "challenge: offers TLS-DSK and nothing else", Challenge.TLS_DSK);
        enter("garbled-challenge", "challenge: the NTLM challenge is no Base64", Challenge.GARBLED_CHALLENGE);
        enter("bad-offsets", "challenge: the NTLM challenge points outside itself", Challenge.BAD_OFFSETS);

        enter("unsigned", "signature: there is none", Signature.UNSIGNED);
        enter("bad-signature", "signature: it is wrong", Signature.BAD_SIGNATURE);
        enter("proxy-info", "signature: it stands in Proxy-Authentication-Info", Signature.PROXY_INFO);
        enter("unsigned-benotify", "signature: none on BENOTIFY and NOTIFY", Signature.UNSIGNED_BENOTIFY);

        enter(
                "forgets",
                "session: forgets the association of each user after sign-in, once: 401 to what comes next",
                Session.FORGETS);
        enter(
                "version-conflict",
                "session: the first publication of each user meets a newer version (409)",
                Session.VERSION_CONFLICT);
        enter("no-contacts", "session: no contact list (488), as with contacts in Exchange", Session.NO_CONTACTS);
        enter("no-dialog", "session: the first SUBSCRIBE of each user gets 481", Session.NO_DIALOG);
        enter("notify", "session: NOTIFY, which wants an answer, instead of BENOTIFY", Session.NOTIFY);

        enter("upper-case", "spelling: header names in upper case", Spelling.UPPER_CASE);
        enter("compact", "spelling: compact header names (v, f, t, i, m, l, k, u)", Spelling.COMPACT);
        enter("reorder", "spelling: headers and their parameters in another order", Spelling.REORDER);
        enter("extra-headers", "spelling: unknown headers and a folded one among the usual", Spelling.EXTRA_HEADERS);

        enter("fragment", "delivery: one byte at a time", Delivery.FRAGMENT);
        enter("half", "delivery: half of the answer, then silence", Delivery.HALF);
        enter("garble", "delivery: bytes that are not SIP", Delivery.GARBLE);
        enter("leading-crlf", "delivery: line breaks before the answer", Delivery.LEADING_CRLF);
        enter("two-in-one", "delivery: a second message (BENOTIFY) in the same TLS record", Delivery.TWO_IN_ONE);

        enter("mras-not-named", "media: the pool names no media relay authentication service", Media.NOT_NAMED);
        enter(
                "mras-refused",
                "=STATUS[/ID]",
                "media: no credentials for the media relay, by this status and ms-diagnostics id, as mras-refused=504/1014",
                "a status from 400 to 699, or a status and an id, as 504/1014",
                Arguments::mediaStatus);
        enter(
                "mras-reason",
                "=WORDS",
                "media: no credentials for the media relay, for this reason, as mras-reason=server-busy",
                "one of " + String.join(", ", Arguments.MEDIA_REASONS),
                Arguments::mediaReason);
        enter("mras-no-relay", "media: credentials, and no media relay that they are for", Media.NO_RELAY);

        enter(
                "web-not-published",
                "[=/PATH]",
                "web: what begins with this path is denied as by ISA Server (403, code 12202); everything unless given",
                "a path, as /Abs/Ext",
                path -> new NotPublished(path == null ? "/" : Arguments.path("web-not-published", path)));
        enter("web-asks-again", "web: asks for credentials again, whatever the client answers", Web.ASKS_AGAIN);
        enter("web-basic", "web: offers Basic authentication and nothing else", Web.BASIC_ONLY);
        enter("web-no-files", "web: no address-book file exists (404)", Web.NO_FILES);
        enter("web-not-a-book", "web: a page for people instead of the address book", Web.NOT_A_BOOK);
        enter("web-truncated", "web: address-book files end in the middle", Web.TRUNCATED);
        enter("web-no-service", "web: the group expansion service does not exist (404)", Web.NO_SERVICE);
        enter("web-soap-fault", "web: group expansion answers by a SOAP fault", Web.SOAP_FAULT);
        enter("web-other-operation", "web: group expansion calls its operation by another name", Web.OTHER_OPERATION);
        enter("web-no-group", "web: group expansion knows no group", Web.NO_GROUP);
        enter(
                "web-status",
                "=STATUS",
                "web: answers everything by this status, as web-status=502",
                "a status from 400 to 599",
                status -> new WebStatus(Arguments.status("web-status", status)));
        enter(
                "web-slow",
                "=TIME",
                "web: answers this much later, as web-slow=2s",
                "a time, as 2s",
                time -> new WebSlow(Arguments.someNanos("web-slow", time)));
        enterForWeb("web-wrong-name", "web: the certificate is for another host", Certificate.WRONG_NAME);
        enterForWeb("web-expired", "web: the certificate expired yesterday", Certificate.EXPIRED);
        enterForWeb("web-unknown-root", "web: the certificate is from a CA nobody knows", Certificate.UNKNOWN_ROOT);
    }

    private Catalogue() {}

    static Behaviour parse(String text) throws PlanException {
        int equals = text.indexOf('=');
        String name = equals < 0 ? text : text.substring(0, equals);
        Entry entry = ENTRIES.get(name);
        if (entry == null) {
            String hint = Nearest.hint(name, ENTRIES.keySet());
            throw new PlanException("The mock pool knows no fault \"" + name + "\"" + (hint.isEmpty() ? "." : hint)
                    + " All of them are listed by rollcall mock --help.");
        }
        String argument = equals < 0 ? null : text.substring(equals + 1);
        if (argument != null && entry.argument().isEmpty()) {
            throw new PlanException("The fault " + name + " takes no argument, but \"" + argument + "\" was given.");
        }
        return entry.maker().make(argument);
    }

    private static void enter(String name, String line, Behaviour behaviour) {
        ENTRIES.put(name, new Entry(name, line, "", argument -> behaviour));
    }

    private static void enter(String name, String hint, String line, String argument, Maker maker) {
        ENTRIES.put(name, new Entry(name + hint, line, argument, maker));
    }

    private static void enterForWeb(String name, String line, Certificate certificate) {
        enter(name, line, new WebCertificate(certificate));
    }

    private static void enterForNames(String name, String line, Zone zone) {
        enter(name, "[=NAME]", line, "a name in the domain, as _sip._tls", argument -> {
            if (argument != null && !Addresses.isName(argument)) {
                throw Arguments.wrong(name, argument);
            }
            return argument == null ? zone : new NameFault(zone, argument);
        });
    }
}
