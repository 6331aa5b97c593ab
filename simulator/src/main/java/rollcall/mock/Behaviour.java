package rollcall.mock;

import java.util.LinkedHashMap;
import java.util.Map;
import rollcall.plan.PlanException;

/**
 * One way in which the pool treats those who come to it: well, or badly on purpose. A value; what it does is done by the
 * part of the pool that its layer names. {@link Script} says whom it befalls.
 */
public sealed interface Behaviour {
    /** What the name server says. */
    sealed interface OfDns extends Behaviour {}

    /** What happens between TCP accept and the first SIP byte on the TLS port. */
    sealed interface OfTls extends Behaviour {}

    /** What befalls whole servers. */
    sealed interface OfPool extends Behaviour {}

    /** What something on the way does to connections, once they are open. */
    sealed interface OfConnection extends Behaviour {}

    /** What befalls those who come through an Access Edge, and nobody else. */
    sealed interface OfEdge extends Behaviour {}

    /** What the registrar answers. */
    sealed interface OfAnswer extends Behaviour {}

    /** What becomes of a client's wish for the media relay. */
    sealed interface OfMedia extends Behaviour {}

    /** How the web servers treat a connection. */
    sealed interface OfWeb extends Behaviour {}

    /** How the registrar asks who somebody is. */
    enum Challenge implements Behaviour {
        PROXY,
        TLS_DSK,
        GARBLED_CHALLENGE,
        BAD_OFFSETS
    }

    /** How the registrar signs what it sends on an association. */
    enum Signature implements Behaviour {
        UNSIGNED,
        BAD_SIGNATURE,
        PROXY_INFO,
        UNSIGNED_BENOTIFY
    }

    /** What happens to those who have signed in. */
    enum Session implements Behaviour {
        FORGETS,
        VERSION_CONFLICT,
        NO_CONTACTS,
        NO_DIALOG,
        NOTIFY
    }

    /** How an answer is spelt: all of it lawful SIP that a careless parser trips over. */
    enum Spelling implements Behaviour {
        UPPER_CASE,
        COMPACT,
        REORDER,
        EXTRA_HEADERS
    }

    /** How an answer's bytes reach the wire. */
    enum Delivery implements Behaviour {
        FRAGMENT,
        HALF,
        GARBLE,
        LEADING_CRLF,
        TWO_IN_ONE
    }

    /** A zone with something missing, or a name server with something broken. */
    enum Zone implements OfDns {
        NO_RECORD,
        NO_SRV,
        NO_ADDRESS,
        SRV_DOT,
        DEAD_PORT,
        SERVFAIL,
        REFUSED,
        SILENT,
        TRUNCATED
    }

    /** SRV records that name another host; the name server has an address for it. */
    record SrvTarget(String host) implements OfDns {}

    /** A name server that is broken for one name, relative to the domain. */
    record NameFault(Zone zone, String name) implements Behaviour {}

    /** A certificate no careful client accepts. */
    enum Certificate implements OfTls {
        WRONG_NAME,
        EXPIRED,
        NOT_YET_VALID,
        UNKNOWN_ROOT,
        SELF_SIGNED,
        WRONG_PURPOSE
    }

    /**
     * The last front end dies, as a host that loses its power: its connections are reset and its port refuses.
     *
     * @param afterNanos from the first connection that any client opens
     * @param forNanos until it is back; 0: it never is
     */
    record FrontEndDies(long afterNanos, long forNanos) implements OfPool {}

    /** Something in between resets each connection at this age. */
    record CutAge(long nanos) implements OfConnection {}

    /** Something in between resets each connection on which nothing went for so long, in either direction. */
    record CutIdle(long nanos) implements OfConnection {}

    /** What the server wants of the client in the handshake. */
    enum Demand implements OfTls {
        CLIENT_CERTIFICATE
    }

    /** No handshake at all. */
    enum Handshake implements OfTls {
        PLAIN_TEXT,
        SILENT,
        DROP
    }

    /** A fatal alert in answer to the ClientHello: 70 is protocol_version, 40 handshake_failure (RFC 8446 §6.2). */
    record Alert(int description) implements OfTls {}

    /** Whether users may sign in from outside. */
    enum RemoteAccess implements OfEdge {
        OFF
    }

    /** The Edge cannot reach the pool, for the reason that this ErrorId stands for. */
    record NoRoute(int diagnostics) implements OfEdge {}

    /** Registrar behaviours that need no argument. */
    enum Plain implements OfAnswer {
        ACCEPT,
        CHALLENGE,
        WRONG_PASSWORD,
        STALE_NONCE,
        STALL,
        DROP,
        RESET,
        OLD_CLIENT,
        NO_BINDING,
        SKEW_REFUSED
    }

