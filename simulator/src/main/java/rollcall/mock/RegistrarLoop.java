package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import rollcall.mock.Behaviour.ClockSkew;
import rollcall.mock.Behaviour.Delivery;
import rollcall.mock.Behaviour.ForcedOff;
import rollcall.mock.Behaviour.Plain;
import rollcall.mock.Behaviour.Redirect;
import rollcall.mock.Behaviour.Reject;
import rollcall.mock.Behaviour.Slow;
import rollcall.mock.Behaviour.Spelling;
import rollcall.mock.Bindings.Binding;
import rollcall.sip.AsciiSlice;
import rollcall.sip.NameAddr;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;
import rollcall.sip.SipProblem;
import rollcall.sip.SipUri;

/** The registrar's work on one event loop: judges requests, answers them, looks after the loop's connections. */
final class RegistrarLoop {
    /** MS-SIPRE 2.2.1: an epid has at most 16 characters. */
    private static final int MAX_EPID = 16;

    /** So many endpoints of one user are listed in an answer; a real user has a few. */
    private static final int MAX_CONTACTS = 16;

    private static final long FORCED_OFF_AFTER_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MockRegistrar pool;
    private final AnswerWriter writer;
    private final Gate gate;
    private final EndpointId endpoint = new EndpointId();
    private final Set<MockConnection> connections = new LinkedHashSet<>();
    private final ByteBuf scratch = Unpooled.buffer(256);

    private final NameAddr address = new NameAddr();
    private final SipUri uri = new SipUri();
    private final AsciiSlice value = new AsciiSlice();
    private final AsciiSlice part = new AsciiSlice();
    private final AsciiSlice contactUri = new AsciiSlice();
    private final AsciiSlice epid = new AsciiSlice();
    private final AsciiSlice instance = new AsciiSlice();

    // Of the request being answered.
    /** The address in From without {@code sip:}; empty when it cannot be read. */
    private final AsciiSlice sender = new AsciiSlice();
    /** The sender's number, or -1 for nobody known. */
    private int user;

    private long nowMillis;
    private Behaviour.@Nullable OfAnswer behaviour;

    RegistrarLoop(MockRegistrar pool, EventLoop loop) {
        this.pool = pool;
        this.writer = new AnswerWriter(pool.poolHost(), pool.limits().keepAliveSeconds());
        this.gate = new Gate(pool.plan(), pool.clock());
        long sweep = pool.limits().sweepMillis();
        var unused = loop.scheduleWithFixedDelay(this::sweep, sweep, sweep, TimeUnit.MILLISECONDS);
    }

    void onOpen(MockConnection connection) {
        connection.lastHeardMillis = pool.clock().millis();
        connections.add(connection);
        pool.stats().connections.increment();
        pool.stats().connectionsOpen.increment();
    }

    void onClosed(MockConnection connection) {
        if (connections.remove(connection)) {
            pool.stats().connectionsOpen.decrement();
            // The registration lives on its connection (section 3.3): without it nobody can be reached there.
            connection.bindings.forEach(pool.bindings()::unbind);
            connection.bindings.clear();
        }
    }

    void onHandshake(MockConnection connection, SslHandshakeCompletionEvent handshake) {
        if (handshake.isSuccess()) {
            pool.stats().handshakes.increment();
        } else {
            pool.stats().handshakeFailures.increment();
            connection.close();
        }
    }

    void onKeepAlive(MockConnection connection) {
        connection.lastHeardMillis = pool.clock().millis();
        pool.stats().keepAlives.increment();
    }

    void onMalformed(MockConnection connection, SipProblem problem, int offset) {
        pool.stats().malformed.increment();
        if (pool.log() != AnswerLog.NONE) {
            pool.log().answered(connection + " not SIP (" + problem + " at byte " + offset + "), closed");
        }
        connection.close();
    }

