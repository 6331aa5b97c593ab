package rollcall.client;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.dns.Locator;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;
import rollcall.plan.Account;
import rollcall.plan.Transport;
import rollcall.sip.SipMessage;
import rollcall.sip.SipProblem;
import rollcall.tls.TlsClient;
import rollcall.tls.TlsLayer;
import rollcall.tls.TlsRefusal;
import rollcall.web.WebUrl;

/**
 * One simulated client with its sockets: carries out what its {@link LogonMachine} orders, and tells it what came of it.
 * Lives on one event loop, one life after another. It may be given a new life only when {@link #idle()}: when the last one
 * is over and every look-up it asked for has been answered, so an answer can never reach the wrong life.
 */
public final class ClientSession extends DeadlineWheel.Entry implements LogonIo, Locator.Located, Locator.Resolved {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSession.class);

    /** Room for a REGISTER without credentials; a buffer grows when that is not enough. */
    private static final int REQUEST_BYTES = 1024;

    private final LoopKit kit;
    private final LogonMachine machine;
    private final Endpoint endpoint;
    private final Inbox inbox;
    private final Consumer<ClientSession> free;

    private Locator locator;
    private @Nullable Connection connection;
    private @Nullable Conversation conversation;
    /** Look-ups and preparations that were ordered and have not come back. */
    private int awaited;
    /** How many preparations were ordered: only the last one is of interest. */
    private int preparation;

    /** What is being fetched from the web; null while nothing is. */
    private @Nullable Fetches fetches;

    private boolean busy;

    /** @param free told on the loop when this session has become {@link #idle()} again */
    public ClientSession(LoopKit kit, Consumer<ClientSession> free) {
        this.kit = kit;
        this.free = free;
        locator = kit.locator();
        endpoint = new Endpoint(new Identity(), new Authenticator(kit.rules(), kit.scratch()));
        machine = new LogonMachine(kit.rules(), kit.requests(), this, kit.sink(), endpoint, kit.scratch().answer);
        inbox = new Inbox(machine, endpoint, kit.scratch());
    }

    /**
     * A life begins.
     *
     * @param arrival its number in the run
     * @param user the number of the account
     * @param machineNumber which of the user's machines this is
     */
    public void start(int arrival, int user, int machineNumber, Account account, long dueNanos, long nowNanos) {
        endpoint.identity.begin(kit.rules().seed(), user, machineNumber, arrival, kit.scratch().instances);
        endpoint.user = user;
        endpoint.userUri = ("sip:" + account.user()).getBytes(StandardCharsets.UTF_8);
        endpoint.domainUri = kit.scratch().domainUri(account.domain());
        endpoint.gruu = null;
        endpoint.authenticator.begin(account);
        locator = kit.locator().forSignIn();
        busy = true;
        machine.start(arrival, account.user(), dueNanos, nowNanos);
    }

    /** Whether a new life may begin. */
    public boolean idle() {
        return machine.state() == LogonState.IDLE && awaited == 0;
    }

    /** The machine, for the engine's orders. */
    public LogonMachine machine() {
        return machine;
    }

    long now() {
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
        awaited++;
        locator.locate(domain, endpoint.identity.nextRandom(), kit.loop(), this);
    }

    @Override
    public void resolve(Target target) {
        awaited++;
        locator.resolve(target.host(), kit.loop(), this);
    }

    @Override
    public void located(List<Target> targets) {
        awaited--;
        note("located ", targets);
        machine.onLocated(targets, now());
        freeIfIdle();
    }

    @Override
    public void notLocated(Fault fault, String detail) {
        awaited--;
        machine.onNotLocated(fault, detail, now());
        freeIfIdle();
    }

    @Override
    public void resolved(List<InetAddress> addresses) {
        awaited--;
        note("resolved ", addresses);
        machine.onResolved(addresses, now());
        freeIfIdle();
    }

    @Override
    public void notResolved(Fault fault, String detail) {
        awaited--;
        machine.onNotResolved(fault, detail, now());
        freeIfIdle();
    }

    // ---- orders: connection ----

    @Override
    public void connect(Target target, InetAddress address) {
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

    @Override
    public void secure(Target target) {
        current().secure(kit.tls(), target, user());
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

    /** What judges certificates. */
    TlsClient tls() {
        return kit.tls();
    }

    @Override
    public void settled() {
        locator = kit.locator();
    }

    @Override
    public void disconnect() {
        Fetches all = fetches;
        if (all != null) {
            fetches = null;
            all.abandon();
        }
        Connection open = connection;
        if (open != null) {
            connection = null;
            open.drop();
        }
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

    /**
     * The scenario cuts the connection of a client that is signed in; nothing happens to others.
     *
     * @param reset by RST and not by FIN
     * @param why for the record
     */
    public void cut(boolean reset, String why) {
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

    void closed(boolean reset, String detail) {
        connection = null;
        note(reset ? "reset by the server " : "closed by the server ", detail);
        machine.onClosed(reset, detail, now());
    }

    // ---- orders: messages ----

    @Override
    public void register(boolean leaving) {
        Connection open = current();
        ByteBuf request = open.channel.alloc().directBuffer(REQUEST_BYTES);
        kit.scratch().writer.register(endpoint, machine.cseq(), leaving, request);
        send(request);
    }

    @Override
    public void request(int slot) {
        Presence presence = machine.presence();
        if (presence != null) {
            ByteBuf request = current().channel.alloc().directBuffer(2 * REQUEST_BYTES);
            kit.scratch().writer.request(endpoint, presence, slot, request);
            send(request);
        }
    }

    /** A keep-alive came. */
    void heard() {
        machine.logon().traffic(now());
    }

    private void send(ByteBuf message) {
        long now = now();
        machine.logon().traffic(now);
        if (conversation != null) {
            conversation.sent(message, now);
        }
        current().send(message);
    }

    @Override
    public void prepare() {
        Runnable work = endpoint.authenticator.preparation();
        int number = ++preparation;
        awaited++;
        try {
            kit.prepare(work, () -> prepared(number));
        } catch (RejectedExecutionException e) {
            // As if it had taken too long: the machine gives up at its deadline.
            awaited--;
        }
    }

    private void prepared(int number) {
        awaited--;
        if (number == preparation) { // else one that was given up has ended while another is under way
            machine.onPrepared(now());
        }
        freeIfIdle();
    }

    void received(SipMessage message) {
        long now = now();
        machine.logon().traffic(now);
        if (conversation != null) {
            conversation.received(message.array(), message.offset(), message.length(), now);
        }
        try {
            inbox.take(message, now);
            if (message.isRequest()) {
                answer(message);
            }
        } catch (RuntimeException defect) {
            LOG.error("a message broke the client; please report this", defect);
            machine.onDefect(defect.toString(), now());
        }
    }

    /** Answers a request of the server, unless what it said was the end of us. */
    private void answer(SipMessage request) {
        Connection open = connection;
        ByteBuf reply = open == null
                ? null
                : Reply.to(request, endpoint.authenticator, kit.scratch().facts, open.channel.alloc());
        if (reply != null) {
            send(reply);
        }
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
        machine.logon().traffic(now());
        open.send(beat);
    }

    private Connection current() {
        Connection open = connection;
        if (open == null) {
            throw new IllegalStateException("no connection in " + machine.state());
        }
        return open;
    }

    // ---- orders: web ----

    @Override
    public void fetch(Stage stage, WebUrl url) {
        Fetches all = fetches;
        if (all == null) {
            all = new Fetches(this, kit, endpoint);
            fetches = all;
        }
        all.begin(stage, url);
    }

    @Override
    public void abandon(Stage stage) {
        Fetches all = fetches;
        if (all != null) {
            all.abandon(stage);
        }
    }

    /** The last errand under way is over. */
    void nothingToFetch() {
        fetches = null;
    }

    /** Looks up where something is to be fetched from; it says {@link #lookedUp} when it has been answered. */
    void lookUp(String host, Locator.Resolved fetch) {
        awaited++;
        locator.resolve(host, kit.loop(), fetch);
    }

    /** A look-up for something to be fetched has been answered. */
    void lookedUp() {
        awaited--;
        freeIfIdle();
    }

    /** Whose session this is, as {@code alice@example.com}. */
    String user() {
        return machine.logon().user();
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
        endpoint.authenticator.forget();
        endpoint.identity.newLogin();
    }

    @Override
    public void comeBack() {
        newLogin();
        locator = kit.locator().forSignIn();
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
            free.accept(this);
        }
    }

    void note(String what, Object about) {
        if (conversation != null) {
            conversation.event(what + about, now());
        }
    }
}
