package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import rollcall.mock.Behaviour.ClockSkew;
import rollcall.mock.Behaviour.Delivery;
import rollcall.mock.Behaviour.Plain;
import rollcall.mock.Behaviour.Redirect;
import rollcall.mock.Behaviour.Reject;
import rollcall.mock.Behaviour.Slow;
import rollcall.mock.Behaviour.Spelling;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;
import rollcall.sip.SipProblem;

/** The registrar on one event loop: lets requests in or not, answers them, looks after the loop's connections. */
final class RegistrarLoop {
    private final MockRegistrar pool;
    private final AnswerWriter writer;
    private final Gate gate;
    private final Asked asked;
    private final Registration registration;
    private final Set<MockConnection> connections = new LinkedHashSet<>();
    private final AsciiSlice value = new AsciiSlice();

    RegistrarLoop(MockRegistrar pool, EventLoop loop) {
        this.pool = pool;
        this.writer = new AnswerWriter(pool.poolHost(), pool.limits().keepAliveSeconds());
        this.gate = new Gate(pool.plan(), pool.clock());
        this.asked = new Asked(pool.plan(), pool.script());
        this.registration = new Registration(pool, writer, asked);
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
        long nowMillis = pool.clock().millis();
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
        asked.read(message, nowMillis);
        Behaviour.OfAnswer behaviour = asked.behaviour;
        if (behaviour == Plain.STALL || behaviour == Plain.DROP || behaviour == Plain.RESET) {
            log(connection, message, String.valueOf(behaviour));
            if (behaviour == Plain.DROP) {
                connection.close();
            } else if (behaviour == Plain.RESET) {
                connection.reset();
            }
            return;
        }
        writer.date(nowMillis / 1000 + (behaviour instanceof ClockSkew skew ? skew.seconds() : 0));
        ByteBuf out = connection.channel.alloc().buffer(1024);
        boolean written = false;
        try {
            int status = answer(connection, message, method, out);
            pool.stats().answer(status);
            log(connection, message, Integer.toString(status));
            Spelling spelling = (Spelling) pool.script().at(Behaviour.Kind.SPELLING, asked.point);
            if (spelling != null) {
                Respelling.apply(spelling, out);
            }
            Delivery delivery = (Delivery) pool.script().at(Behaviour.Kind.DELIVERY, asked.point);
            if (delivery == Delivery.TWO_IN_ONE) {
                writer.benotify(out, message, connection, asked.sender);
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
            pool.log().answered(connection + " " + asked.sender + " " + text + " " + message.cseq() + " -> " + what);
        }
    }

    /** Writes the answer and says its status. */
    private int answer(MockConnection connection, SipMessage request, SipMethod method, ByteBuf out) {
        if (!isWhole(request)) {
            return writer.refusal(out, request, connection, 400, 0);
        }
        if (method == SipMethod.NEGOTIATE) {
            // MS-SIPCOMP: any refusal leaves the connection uncompressed. Never challenged.
            return writer.refusal(out, request, connection, 405, 0);
        }
        Behaviour.OfAnswer behaviour = asked.behaviour;
        if (behaviour instanceof Reject reject) {
            return writer.refusal(out, request, connection, reject.status(), reject.diagnostics());
        }
        if (method == SipMethod.REGISTER
                && request.header(SipHeader.EVENT, value)
                && !value.isIgnoreCase("registration")) {
            // MS-SIPREGE 3.1.2.5.1
            return writer.refusal(out, request, connection, 489, 4055);
        }
        if (asked.user < 0) {
            return writer.refusal(out, request, connection, 404, 4005);
        }
        Gate.Decision decision = gate.judge(request, asked, connection);
        switch (decision) {
            case CHALLENGE, CHALLENGE_STALE -> {
                return challenge(connection, request, decision == Gate.Decision.CHALLENGE_STALE, out);
            }
            case REFUSE -> {
                pool.stats().refusals.increment();
                return writer.refusal(out, request, connection, 401, 1000);
            }
            case OTHER_USER -> {
                return writer.refusal(out, request, connection, 403, 4004);
            }
            case PASS -> {}
        }
        if (behaviour instanceof Redirect redirect) {
            return redirect(connection, request, redirect, out);
        }
        return switch (method) {
            case REGISTER -> registration.answer(connection, request, out);
            case OPTIONS -> options(connection, request, out);
            case SUBSCRIBE -> writer.refusal(out, request, connection, 489, 0);
            default -> writer.refusal(out, request, connection, 405, 0);
        };
    }

    /** RFC 3261 §8.1.1: what every request has. */
    private boolean isWhole(SipMessage request) {
        return !asked.sender.isEmpty()
                && request.header(SipHeader.TO, value)
                && request.header(SipHeader.CALL_ID, value)
                && request.header(SipHeader.VIA, value)
                && request.cseq() >= 0
                && request.cseqMethod() == request.method();
    }

    private int challenge(MockConnection connection, SipMessage request, boolean stale, ByteBuf out) {
        writer.statusLine(out, 401);
        writer.date(out);
        gate.writeChallenges(out, stale, asked.nowMillis);
        writer.echo(out, request, connection);
        writer.server(out);
        writer.end(out);
        return 401;
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
}
