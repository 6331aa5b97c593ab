package rollcall.mock;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import rollcall.auth.KerberosServer;
import rollcall.mock.Associations.Held;
import rollcall.mock.Behaviour.Busy;
import rollcall.mock.Behaviour.Challenge;
import rollcall.mock.Behaviour.ClockSkew;
import rollcall.mock.Behaviour.Delivery;
import rollcall.mock.Behaviour.Plain;
import rollcall.mock.Behaviour.Redirect;
import rollcall.mock.Behaviour.Refuse;
import rollcall.mock.Behaviour.Reject;
import rollcall.mock.Behaviour.RemoteAccess;
import rollcall.mock.Behaviour.Session;
import rollcall.mock.Behaviour.Signature;
import rollcall.mock.Behaviour.Slow;
import rollcall.mock.Behaviour.Spelling;
import rollcall.plan.Transport;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;

/** Answers the requests that come on one event loop: lets them in or not, and sees to what each method does. */
final class Registrar implements RequestTaker {
    /** What {@link #answer} says instead of a status. */
    private static final int NO_ANSWER = 0;

    private static final int SIGNATURE_BYTES = 512;

    private final PoolState pool;
    private final Front front;
    private final AnswerWriter writer;
    private final Seal seal = new Seal();
    private final NotifyWriter notifier;
    private final Gate gate;
    private final Asked asked;
    private final Registration registration;
    private final Subscriptions subscriptions;
    private final Publishing publishing;
    private final ByteBuf draft = Unpooled.buffer(4096);
    private final AsciiSlice value = new AsciiSlice();

    /**
     * @param tickets what opens tickets; null where Kerberos is not offered
     * @param tags where tags and branches come from
     * @param secrets where challenges and handles come from; nothing worth keeping secret is behind them
     */
    Registrar(
            PoolState pool,
            Front front,
            @Nullable KerberosServer tickets,
            RandomGenerator tags,
            RandomGenerator secrets) {
        this.pool = pool;
        this.front = front;
        this.writer = new AnswerWriter(front, pool.users(), pool.limits().keepAliveSeconds(), tags);
        this.notifier = new NotifyWriter(writer, seal);
        this.gate = new Gate(pool, front, tickets, secrets);
        this.asked = new Asked(pool);
        this.registration = new Registration(pool, writer, notifier, asked);
        Documents documents = new Documents(pool, front);
        this.subscriptions = new Subscriptions(pool, writer, notifier, documents, asked);
        this.publishing = new Publishing(pool, writer, documents, asked);
    }

