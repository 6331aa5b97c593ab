package rollcall.check;

import io.netty.util.concurrent.Future;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthKit;
import rollcall.auth.KerberosLogins;
import rollcall.auth.KerberosSource;
import rollcall.client.ClientSession;
import rollcall.client.ConversationLog;
import rollcall.client.DeadlineWheel;
import rollcall.client.Gate;
import rollcall.client.LogonMachine;
import rollcall.client.LogonRules;
import rollcall.client.LogonState;
import rollcall.client.LoopKit;
import rollcall.client.RequestTemplates;
import rollcall.dns.DnsSockets;
import rollcall.dns.Locator;
import rollcall.dns.Locators;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.OutcomeSink;
import rollcall.outcome.Stage;
import rollcall.plan.Account;
import rollcall.plan.Accounts;
import rollcall.plan.AuthPlan;
import rollcall.plan.DnsPlan;
import rollcall.plan.LimitPlan;
import rollcall.plan.PlanException;
import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;
import rollcall.plan.TargetPlan;
import rollcall.plan.WebPlan;
import rollcall.tls.TlsClient;

/**
 * One simulated client that signs in as the plan says, asks for what a signed-in client asks for, and signs out. With
 * credentials at most once: a refusal ends it.
 */
final class LogonProbe {
    private static final long SECOND = 1_000_000_000L;
    private static final long TICK_MILLIS = 10;

    /** How long a signed-in client waits for what it has asked for. */
    private static final long STAY_NANOS = 5 * SECOND;

    private static final long SIGN_OUT_NANOS = 3 * SECOND;

    private final CheckPlan plan;
    private final DnsSockets sockets;
    private final LongSupplier nanoClock;
    private final LongSupplier wallMillis;
    private final Executor preparations;

    LogonProbe(
            CheckPlan plan,
            DnsSockets sockets,
            LongSupplier nanoClock,
            LongSupplier wallMillis,
            Executor preparations) {
        this.plan = plan;
        this.sockets = sockets;
        this.nanoClock = nanoClock;
        this.wallMillis = wallMillis;
        this.preparations = preparations;
    }

    /** Something that the client survived. */
    record Setback(Stage stage, Fault fault, String detail) {}

    /** The time of one stage. */
    record Timing(Stage stage, long nanos) {}

    /**
     * What came of it.
     *
     * @param fault why it did not sign in or was lost; null when all went well
     * @param server the one that it ended at
     * @param said the whole conversation, credentials masked
     */
    record Outcome(
            boolean signedIn,
            @Nullable Fault fault,
            @Nullable Stage stage,
            String detail,
            String server,
            List<Timing> timings,
            List<Setback> setbacks,
            String said) {}

    /** Signs in; the answer comes on the event loop, in bounded time. */
    CompletableFuture<Outcome> run() throws PlanException {
        TargetPlan target =
                plan.server() != null ? plan.server() : new TargetPlan.Automatic(plan.domain(), plan.dnsServers());
        SessionPlan session = new SessionPlan(STAY_NANOS, StayFrom.SIGN_IN, false, false, true)
                .subscribing(false, 0)
                .fetching(new WebPlan(WebPlan.Book.NONE, 0, 0, List.of(), WebPlan.TIMEOUT_NANOS, true));
        Attempt attempt = new Attempt(TlsClient.create(plan.tls(), wallMillis), locator(target));
        LogonRules rules = new LogonRules(
                target,
                new OneAccount(plan.account()),
                plan.client(),
                plan.logon() ? plan.auth() : new AuthPlan(AuthPlan.Scheme.NONE),
                session,
                limits(plan.limits()),
                new AnyServerOnce(),
                nanoClock.getAsLong());
        RequestTemplates requests = new RequestTemplates(plan.client());
        LongSupplier wallNanos = () -> wallMillis.getAsLong() * 1_000_000L;
        AuthKit auth = new AuthKit(
                new SecureRandom(),
                wallNanos,
                "ROLLCALL",
                plan.auth().mayUseKerberos() ? new KerberosLogins(kerberos(), wallNanos) : null);
        LoopKit kit = new LoopKit(
                sockets.loop(),
                sockets.tcp(),
                rules,
                attempt.locator,
                attempt.tls,
                requests,
                attempt,
                attempt.deadlines,
                nanoClock,
                List.of(),
                new ConversationLog(1, attempt::heard),
                preparations,
                new LoopKit.Scratch(auth, wallNanos, requests, rules.accounts()));
        sockets.loop().execute(() -> attempt.begin(kit));
        return attempt.outcome;
    }

    private static LimitPlan limits(CheckLimits limits) {
        return new LimitPlan(
                limits.connectNanos(),
                limits.handshakeNanos(),
                limits.answerNanos(),
                SIGN_OUT_NANOS,
                5,
                3,
                0,
                60 * SECOND,
                60 * SECOND);
    }

