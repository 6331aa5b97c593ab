package rollcall.mock;

import org.jspecify.annotations.Nullable;
import rollcall.mock.Associations.Held;
import rollcall.mock.Behaviour.Challenge;
import rollcall.mock.Behaviour.OfAnswer;
import rollcall.mock.Behaviour.OfMedia;
import rollcall.mock.Behaviour.Session;
import rollcall.mock.Behaviour.Signature;
import rollcall.plan.MockPlan;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipUri;

/** Of the request being answered: who asks, when, and what the script has in store. Set anew for each request. */
final class Asked {
    /** The address in From without {@code sip:}; empty when it cannot be read. */
    final AsciiSlice sender = new AsciiSlice();

    /** Where the sender stands in the script. */
    double point;

    /** The sender's number from 0, or -1 for nobody known. */
    int user;

    long nowMillis;

    @Nullable
    OfAnswer behaviour;

    @Nullable
    Challenge challenge;

    @Nullable
    Signature signature;

    @Nullable
    Session session;

    @Nullable
    OfMedia media;

    /** How long the sender waits in the pool's queue before it gets its answer. */
    long waitNanos;

    /** The association that the answer is signed on; null: it is not. */
    @Nullable
    Held held;

    private final MockPlan plan;
    private final Users users;
    private final Script script;
    private final AsciiSlice recipient = new AsciiSlice();
    private final AsciiSlice value = new AsciiSlice();
    private final AsciiSlice part = new AsciiSlice();
    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();

    Asked(PoolState pool) {
        this.plan = pool.plan();
        this.users = pool.users();
        this.script = pool.script();
    }

    void read(SipMessage request, long now) {
        nowMillis = now;
        user = readUser(request, SipHeader.FROM, sender);
        point = Script.pointOf(sender);
        behaviour = (OfAnswer) script.at(Behaviour.Kind.ANSWER, point);
        challenge = (Challenge) script.at(Behaviour.Kind.CHALLENGE, point);
        signature = (Signature) script.at(Behaviour.Kind.SIGNATURE, point);
        session = (Session) script.at(Behaviour.Kind.SESSION, point);
        media = (OfMedia) script.at(Behaviour.Kind.MEDIA, point);
        held = null;
        waitNanos = 0;
    }

    /** RFC 3261 §10.3: the address-of-record is in To; nobody here registers somebody else. */
    boolean isAboutItself(SipMessage request) {
        return readUser(request, SipHeader.TO, recipient) == user;
    }

    /** Sets {@code into} to what stands between the scheme and the parameters, and looks for the user. */
    private int readUser(SipMessage request, SipHeader header, AsciiSlice into) {
        into.clear();
        if (!request.header(header, value) || !address.parse(value)) {
            return -1;
        }
        address.uri(value);
        if (!uri.parse(value)) {
            return -1;
        }
        uri.user(part);
        if (part.isEmpty()) {
            return -1;
        }
        byte[] array = part.array();
        int from = part.offset();
        int to = from + part.length();
        uri.host(part);
        into.set(array, from, part.offset() + part.length() - from);
        return part.isIgnoreCase(plan.domain()) ? users.number(array, from, to) : -1;
    }
}
