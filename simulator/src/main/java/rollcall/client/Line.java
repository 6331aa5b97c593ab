package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.plan.Transport;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipProblem;
import rollcall.tls.TlsClient;
import rollcall.tls.TlsLayer;
import rollcall.tls.TlsRefusal;

/**
 * One client's line to its server, one connection after another: opens and secures what its {@link LogonMachine} orders,
 * writes the requests, hands each message that comes to the part of the machine it is meant for, answers the server's
 * requests, and tells the machine when the connection is gone. Keeps all of it as a conversation where somebody wants to
 * read it.
 */
final class Line {
    private static final Logger LOG = LoggerFactory.getLogger(Line.class);

    /** Room for a REGISTER without credentials; a buffer grows when that is not enough. */
    private static final int REQUEST_BYTES = 1024;

    private final LoopKit kit;
    private final LogonMachine machine;
    private final Endpoint endpoint;
    private @Nullable Connection connection;
    private @Nullable Conversation conversation;

    Line(LoopKit kit, LogonMachine machine, Endpoint endpoint) {
        this.kit = kit;
        this.machine = machine;
        this.endpoint = endpoint;
    }

    private long now() {
        return kit.clock().getAsLong();
    }

    // ---- opened and secured ----

    void connect(Target target, InetAddress address) {
        Connection opened;
        try {
            opened = Dialer.open(kit, this);
        } catch (ChannelException e) { // no file descriptor is left
            ConnectFailure failure = ConnectFailure.of(e);
            machine.onNotConnected(failure.fault(), failure.detail(), now());
            return;
        }
        connection = opened;
        endpoint.identity.newConnection();
        InetSocketAddress remote = kit.scratch().remote(address, target.port());
        note("connecting to ", remote);
        Dialer.dial(kit, opened, remote);
    }

    void connectDone(Connection opened, @Nullable Throwable cause) {
        if (cause == null) {
            endpoint.local = (InetSocketAddress) opened.channel.localAddress();
            endpoint.secured = machine.target().transport() == Transport.TLS;
            note("connected from ", opened.channel.localAddress());
            machine.onConnected(now());
        } else {
            connection = null;
            opened.drop();
            ConnectFailure failure = ConnectFailure.of(cause);
            note(failure.fault().name(), "");
            machine.onNotConnected(failure.fault(), failure.detail(), now());
        }
    }

    void secure(Target target) {
        current().secure(kit.tls(), target, machine.logon().user());
    }

    /** What judges the server. */
    TlsClient tls() {
        return kit.tls();
    }

    /** The name by which the server is judged. */
    String host() {
        return machine.target().host();
    }

    void secured(TlsLayer layer) {
        if (conversation != null) {
            note("secured: ", TlsClient.negotiated(layer));
        }
        machine.onSecured(now());
    }

    void notSecured(TlsRefusal refusal) {
        machine.onNotSecured(refusal.fault(), refusal.detail(), now());
    }

