package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Associations.Held;
import rollcall.mock.Behaviour.Capacity;
import rollcall.mock.Behaviour.ForcedOff;
import rollcall.mock.Behaviour.Plain;
import rollcall.mock.Behaviour.Signature;
import rollcall.mock.Bindings.Binding;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;

/** What REGISTER does, once who asks has been let in: MS-SIPREGE 3.1.2.5.1. One for an event loop. */
final class Registration {
    /** MS-SIPRE 2.2.1: an epid has at most 16 characters. */
    private static final int MAX_EPID = 16;

    /** So many endpoints of one user are listed in an answer; a real user has a few. */
    private static final int MAX_CONTACTS = 16;

    private static final int TAG_DIGITS = 16;

    /** What an overloaded pool tells those for whom there is no room in its queue. */
    private static final int RETRY_AFTER_SECONDS = 5;

    private final PoolState pool;
    private final AnswerWriter writer;
    private final BindingWriter bindings;
    private final NotifyWriter notifier;
    private final Asked asked;
    private final EndpointId endpoint = new EndpointId();
    private final ByteBuf scratch = Unpooled.buffer(256);
    private final NameAddr address = new NameAddr();
    private final AsciiSlice value = new AsciiSlice();
    private final AsciiSlice part = new AsciiSlice();
    private final AsciiSlice contactUri = new AsciiSlice();
    private final AsciiSlice epid = new AsciiSlice();
    private final AsciiSlice instance = new AsciiSlice();

    Registration(PoolState pool, AnswerWriter writer, NotifyWriter notifier, Asked asked) {
        this.pool = pool;
        this.writer = writer;
        this.bindings = new BindingWriter(writer);
        this.notifier = notifier;
        this.asked = asked;
    }

    /** Writes the answer and says its status. */
    int answer(MockConnection connection, SipMessage request, ByteBuf out) {
        if (!asked.isAboutItself(request)) {
            return writer.refusal(out, request, connection, 403, 4004);
        }
        boolean gruu = supports(request, "gruu-10");
        if (!gruu && supports(request, "msrtc-event-categories")) {
            // MS-SIPREGE 3.1.2.5.1
            return writer.refusal(out, request, connection, 421, 2057);
        }
        request.header(SipHeader.FROM, value);
        address.parse(value);
        boolean hasEpid = address.param("epid", epid) && !epid.isEmpty();
        if (!request.header(SipHeader.CONTACT, value)) {
            // RFC 3261 §10.2.3: a question, not a registration.
            return listed(connection, request, gruu, false, pool.plan().expiresSeconds(), out);
        }
        if (value.is("*")) {
            // RFC 3261 §10.2.2: with Expires 0 only.
            if (wantedSeconds(request, false) != 0) {
                return writer.refusal(out, request, connection, 400, 0);
            }
            connection.bindings.forEach(pool.bindings()::unbind);
            connection.bindings.clear();
            connection.subscriptions.clear();
            return listed(connection, request, gruu, false, 0, out);
        }
        if (!address.parse(value)) {
            return writer.refusal(out, request, connection, 400, 1018);
        }
        address.uri(contactUri);
        boolean hasInstance = address.param("+sip.instance", instance);
        long wanted = wantedSeconds(request, true);
        if (!hasEpid && !hasInstance) {
            return writer.refusal(out, request, connection, 400, 4010);
        }
        if (hasEpid && epid.length() > MAX_EPID) {
            return writer.refusal(out, request, connection, 400, 4012);
        }
        if (hasInstance && !endpoint.parse(instance)) {
            return writer.refusal(out, request, connection, 400, 1018);
        }
        if (hasEpid) {
            long high = endpoint.high();
            long low = endpoint.low();
            endpoint.derive(epid);
            // MS-SIPAE 3.3.5.2: of both, one must come from the other.
            if (hasInstance && (high != endpoint.high() || low != endpoint.low())) {
                return writer.refusal(out, request, connection, 400, 1018);
            }
        }
        return wanted == 0 ? signOut(connection, request, gruu, out) : signIn(connection, request, gruu, wanted, out);
    }

    private boolean supports(SipMessage request, String tag) {
        return HeaderList.has(request, SipHeader.SUPPORTED, tag, value);
    }