    /** Closes what has been silent for too long and ends what has expired. */
    private void sweep() {
        long now = pool.clock().millis();
        List<MockConnection> overdue = new ArrayList<>(0);
        for (MockConnection connection : connections) {
            if (connection.isOverdue(now, pool.limits())) {
                overdue.add(connection);
            }
            if (!connection.bindings.isEmpty()) {
                connection.bindings.removeIf(binding -> pool.bindings().expire(binding, now));
            }
        }
        overdue.forEach(MockConnection::close);
    }

    void onMessage(MockConnection connection, SipMessage message) {
        nowMillis = pool.clock().millis();
        connection.lastHeardMillis = nowMillis;
        if (!message.isRequest()) {
            return;
        }
        SipMethod method = message.method();
        pool.stats().request(method);
        if (method == SipMethod.ACK || method == SipMethod.CANCEL || method == SipMethod.BENOTIFY) {
            // Section 5.1: an unauthenticated ACK or CANCEL is dropped, never challenged; a BENOTIFY has no answer.
            return;
        }
        readSender(message);
        double point = Script.pointOf(sender);
        behaviour = (Behaviour.OfAnswer) pool.script().at(Behaviour.Kind.ANSWER, point);
        if (behaviour == Plain.STALL || behaviour == Plain.DROP || behaviour == Plain.RESET) {
            log(connection, message, String.valueOf(behaviour));
            if (behaviour == Plain.DROP) {
                connection.close();
            } else if (behaviour == Plain.RESET) {
                connection.reset();
            }
            return;
        }
        ByteBuf out = connection.channel.alloc().buffer(1024);
        boolean written = false;
        try {
            int status = answer(connection, message, method, out);
            pool.stats().answer(status);
            log(connection, message, Integer.toString(status));
            Spelling spelling = (Spelling) pool.script().at(Behaviour.Kind.SPELLING, point);
            if (spelling != null) {
                Respelling.apply(spelling, out);
            }
            Delivery delivery = (Delivery) pool.script().at(Behaviour.Kind.DELIVERY, point);
            if (delivery == Delivery.TWO_IN_ONE) {
                writer.benotify(out, message, connection, sender);
            }
            long slower = behaviour instanceof Slow slow ? slow.nanos() : 0;
            written = true;
            connection.send(out, delivery, pool.plan().latencyNanos() + slower);
        } finally {
            if (!written) {
                out.release();
            }
        }
    }

    private void log(MockConnection connection, SipMessage message, String what) {
        if (pool.log() != AnswerLog.NONE) {
            AsciiSlice text = new AsciiSlice();
            message.methodText(text);
            pool.log().answered(connection + " " + sender + " " + text + " " + message.cseq() + " -> " + what);
        }
    }

    /** Who asks, from the From header. */
    private void readSender(SipMessage message) {
        sender.clear();
        user = -1;
        if (message.header(SipHeader.FROM, value) && address.parse(value)) {
            address.uri(part);
            userOf(part);
        }
    }

    /** Sets {@link #sender} to what stands between the scheme and the parameters, and looks for the user. */
    private void userOf(AsciiSlice address) {
        if (!uri.parse(address)) {
            return;
        }
        uri.user(part);
        int from = part.offset();
        int length = part.length();
        byte[] array = part.array();
        uri.host(part);
        sender.set(array, from, length == 0 ? 0 : part.offset() + part.length() - from);
        if (length > 0 && part.isIgnoreCase(pool.plan().domain())) {
            user = Users.number(array, from, from + length, pool.plan().users());
        }
    }

