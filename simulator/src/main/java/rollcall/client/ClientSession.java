package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.auth.AuthFacts;
import rollcall.dns.Locator;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.plan.Account;
import rollcall.plan.Transport;
import rollcall.sip.AsciiSlice;
import rollcall.sip.SipFrameDecoder;
import rollcall.sip.SipHeader;
import rollcall.sip.SipMessage;
import rollcall.sip.SipMethod;
import rollcall.sip.SipProblem;
import rollcall.sip.SipTemplate;
import rollcall.tls.TlsRefusal;

/**
 * One simulated client with its sockets: carries out what its {@link LogonMachine} orders, and tells it what came of it.
 * Lives on one event loop, one life after another. It may be given a new life only when {@link #idle()}: when the last one
 * is over and every look-up it asked for has been answered, so an answer can never reach the wrong life.
 */
public final class ClientSession extends DeadlineWheel.Entry
        implements LogonIo, SipTemplate.Filler, Locator.Located, Locator.Resolved {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    /** Room for a REGISTER without credentials; a buffer grows when that is not enough. */
    private static final int REQUEST_BYTES = 1024;

    private final LoopKit kit;
    private final LogonMachine machine;
    private final Identity identity = new Identity();
    private final Authenticator authenticator;
    private final Runnable free;

    private Locator locator;
    private byte[] userUri = {};
    private byte[] domainUri = {};
    private @Nullable Connection connection;
    private @Nullable Conversation conversation;
    private int lookups;
    private boolean leaving;
    private boolean busy;

    /** @param free called on the loop when this session has become {@link #idle()} again */
    public ClientSession(LoopKit kit, Runnable free) {
        this.kit = kit;
        this.free = free;
        locator = kit.locator();
        authenticator = new Authenticator(kit.rules(), kit.scratch());
        machine = new LogonMachine(kit.rules(), this, kit.sink(), authenticator, identity, kit.scratch().answer);
    }

    /**
     * A life begins.
     *
     * @param arrival its number in the run
     * @param user the number of the account
     * @param endpoint which of the user's machines this is
     */
    public void start(int arrival, int user, int endpoint, Account account, long dueNanos, long nowNanos) {
        identity.begin(kit.rules().seed(), user, endpoint, arrival, kit.scratch().instances);
        userUri = ("sip:" + account.user()).getBytes(StandardCharsets.UTF_8);
        domainUri = ("sip:" + account.domain()).getBytes(StandardCharsets.UTF_8);
        authenticator.begin(account);
        locator = kit.locator().forSignIn();
        leaving = false;
        busy = true;
        machine.start(arrival, user, account.user(), dueNanos, nowNanos);
    }

    /** Whether a new life may begin. */
    public boolean idle() {
        return machine.state() == LogonState.IDLE && lookups == 0;
    }

    /** The machine, for the engine's orders. */
    public LogonMachine machine() {
        return machine;
    }

    private long now() {
        return kit.clock().getAsLong();
    }

    // ---- orders: where ----

    @Override
    public void begun(LogonRecord logon) {
        ConversationLog trace = kit.trace();
        conversation = trace == null ? null : trace.begin(logon);
    }

    @Override
    public void locate(String domain) {
        lookups++;
        locator.locate(domain, identity.nextRandom(), kit.loop(), this);
    }

    @Override
    public void resolve(Target target) {
        lookups++;
        locator.resolve(target.host(), kit.loop(), this);
    }

    @Override
    public void located(List<Target> targets) {
        lookups--;
        note("located ", targets);
        machine.onLocated(targets, now());
        freeIfIdle();
    }

    @Override
    public void notLocated(Fault fault, String detail) {
        lookups--;
        machine.onNotLocated(fault, detail, now());
        freeIfIdle();
    }

    @Override
    public void resolved(List<InetAddress> addresses) {
        lookups--;
        note("resolved ", addresses);
        machine.onResolved(addresses, now());
        freeIfIdle();
    }

    @Override
    public void notResolved(Fault fault, String detail) {
        lookups--;
        machine.onNotResolved(fault, detail, now());
        freeIfIdle();
    }

    // ---- orders: connection ----

    @Override
    public void connect(Target target, InetAddress address) {
        SocketChannel channel;
        try {
            channel = kit.sockets().newChannel();
        } catch (ChannelException e) { // no file descriptor is left
            ConnectFailure failure = ConnectFailure.of(e);
            machine.onNotConnected(failure.fault(), failure.detail(), now());
            return;
        }
        channel.config().setOption(ChannelOption.TCP_NODELAY, true);
        channel.config().setOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0); // the machine has a limit of its own
        Connection opened = new Connection(channel, this);
        connection = opened;
        identity.newConnection();
        channel.pipeline().addLast(new SipFrameDecoder(opened), opened);
        opened.register(kit.loop());
        InetSocketAddress remote = new InetSocketAddress(address, target.port());
        note("connecting to ", remote);
        @Nullable InetAddress source = nextSource(address);
        if (source == null) {
            opened.connect(remote, null);
        } else {
            if (channel instanceof EpollSocketChannel) {
                // the port is then chosen at connect, by the whole four-tuple: binding it first costs 391 µs with many
                // sockets in TIME_WAIT
                channel.config().setOption(EpollChannelOption.IP_BIND_ADDRESS_NO_PORT, true);
            }
            opened.connect(remote, new InetSocketAddress(source, 0));
        }
    }

    /** The next local address of the same family as the server's, or null to leave the choice to the system. */
    private @Nullable InetAddress nextSource(InetAddress server) {
        List<InetAddress> sources = kit.sources();
        for (int i = 0; i < sources.size(); i++) {
            LoopKit.Scratch scratch = kit.scratch();
            InetAddress source = sources.get(scratch.nextSource++ % sources.size());
            if (scratch.nextSource == Integer.MAX_VALUE) {
                scratch.nextSource = 0;
            }
            if (source.getClass() == server.getClass()) {
                return source;
            }
        }
        return null;
    }

    void connectDone(Connection opened, @Nullable Throwable cause) {
        if (cause == null) {
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

    @Override
    public void secure(Target target) {
        Connection open = current();
        SslHandler handler = kit.tls().handler(open.channel.alloc(), target.host(), target.port());
        open.tls = handler;
        open.channel.pipeline().addFirst(handler);
    }

    void handshakeDone(Connection open, @Nullable Throwable cause) {
        SslHandler handler = open.tls;
        if (handler == null) {
            return;
        }
        String host = machine.target().host();
        TlsRefusal refusal =
                cause == null ? kit.tls().judge(handler, host) : kit.tls().explain(handler, cause, host);
        if (refusal == null) {
            if (conversation != null) {
                note("secured: ", kit.tls().negotiated(handler));
            }
            machine.onSecured(now());
        } else {
            machine.onNotSecured(refusal.fault(), refusal.detail(), now());
        }
    }

    @Override
    public void disconnect() {
        Connection open = connection;
        if (open != null) {
            connection = null;
            open.drop();
        }
    }

    void closed(boolean reset, String detail) {
        connection = null;
        note(reset ? "reset by the server " : "closed by the server ", detail);
        machine.onClosed(reset, detail, now());
    }

    // ---- orders: messages ----

    @Override
    public void register(boolean leaves) {
        leaving = leaves;
        Connection open = current();
        ByteBuf request = open.channel.alloc().directBuffer(REQUEST_BYTES);
        kit.request().write(request, this);
        if (conversation != null) {
            conversation.sent(request, now());
        }
        open.send(request);
    }

    @Override
    public void fill(int hole, ByteBuf out) {
        switch (hole) {
            case RegisterRequest.DOMAIN -> out.writeBytes(domainUri, 4, domainUri.length - 4);
            case RegisterRequest.USER -> out.writeBytes(userUri, 4, userUri.length - 4);
            case RegisterRequest.LOCAL -> {
                LocalAddress.writeHost(local(), out);
                out.writeByte(':');
                LocalAddress.writeNatural(local().getPort(), out);
            }
            case RegisterRequest.LOCAL_IP -> LocalAddress.writeHost(local(), out);
            case RegisterRequest.TRANSPORT_UPPER -> ByteBufUtil.writeAscii(out, secured() ? "TLS" : "TCP");
            case RegisterRequest.TRANSPORT -> ByteBufUtil.writeAscii(out, secured() ? "tls" : "tcp");
            case RegisterRequest.FROM_TAG -> identity.writeTag(out);
            case RegisterRequest.EPID -> identity.writeEpid(out);
            case RegisterRequest.CALL_ID -> identity.writeCallId(out);
            case RegisterRequest.CSEQ -> LocalAddress.writeNatural(machine.cseq(), out);
            case RegisterRequest.MS_OPAQUE -> identity.writeOpaque(out);
            case RegisterRequest.INSTANCE -> identity.writeInstance(out);
            case RegisterRequest.BRANCH -> {
                ByteBufUtil.writeAscii(out, "z9hG4bK"); // RFC 3261 §8.1.1.7
                identity.writeOpaque(out);
                LocalAddress.writeNatural(machine.cseq(), out);
            }
            case RegisterRequest.SUBNET -> LocalAddress.writeSubnet(local(), out);
            case RegisterRequest.EXPIRES -> {
                if (leaving) {
                    ByteBufUtil.writeAscii(out, "Expires: 0\r\n");
                }
            }
            case RegisterRequest.AUTHORIZATION -> authenticator.write(facts(), out);
            default -> throw new IllegalArgumentException("hole " + hole);
        }
    }

    private AuthFacts facts() {
        AuthFacts facts = kit.scratch().facts;
        facts.clear();
        facts.method(SipMethod.REGISTER);
        facts.requestUri().set(domainUri, 0, domainUri.length);
        facts.fromUri().set(userUri, 0, userUri.length);
        facts.toUri().set(userUri, 0, userUri.length);
        facts.fromTag().set(identity.array(), Identity.TAG, Identity.TAG_LENGTH);
        facts.callId().set(identity.array(), Identity.CALL_ID, Identity.CALL_ID_LENGTH);
        facts.cseq(machine.cseq());
        if (leaving) {
            facts.expires().set(ZERO, 0, 1);
        }
        return facts;
    }

    private static final byte[] ZERO = {'0'};

    void received(SipMessage message) {
        if (conversation != null) {
            conversation.received(message.array(), message.offset(), message.length(), now());
        }
        try {
            dispatch(message);
        } catch (RuntimeException defect) {
            LOG.error("a message broke the client; please report this", defect);
            machine.onDefect(defect.toString(), now());
        }
    }

    private void dispatch(SipMessage message) {
        if (message.isRequest()) {
            Connection open = connection;
            ByteBuf reply = open == null ? null : Reply.to(message, open.channel.alloc());
            if (open != null && reply != null) {
                if (conversation != null) {
                    conversation.sent(reply, now());
                }
                open.send(reply);
            }
            machine.onRequest(message, now());
        } else if (isOurs(message)) {
            machine.onResponse(message, now());
        }
    }

    private boolean isOurs(SipMessage response) {
        AsciiSlice callId = kit.scratch().slice;
        return response.header(SipHeader.CALL_ID, 0, callId)
                && identity.isCallId(callId.array(), callId.offset(), callId.length());
    }

    void malformed(SipProblem problem, int offset) {
        boolean tooLarge = problem == SipProblem.TOO_LARGE || problem == SipProblem.TOO_MANY_HEADERS;
        Fault fault = tooLarge ? Fault.SIP_TOO_LARGE : Fault.SIP_MALFORMED;
        machine.onMalformed(fault, problem + " at byte " + offset, now());
    }

    @Override
    public void keepAlive() {
        // [MS-CONMGMT] 2.2.1: CR LF CR LF, and no answer to it
        Connection open = current();
        ByteBuf beat = open.channel.alloc().directBuffer(4).writeInt(0x0d0a0d0a);
        open.send(beat);
    }

    private Connection current() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("no connection in " + machine.state());
        }
        return open;
    }

    private InetSocketAddress local() {
        return (InetSocketAddress) current().channel.localAddress();
    }

    private boolean secured() {
        return machine.target().transport() == Transport.TLS;
    }

    // ---- orders: time and end ----

    @Override
    public void wakeAt(long nanos) {
        kit.deadlines().set(this, nanos);
    }

    @Override
    public void sleep() {
        kit.deadlines().forget(this);
    }

    @Override
    protected void expired(long nowNanos) {
        machine.onTimeout(nowNanos);
    }

    @Override
    public void newLogin() {
        authenticator.forget();
        identity.newLogin();
    }

    @Override
    public void over() {
        Conversation said = conversation;
        ConversationLog trace = kit.trace();
        if (said != null && trace != null) {
            trace.end(said, machine.logon());
        }
        conversation = null;
        freeIfIdle();
    }

    private void freeIfIdle() {
        if (busy && idle()) {
            busy = false;
            free.run();
        }
    }

    private void note(String what, Object about) {
        if (conversation != null) {
            conversation.event(what + about, now());
        }
    }
}