    private Connection current() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("no connection in " + machine.state());
        }
        return open;
    }

    // ---- gone ----

    /** Closes the connection, if there is one, in silence. */
    void disconnect() {
        Connection open = connection;
        if (open != null) {
            connection = null;
            open.drop();
        }
    }

    /**
     * The scenario cuts the connection of a client that is signed in; nothing happens to others.
     *
     * @param reset by RST and not by FIN
     * @param why for the record
     */
    void cut(boolean reset, String why) {
        Connection open = connection;
        if (open == null || !machine.state().signedIn()) {
            return;
        }
        connection = null;
        note("cut: ", why);
        if (reset) {
            open.reset();
        } else {
            open.drop();
        }
        machine.onCut(why, now());
    }

    /** The system has given the connection up, because nobody acknowledged what was sent. */
    void silent(String detail) {
        connection = null;
        note("given up: ", detail);
        machine.onSilent(detail, now());
    }

    /** The server has ended the connection by a TLS alert. */
    void alerted(String detail) {
        connection = null;
        note("ended by the server, TLS alert: ", detail);
        machine.onAlert(detail, now());
    }

    void closed(boolean reset, String detail) {
        connection = null;
        note(reset ? "reset by the server " : "closed by the server ", detail);
        machine.onClosed(reset, detail, now());
    }

    // ---- what is said ----

    void register(boolean leaving) {
        Connection open = current();
        ByteBuf request = open.channel.alloc().directBuffer(REQUEST_BYTES);
        kit.scratch().writer.register(endpoint, machine.cseq(), leaving, request);
        send(open, request);
    }

    void request(int slot) {
        Presence presence = machine.presence();
        if (presence != null) {
            Connection open = current();
            ByteBuf request = open.channel.alloc().directBuffer(2 * REQUEST_BYTES);
            kit.scratch().writer.request(endpoint, presence, slot, request);
            send(open, request);
        }
    }

    /** Answers a request of the server, unless what it said was the end of us. */
    private void answer(SipMessage request) {
        Connection open = connection;
        ByteBuf reply = open == null
                ? null
                : Reply.to(request, endpoint.authenticator, kit.scratch().facts, open.channel.alloc());
        if (open != null && reply != null) {
            send(open, reply);
        }
    }

    private void send(Connection open, ByteBuf message) {
        long now = now();
        machine.logon().traffic(now);
        if (conversation != null) {
            conversation.sent(message, now);
        }
        open.send(message);
    }

    void keepAlive() {
        // [MS-CONMGMT] 2.2.1: CR LF CR LF, and no answer to it
        Connection open = current();
        ByteBuf beat = open.channel.alloc().directBuffer(4).writeInt(0x0d0a0d0a);
        machine.logon().traffic(now());
        open.send(beat);
    }

    // ---- what is heard ----

    /** Takes a message, which is lent for the call. */
    void received(SipMessage message) {
        long now = now();
        machine.logon().traffic(now);
        if (conversation != null) {
            conversation.received(message.array(), message.offset(), message.length(), now);
        }
        try {
            if (message.isRequest()) {
                machine.onRequest(message, now);
                answer(message);
            } else {
                handOn(message, now);
            }
        } catch (RuntimeException defect) {
            LOG.error("a message broke the client; please report this", defect);
            machine.onDefect(defect.toString(), now());
        }
    }

    /** A response is meant for the part of the machine that asked with its Call-ID. */
    private void handOn(SipMessage response, long nowNanos) {
        LoopKit.Scratch scratch = kit.scratch();
        AsciiSlice callId = scratch.slice;
        if (!response.header(SipHeader.CALL_ID, 0, callId)) {
            return;
        }
        if (endpoint.identity.isCallId(callId.array(), callId.offset(), callId.length())) {
            machine.onResponse(response, nowNanos);
            return;
        }
        Presence presence = machine.presence();
        int slot = presence == null
                ? -1
                : presence.slotOf(callId.array(), callId.offset(), callId.length(), scratch.dialog);
        if (slot >= 0) {
            machine.onAnswer(slot, response, nowNanos);
        }
    }

    /** A keep-alive came. */
    void heard() {
        machine.logon().traffic(now());
    }

    void malformed(SipProblem problem, int offset) {
        boolean tooLarge = problem == SipProblem.TOO_LARGE || problem == SipProblem.TOO_MANY_HEADERS;
        Fault fault = tooLarge ? Fault.SIP_TOO_LARGE : Fault.SIP_MALFORMED;
        machine.onMalformed(fault, problem + " at byte " + offset, now());
    }

    // ---- what is kept ----

    /** A life has begun. */
    void begun(LogonRecord logon) {
        ConversationLog trace = kit.trace();
        conversation = trace == null ? null : trace.begin(logon);
    }

    /** What else happens to this client, for whoever reads the conversation. */
    void note(String what, Object about) {
        if (conversation != null) {
            conversation.event(what + about, now());
        }
    }

    /** A life is over. */
    void over() {
        Conversation said = conversation;
        ConversationLog trace = kit.trace();
        if (said != null && trace != null) {
            trace.end(said, machine.logon());
        }
        conversation = null;
    }
}