    /** Writes the answer and says its status. */
    private int answer(MockConnection connection, SipMessage request, SipMethod method, ByteBuf out) {
        if (!isWhole(request)) {
            return refuse(connection, request, out, 400, 0);
        }
        if (method == SipMethod.NEGOTIATE) {
            // MS-SIPCOMP: any refusal leaves the connection uncompressed. Never challenged.
            return refuse(connection, request, out, 405, 0);
        }
        if (behaviour instanceof Reject reject) {
            return refuse(connection, request, out, reject.status(), reject.diagnostics());
        }
        if (method == SipMethod.REGISTER
                && request.header(SipHeader.EVENT, value)
                && !value.isIgnoreCase("registration")) {
            // MS-SIPREGE 3.1.2.5.1
            return refuse(connection, request, out, 489, 4055);
        }
        if (user < 0) {
            return refuse(connection, request, out, 404, 4005);
        }
        Gate.Decision decision = gate.judge(request, user, behaviour, connection, nowMillis);
        switch (decision) {
            case CHALLENGE, CHALLENGE_STALE -> {
                return challenge(connection, request, decision == Gate.Decision.CHALLENGE_STALE, out);
            }
            case REFUSE -> {
                pool.stats().refusals.increment();
                return refuse(connection, request, out, 401, 1000);
            }
            case OTHER_USER -> {
                return refuse(connection, request, out, 403, 4004);
            }
            case PASS -> {}
        }
        if (behaviour instanceof Redirect redirect) {
            return redirect(connection, request, redirect, out);
        }
        return switch (method) {
            case REGISTER -> register(connection, request, out);
            case OPTIONS -> options(connection, request, out);
            case SUBSCRIBE -> refuse(connection, request, out, 489, 0);
            default -> refuse(connection, request, out, 405, 0);
        };
    }

    /** RFC 3261 §8.1.1: what every request has. */
    private boolean isWhole(SipMessage request) {
        return !sender.isEmpty()
                && request.header(SipHeader.TO, value)
                && request.header(SipHeader.CALL_ID, value)
                && request.header(SipHeader.VIA, value)
                && request.cseq() >= 0
                && request.cseqMethod() == request.method();
    }

    private int refuse(MockConnection connection, SipMessage request, ByteBuf out, int status, int diagnostics) {
        writer.statusLine(out, status);
        if (status == 401) {
            date(out);
        }
        if (diagnostics > 0) {
            writer.diagnostics(out, diagnostics);
        }
        writer.echo(out, request, connection);
        if (status == 405) {
            writer.line(out, "Allow: REGISTER, OPTIONS, ACK, CANCEL");
        } else if (status == 489) {
            writer.line(out, "Allow-Events: registration");
        } else if (status == 503) {
            writer.line(out, "Retry-After: 30");
        } else if (status == 421) {
            writer.line(out, "Require: gruu-10");
        }
        writer.server(out);
        writer.end(out);
        return status;
    }

    private int challenge(MockConnection connection, SipMessage request, boolean stale, ByteBuf out) {
        writer.statusLine(out, 401);
        date(out);
        gate.writeChallenges(out, stale, nowMillis);
        writer.echo(out, request, connection);
        writer.server(out);
        writer.end(out);
        return 401;
    }

    private void date(ByteBuf out) {
        long skewSeconds = behaviour instanceof ClockSkew skew ? skew.seconds() : 0;
        writer.date(out, nowMillis / 1000 + skewSeconds);
    }

    private int redirect(MockConnection connection, SipMessage request, Redirect redirect, ByteBuf out) {
        writer.statusLine(out, 301);
        writer.echo(out, request, connection);
        writer.line(out, "Contact: <sip:" + redirect.host() + ":" + redirect.port() + ";transport=tls>");
        writer.expires(out, 2_592_000);
        writer.end(out);
        return 301;
    }

    private int options(MockConnection connection, SipMessage request, ByteBuf out) {
        writer.statusLine(out, 200);
        writer.echo(out, request, connection);
        writer.line(out, "Allow: REGISTER, OPTIONS, ACK, CANCEL");
        writer.server(out);
        writer.end(out);
        return 200;
    }