    /** What the client asks for in seconds; -1 when it leaves that to the pool, as a Communicator does. */
    private long wantedSeconds(SipMessage request, boolean ofContact) {
        if (ofContact && address.param("expires", part)) {
            return part.natural();
        }
        return request.header(SipHeader.EXPIRES, value) ? value.natural() : -1;
    }

    private int signIn(MockConnection connection, SipMessage request, boolean gruu, long wanted, ByteBuf out) {
        Binding known = ofThisConnection(connection);
        if (known == null && connection.bindings.size() >= pool.limits().endpoints()) {
            return writer.refusal(out, request, connection, 503, 17000);
        }
        if (known == null && asked.behaviour instanceof Capacity capacity) {
            asked.waitNanos = pool.throttle().waitNanos(capacity, asked.nowMillis);
            if (asked.waitNanos == Throttle.FULL) {
                return writer.busy(out, request, connection, RETRY_AFTER_SECONDS);
            }
        }
        long granted = pool.plan().expiresSeconds();
        if (wanted > 0) {
            granted = Math.min(granted, wanted);
        }
        Binding binding = pool.bindings()
                .bind(
                        asked.user,
                        endpoint.high(),
                        endpoint.low(),
                        connection,
                        known,
                        bindings.boundContact(scratch, contactUri, connection),
                        asked.nowMillis + granted * 1000);
        boolean refreshed = binding == known;
        if (!refreshed) {
            connection.bindings.remove(known);
            connection.bindings.add(binding);
        }
        int status = listed(connection, request, gruu, refreshed, granted, out);
        if (asked.behaviour instanceof ForcedOff forced) {
            forceOff(connection, request, binding, forced);
        }
        return status;
    }

    private int signOut(MockConnection connection, SipMessage request, boolean gruu, ByteBuf out) {
        Binding known = ofThisConnection(connection);
        if (known != null) {
            pool.bindings().unbind(known);
            connection.bindings.remove(known);
        }
        Subscriptions.end(connection, asked.user);
        return listed(connection, request, gruu, false, 0, out);
    }

    private void forceOff(MockConnection connection, SipMessage request, Binding binding, ForcedOff forced) {
        Dialog dialog = Dialog.of(request, asked.user, binding.contact(), writer.tag(TAG_DIGITS));
        Held held = asked.held;
        Signature signature = asked.signature;
        // Signed when it leaves, so that its number follows those of the answers before it.
        var unused = connection
                .channel
                .eventLoop()
                .schedule(
                        () -> {
                            ByteBuf out = connection.channel.alloc().buffer(512);
                            notifier.deregistered(out, connection, dialog, forced.event(), held, signature);
                            connection.send(out);
                        },
                        pool.plan().latencyNanos() + forced.afterNanos(),
                        TimeUnit.NANOSECONDS);
        connection.bindings.remove(binding);
        pool.bindings().unbind(binding);
        Subscriptions.end(connection, asked.user);
    }

    private @Nullable Binding ofThisConnection(MockConnection connection) {
        for (int i = 0; i < connection.bindings.size(); i++) {
            Binding binding = connection.bindings.get(i);
            if (binding.user == asked.user
                    && binding.instanceHigh == endpoint.high()
                    && binding.instanceLow == endpoint.low()) {
                return binding;
            }
        }
        return null;
    }

    /** The 200 with every endpoint of the user; {@code expires} 0 means that this one is signed out. */
    private int listed(
            MockConnection connection,
            SipMessage request,
            boolean gruu,
            boolean refreshed,
            long expiresSeconds,
            ByteBuf out) {
        writer.statusLine(out, 200);
        writer.keepAlive(out);
        if (asked.behaviour == Plain.OLD_CLIENT) {
            // MS-SIPREGE: the version filter's "allow with URL"
            writer.line(
                    out,
                    "Warning: 310 lcs.microsoft.com \"You are currently not using the recommended version of the client\"");
        }
        writer.echoNamed(out, request, connection, asked.user, null);
        if (asked.behaviour != Plain.NO_BINDING) {
            pool.bindings()
                    .each(
                            asked.user,
                            MAX_CONTACTS,
                            binding -> bindings.contact(out, binding, asked.sender, gruu, asked.nowMillis));
        }
        if (expiresSeconds > 0) {
            bindings.registered(out, expiresSeconds, refreshed);
        } else {
            writer.expires(out, 0);
            writer.server(out);
        }
        writer.end(out);
        return 200;
    }
}