    /**
     * A final refusal before anybody is asked who he is; {@code diagnostics} is the ErrorId of the ms-diagnostics header,
     * 0 for none.
     */
    record Reject(int status, int diagnostics) implements OfAnswer {}

    /** A final refusal once the credentials were right. */
    record Refuse(int status, int diagnostics) implements OfAnswer {}

    /** 503 with Retry-After, so many times for each user; then all is well. */
    record Busy(int seconds, int times) implements OfAnswer {}

    /** No more sign-ins a second than this; the others wait in a queue, and where that is full get a 503. */
    record Capacity(double perSecond) implements OfAnswer {}

    /** 301 to another server. */
    record Redirect(String host, int port) implements OfAnswer {}

    /** The usual answer, later. */
    record Slow(long nanos) implements OfAnswer {}

    /** The usual answer, with a Date header that is off by so much. */
    record ClockSkew(long seconds) implements OfAnswer {}

    /** Signs the user in, and out again after a while by NOTIFY: {@code event} as in MS-SIPREGE 4.1.3. */
    record ForcedOff(String event, long afterNanos) implements OfAnswer {}

    /** What a pool says of its media relay. */
    enum Media implements OfMedia {
        /** Nothing: the provisioning document has no {@code mrasUri}. */
        NOT_NAMED,
        /** Credentials, and no relay that they are for. */
        NO_RELAY
    }

    /** A refusal by SIP in place of credentials; {@code diagnostics} as in {@link Reject}. */
    record MediaStatus(int status, int diagnostics) implements OfMedia {}

    /** A refusal by the service itself: 200, and in it this {@code reasonPhrase} (MS-AVEDGEA 2.2). */
    record MediaReason(String phrase) implements OfMedia {}

    /** What a web server answers instead of what it should. */
    enum Web implements OfWeb {
        ASKS_AGAIN,
        BASIC_ONLY,
        NO_FILES,
        NOT_A_BOOK,
        TRUNCATED,
        NO_SERVICE,
        SOAP_FAULT,
        OTHER_OPERATION,
        NO_GROUP
    }

    /** What begins so is denied by a page such as ISA Server's, with code 12202. */
    record NotPublished(String path) implements OfWeb {}

    /** This status for everything. */
    record WebStatus(int status) implements OfWeb {}

    /** The usual answer, later. */
    record WebSlow(long nanos) implements OfWeb {}

    /** A certificate that no careful client accepts, shown by the web servers alone. */
    record WebCertificate(Certificate certificate) implements OfWeb {}

    /**
     * The behaviour that {@code NAME} or {@code NAME=argument} stands for.
     *
     * @throws PlanException with a sentence for the user: an unknown name (and the nearest known ones), an argument that
     *     is missing, superfluous or makes no sense
     */
    static Behaviour parse(String text) throws PlanException {
        return Catalogue.parse(text);
    }

    /** Every name as it is written, with its argument, and what it does in one line; in the order of the layers. */
    static Map<String, String> catalogue() {
        Map<String, String> lines = new LinkedHashMap<>();
        Catalogue.ENTRIES.forEach((name, entry) -> lines.put(entry.usage(), entry.line()));
        return lines;
    }

    /** Behaviours of one kind exclude each other, but for those of names and of the whole pool: a user meets at most one of each. */
    enum Kind {
        POOL,
        DNS,
        NAME,
        CONNECTION,
        TLS,
        EDGE,
        ANSWER,
        CHALLENGE,
        SIGNATURE,
        SESSION,
        SPELLING,
        DELIVERY,
        MEDIA,
        WEB
    }

    default Kind kind() {
        if (this instanceof OfPool) {
            return Kind.POOL;
        }
        if (this instanceof OfConnection) {
            return Kind.CONNECTION;
        }
        if (this instanceof OfDns) {
            return Kind.DNS;
        }
        if (this instanceof NameFault) {
            return Kind.NAME;
        }
        if (this instanceof OfTls) {
            return Kind.TLS;
        }
        if (this instanceof OfEdge) {
            return Kind.EDGE;
        }
        if (this instanceof OfAnswer) {
            return Kind.ANSWER;
        }
        if (this instanceof Challenge) {
            return Kind.CHALLENGE;
        }
        if (this instanceof Signature) {
            return Kind.SIGNATURE;
        }
        if (this instanceof Session) {
            return Kind.SESSION;
        }
        if (this instanceof OfMedia) {
            return Kind.MEDIA;
        }
        if (this instanceof OfWeb) {
            return Kind.WEB;
        }
        return this instanceof Spelling ? Kind.SPELLING : Kind.DELIVERY;
    }
}