    private KerberosSource kerberos() {
        AuthPlan.Kerberos kerberos = plan.auth().kerberos();
        String realm = kerberos.realm();
        return new KerberosSource(
                realm == null ? plan.domain().toUpperCase(Locale.ROOT) : realm,
                kerberos.keytab(),
                kerberos.ticketCache());
    }

    private Locator locator(TargetPlan target) throws PlanException {
        DnsPlan dns = new DnsPlan(
                DnsPlan.Cache.PER_CLIENT,
                plan.limits().dnsNanos(),
                2,
                256,
                false,
                plan.client().strictName());
        return Locators.of(target, plan.client(), dns, sockets, nanoClock);
    }

    private record OneAccount(Account account) implements Accounts {
        @Override
        public int size() {
            return 1;
        }

        @Override
        public Account at(int index) {
            return account;
        }
    }

    /** Connecting as one client is no attack; a second attempt with a refused password might lock the account. */
    private static final class AnyServerOnce implements Gate {
        private boolean refused;

        @Override
        public boolean permits(Target target, InetAddress address) {
            return true;
        }

        @Override
        public boolean mayAuthenticate(int user) {
            return !refused;
        }

        @Override
        public void refused(int user) {
            refused = true;
        }
    }

    /** The client's life, on the event loop. */
    private final class Attempt implements OutcomeSink {
        private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        private final TlsClient tls;
        private final Locator locator;
        private final DeadlineWheel deadlines = new DeadlineWheel(nanoClock.getAsLong());
        private final List<Timing> timings = new ArrayList<>();
        private final List<Setback> setbacks = new ArrayList<>();
        private @Nullable ClientSession session;
        private @Nullable Future<?> tick;
        private String said = "";

        Attempt(TlsClient tls, Locator locator) {
            this.tls = tls;
            this.locator = locator;
        }

        void begin(LoopKit kit) {
            ClientSession client = new ClientSession(kit, idle -> {});
            session = client;
            tick = kit.loop()
                    .scheduleAtFixedRate(
                            () -> deadlines.turn(nanoClock.getAsLong()),
                            TICK_MILLIS,
                            TICK_MILLIS,
                            TimeUnit.MILLISECONDS);
            long now = nanoClock.getAsLong();
            client.start(0, 0, 0, plan.account(), now, now);
        }

        void heard(Object conversation) {
            said = conversation.toString();
        }

        @Override
        public void started(LogonRecord logon) {}

        @Override
        public void signedIn(LogonRecord logon) {
            stages(logon);
        }

        private void stages(LogonRecord logon) {
            for (Stage stage : Stage.values()) {
                long nanos = logon.stageNanos(stage);
                if (nanos != LogonRecord.NEVER) {
                    timings.add(new Timing(stage, nanos));
                }
            }
        }

        @Override
        public void failed(LogonRecord logon) {
            stages(logon);
        }

        @Override
        public void lost(LogonRecord logon) {}

        @Override
        public void dropped(LogonRecord logon, Stage stage, Fault fault, String detail) {} // nobody comes back here

        @Override
        public void returned(LogonRecord logon) {}

        @Override
        public void setback(LogonRecord logon, Stage stage, Fault fault, String detail) {
            setbacks.add(new Setback(stage, fault, detail));
            lookWhetherDone();
        }

        @Override
        public void answered(LogonRecord logon, Stage stage, long nanos) {
            timings.add(new Timing(stage, nanos));
            lookWhetherDone();
        }

        /** When everything that was asked for has been answered, there is nothing to stay for. */
        private void lookWhetherDone() {
            ClientSession client = session;
            if (client != null) {
                // an answer may lead to another question, before it has been dealt with
                sockets.loop().execute(() -> {
                    LogonMachine machine = client.machine();
                    if (machine.state() == LogonState.HOLDING && !machine.awaitsAnswers()) {
                        machine.leaveAt(nanoClock.getAsLong());
                    }
                });
            }
        }

        @Override
        public void ended(LogonRecord logon) {
            // the conversation is handed over after this
            sockets.loop().execute(() -> tell(logon));
        }

        private void tell(LogonRecord logon) {
            Future<?> ticking = tick;
            if (ticking != null) {
                ticking.cancel(false);
            }
            outcome.complete(new Outcome(
                    logon.signedInNanos() != LogonRecord.NEVER,
                    logon.fault(),
                    logon.faultStage(),
                    logon.detail(),
                    logon.server(),
                    List.copyOf(timings),
                    List.copyOf(setbacks),
                    said));
            locator.close();
            sockets.loop().execute(tls::close);
        }
    }
}
