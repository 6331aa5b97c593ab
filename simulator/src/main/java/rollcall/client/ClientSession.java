package rollcall.client;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import rollcall.dns.Locator;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;
import rollcall.plan.Account;
import rollcall.web.WebUrl;

/**
 * One simulated client with its sockets: carries out what its {@link LogonMachine} orders, and tells it what came of it.
 * What concerns the connection is the affair of its {@link Line}, what is fetched from the web that of {@link Fetches}.
 * Lives on one event loop, one life after another. It may be given a new life only when {@link #idle()}: when the last one
 * is over and every look-up it asked for has been answered, so an answer can never reach the wrong life.
 */
public final class ClientSession extends DeadlineWheel.Entry implements LogonIo, Locator.Located, Locator.Resolved {
    private final LoopKit kit;
    private final LogonMachine machine;
    private final Endpoint endpoint;
    private final Line line;
    private final Consumer<ClientSession> free;

    private Locator locator;
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
        line = new Line(kit, machine, endpoint);
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
        line.begun(logon);
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
        line.connect(target, address);
    }

    @Override
    public void secure(Target target) {
        line.secure(target);
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
        line.disconnect();
    }

    /**
     * The scenario cuts the connection of a client that is signed in; nothing happens to others.
     *
     * @param reset by RST and not by FIN
     * @param why for the record
     */
    public void cut(boolean reset, String why) {
        line.cut(reset, why);
    }

    // ---- orders: messages ----

    @Override
    public void register(boolean leaving) {
        line.register(leaving);
    }

    @Override
    public void request(int slot) {
        line.request(slot);
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

    @Override
    public void keepAlive() {
        line.keepAlive();
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
        line.over();
        freeIfIdle();
    }

    private void freeIfIdle() {
        if (busy && idle()) {
            busy = false;
            free.accept(this);
        }
    }

    void note(String what, Object about) {
        line.note(what, about);
    }
}