    @Override
    public void onMessage(MockConnection connection, SipMessage message, long nowMillis) {
        if (!message.isRequest()) {
            gate.heard(message, connection);
            return;
        }
        SipMethod method = message.method();
        pool.stats().request(method);
        if (method == SipMethod.ACK || method == SipMethod.CANCEL || method == SipMethod.BENOTIFY) {
            // MS-SIPAE 3.3.5.1: an unauthenticated ACK or CANCEL is dropped, never challenged; a BENOTIFY has no
            // answer.
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
        int status = answer(connection, message, method, draft.clear());
        if (status == NO_ANSWER) {
            log(connection, message, "dropped, it came before");
            return;
        }
        pool.stats().answer(status);
        log(connection, message, Integer.toString(status));
        long slower = behaviour instanceof Slow slow ? slow.nanos() : asked.waitNanos;
        Delivery delivery = (Delivery) pool.script().at(Behaviour.Kind.DELIVERY, asked.point);
        connection.send(
                finished(connection, message, delivery), delivery, pool.plan().latencyNanos() + slower);
        if (method == SipMethod.SERVICE && status == 200 && publishing.isPublication(message)) {
            subscriptions.published(connection);
        }
    }

    /** The draft as it goes out: signed, respelt, in company. */
    private ByteBuf finished(MockConnection connection, SipMessage request, @Nullable Delivery delivery) {
        ByteBuf out = connection.channel.alloc().buffer(draft.readableBytes() + SIGNATURE_BYTES);
        boolean whole = false;
        try {
            Held held = asked.held;
            if (held == null || asked.signature == Signature.UNSIGNED) {
                out.writeBytes(draft);
            } else {
                seal.sign(draft, writer.signaturePlace(), held.association, asked.signature, out);
            }
            connection.outward(out);
            Spelling spelling = (Spelling) pool.script().at(Behaviour.Kind.SPELLING, asked.point);
            if (spelling != null) {
                Respelling.apply(spelling, out);
            }
            if (delivery == Delivery.TWO_IN_ONE) {
                byte[] target = AnswerWriter.ascii("sip:" + asked.sender);
                Dialog dialog = Dialog.of(request, asked.user, target, writer.tag(16));
                notifier.benotify(out, connection, dialog, held, asked.signature);
            }
            whole = true;
            return out;
        } finally {
            if (!whole) {
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

    /** Writes the answer and says its status, or {@link #NO_ANSWER}. */
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
        if (behaviour instanceof Busy busy && pool.turns().take(busy, asked.user, busy.times())) {
            return writer.busy(out, request, connection, busy.seconds());
        }
        Gate.Decision decision = gate.judge(request, asked, connection);
        return switch (decision) {
            case PASS -> admitted(connection, request, method, out);
            case IGNORE -> NO_ANSWER;
            case OTHER_USER -> writer.refusal(out, request, connection, 403, 4004);
            case CHALLENGE, CHALLENGE_STALE, CHALLENGE_NTLM -> challenge(connection, request, decision, 0, out);
            case REFUSE -> challenge(connection, request, decision, 1000, out);
            case REFUSE_SKEW -> challenge(connection, request, decision, 1013, out);
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

    private int challenge(
            MockConnection connection, SipMessage request, Gate.Decision decision, int diagnostics, ByteBuf out) {
        int status = asked.challenge == Challenge.PROXY ? 407 : 401;
        writer.statusLine(out, status);
        writer.date(out);
        gate.writeChallenges(out, decision, asked);
        if (diagnostics > 0) {
            writer.diagnostics(out, diagnostics);
        }
        writer.echo(out, request, connection);
        writer.server(out);
        writer.end(out);
        return status;
    }

    /** Who asks is who he says. */
    private int admitted(MockConnection connection, SipMessage request, SipMethod method, ByteBuf out) {
        Behaviour.OfAnswer behaviour = asked.behaviour;
        if (behaviour instanceof Refuse refuse) {
            return writer.refusal(out, request, connection, refuse.status(), refuse.diagnostics());
        }
        if (front.isFromOutside() && pool.script().at(Behaviour.Kind.EDGE, asked.point) == RemoteAccess.OFF) {
            return writer.refusal(out, request, connection, 403, 4003);
        }
        if (behaviour instanceof Redirect redirect) {
            return redirect(connection, request, redirect.host(), redirect.port(), Transport.TLS, out);
        }
        Front home = front.elsewhere(asked.user);
        if (home != null) {
            // the home pool is looked for last, when all else is well
            return redirect(connection, request, home.host(), home.port(), home.transport(), out);
        }
        return switch (method) {
            case REGISTER -> register(connection, request, out);
            case OPTIONS -> options(connection, request, out);
            case SUBSCRIBE -> subscriptions.answer(connection, request, out);
            case SERVICE -> publishing.answer(connection, request, out);
            default -> writer.refusal(out, request, connection, 405, 0);
        };
    }

    private int register(MockConnection connection, SipMessage request, ByteBuf out) {
        int status = registration.answer(connection, request, out);
        Held held = asked.held;
        if (held != null && asked.session == Session.FORGETS && pool.turns().take(asked.session, asked.user, 1)) {
            connection.associations.remove(held);
        }
        return status;
    }

    /** The redirect to the home pool, without the Expires that newer Directors add: the signature would cover it. */
    private int redirect(
            MockConnection connection, SipMessage request, String host, int port, Transport transport, ByteBuf out) {
        writer.statusLine(out, 301);
        writer.echo(out, request, connection);
        writer.line(out, "Contact: <sip:" + host + ":" + port + ";transport=" + transport.word() + ">");
        writer.end(out);
        return 301;
    }

    private int options(MockConnection connection, SipMessage request, ByteBuf out) {
        writer.statusLine(out, 200);
        writer.echo(out, request, connection);
        writer.line(out, AnswerWriter.ALLOW);
        writer.server(out);
        writer.end(out);
        return 200;
    }
}
