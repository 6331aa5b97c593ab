package rollcall.engine;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.auth.AuthKit;
import rollcall.auth.KerberosLogins;
import rollcall.auth.KerberosSource;
import rollcall.client.ConversationLog;
import rollcall.client.DeadlineWheel;
import rollcall.client.Gate;
import rollcall.client.LogonRules;
import rollcall.client.LoopKit;
import rollcall.client.RequestTemplates;
import rollcall.dns.DnsSockets;
import rollcall.dns.Locator;
import rollcall.dns.Locators;
import rollcall.outcome.OutcomeSink;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientKind;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.tls.TlsClient;

/** Makes what sessions need, for each event loop and each kind of client; closes what of it has to be closed. */
final class Kits implements AutoCloseable {
    private final Plan plan;
    private final IoTransport transport;
    private final TlsClient tls;
    private final @Nullable ConversationLog trace;
    private final Executor preparations;
    private final LongSupplier clock;
    private final List<LogonRules> rules;
    private final List<RequestTemplates> requests;
    private final List<InetAddress> sources;
    private final @Nullable KerberosLogins kerberos;
    private final List<Locator> locators = new ArrayList<>();

    /** @param gate every client of every kind asks it before it connects and before it authenticates */
    Kits(
            Plan plan,
            IoTransport transport,
            TlsClient tls,
            Gate gate,
            @Nullable ConversationLog trace,
            Executor preparations,
            LongSupplier clock)
            throws PlanException {
        this.plan = plan;
        this.transport = transport;
        this.tls = tls;
        this.trace = trace;
        this.preparations = preparations;
        this.clock = clock;
        rules = plan.kinds().stream().map(kind -> rules(plan, kind, gate)).toList();
        requests = plan.kinds().stream()
                .map(kind -> new RequestTemplates(kind.profile()))
                .toList();
        sources = sources(plan);
        kerberos = plan.mayUseKerberos() ? kerberos(plan) : null;
    }

    /** Those of one event loop, in the order of the plan's kinds; one after the other for all loops. */
    List<LoopKit> of(EventLoop loop, OutcomeSink sink) throws PlanException {
        DeadlineWheel deadlines = new DeadlineWheel(clock.getAsLong());
        AuthKit auth = new AuthKit(new SecureRandom(), Kits::wallNanos, "ROLLCALL", kerberos);
        List<LoopKit> kits = new ArrayList<>();
        for (int i = 0; i < rules.size(); i++) {
            LogonRules kind = rules.get(i);
            Locator locator = Locators.of(
                    kind.target(),
                    kind.profile(),
                    plan.dns(),
                    new DnsSockets(loop, transport.datagrams(), transport.sockets()),
                    clock);
            locators.add(locator);
            kits.add(new LoopKit(
                    loop,
                    transport.sockets(),
                    kind,
                    locator,
                    tls,
                    requests.get(i),
                    sink,
                    deadlines,
                    clock,
                    sources,
                    trace,
                    preparations,
                    new LoopKit.Scratch(auth, Kits::wallNanos, requests.get(i), plan.accounts())));
        }
        return List.copyOf(kits);
    }

    private static LogonRules rules(Plan plan, ClientKind kind, Gate gate) {
        return new LogonRules(
                kind.target(),
                plan.accounts(),
                kind.profile(),
                kind.auth(),
                plan.session(),
                plan.limits(),
                gate,
                plan.seed());
    }

    private static KerberosLogins kerberos(Plan plan) {
        AuthPlan.Kerberos kerberos = plan.auth().kerberos();
        return new KerberosLogins(
                new KerberosSource(plan.realm(), kerberos.keytab(), kerberos.ticketCache()), Kits::wallNanos);
    }

    private static List<InetAddress> sources(Plan plan) throws PlanException {
        List<InetAddress> sources = new ArrayList<>();
        for (String literal : plan.sources()) {
            try {
                sources.add(InetAddress.getByName(literal)); // a literal: the plan has checked it, nobody is asked
            } catch (UnknownHostException e) {
                throw new PlanException("sources: \"" + literal + "\" is not an IP address");
            }
        }
        return List.copyOf(sources);
    }

    private static long wallNanos() {
        return System.currentTimeMillis() * 1_000_000L;
    }

    @Override
    public void close() {
        locators.forEach(Locator::close);
    }
}