    private int register(MockConnection connection, SipMessage request, ByteBuf out) {
        if (!registersItself(request)) {
            return refuse(connection, request, out, 403, 4004);
        }
        boolean gruu = supports(request, "gruu-10");
        if (!gruu && supports(request, "msrtc-event-categories")) {
            // MS-SIPREGE 3.1.2.5.1
            return refuse(connection, request, out, 421, 2057);
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
                return refuse(connection, request, out, 400, 0);
            }
            connection.bindings.forEach(pool.bindings()::unbind);
            connection.bindings.clear();
            return listed(connection, request, gruu, false, 0, out);
        }
        if (!address.parse(value)) {
            return refuse(connection, request, out, 400, 1018);
        }
        address.uri(contactUri);
        boolean hasInstance = address.param("+sip.instance", instance);
        long wanted = wantedSeconds(request, true);
        if (!hasEpid && !hasInstance) {
            return refuse(connection, request, out, 400, 4010);
        }
        if (hasEpid && epid.length() > MAX_EPID) {
            return refuse(connection, request, out, 400, 4012);
        }
        if (hasInstance && !endpoint.parse(instance)) {
            return refuse(connection, request, out, 400, 1018);
        }
        if (hasEpid) {
            long high = endpoint.high();
            long low = endpoint.low();
            endpoint.derive(epid);
            // MS-SIPAE 3.3.5.2: of both, one must come from the other.
            if (hasInstance && (high != endpoint.high() || low != endpoint.low())) {
                return refuse(connection, request, out, 400, 1018);
            }
        }
        return wanted == 0 ? signOut(connection, request, gruu, out) : signIn(connection, request, gruu, wanted, out);
    }

    /** RFC 3261 §10.3: the address-of-record in To; nobody here registers somebody else. */
    private boolean registersItself(SipMessage request) {
        int self = user;
        if (!request.header(SipHeader.TO, value) || !address.parse(value)) {
            return false;
        }
        address.uri(part);
        int from = sender.offset();
        int length = sender.length();
        byte[] array = sender.array();
        user = -1;
        userOf(part);
        boolean same = user == self;
        sender.set(array, from, length);
        user = self;
        return same;
    }

    private boolean supports(SipMessage request, String tag) {
        for (int i = 0; request.header(SipHeader.SUPPORTED, i, value); i++) {
            if (Users.lists(value, tag)) {
                return true;
            }
        }
        return false;
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
            return refuse(connection, request, out, 503, 17000);
        }
        long granted = pool.plan().expiresSeconds();
        if (wanted > 0) {
            granted = Math.min(granted, wanted);
        }
        Binding binding = pool.bindings()
                .bind(
                        user,
                        endpoint.high(),
                        endpoint.low(),
                        connection,
                        known,
                        writer.boundContact(scratch, contactUri, connection),
                        nowMillis + granted * 1000);
        boolean refreshed = binding == known;
        if (!refreshed) {
            connection.bindings.remove(known);
            connection.bindings.add(binding);
        }
        int status = listed(connection, request, gruu, refreshed, granted, out);
        if (behaviour instanceof ForcedOff forced) {
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
        return listed(connection, request, gruu, false, 0, out);
    }

    private void forceOff(MockConnection connection, SipMessage request, Binding binding, ForcedOff forced) {
        ByteBuf notify = connection.channel.alloc().buffer(512);
        writer.deregistered(notify, request, connection, binding.contact(), forced.event());
        connection.send(notify, null, pool.plan().latencyNanos() + FORCED_OFF_AFTER_NANOS);
        connection.bindings.remove(binding);
        pool.bindings().unbind(binding);
    }

    private @Nullable Binding ofThisConnection(MockConnection connection) {
        for (int i = 0; i < connection.bindings.size(); i++) {
            Binding binding = connection.bindings.get(i);
            if (binding.user == user
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
        if (behaviour == Plain.OLD_CLIENT) {
            // MS-SIPREGE: the version filter's "allow with URL"
            writer.line(
                    out,
                    "Warning: 310 lcs.microsoft.com \"You are currently not using the recommended version of the client\"");
        }
        writer.echo(out, request, connection);
        pool.bindings().each(user, MAX_CONTACTS, binding -> writer.contact(out, binding, sender, gruu, nowMillis));
        if (expiresSeconds > 0) {
            writer.registered(out, expiresSeconds, refreshed);
        } else {
            writer.expires(out, 0);
            writer.server(out);
        }
        writer.end(out);
        return 200;
    }
}
