package rollcall.dns;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;
import rollcall.outcome.Fault;
import rollcall.plan.ClientProfile;
import rollcall.plan.DnsPlan;
import rollcall.plan.PlanException;

/**
 * Asks one DNS server for whatever somebody wants to know, and tells everything that it said. For looking at a zone, not
 * for simulating clients: {@link Locators} do that. Nothing is cached. May be asked from any thread.
 */
public final class DnsSurvey implements AutoCloseable {
    private static final int WARM_UP_MILLIS = 1_000;

    private final DnsSockets sockets;
    private final DnsClient client;
    /** Every answer so far; of the event loop. */
    private final Map<DnsQuestion, DnsAnswer> heard = new HashMap<>();

    /** What can be asked for. */
    public enum Kind {
        SRV(Type.SRV),
        A(Type.A),
        AAAA(Type.AAAA);

        private final int type;

        Kind(int type) {
            this.type = type;
        }
    }

    /** An SRV record (RFC 2782). The target is written without a trailing dot; {@code .} alone means "not offered". */
    public record Service(int priority, int weight, int port, String target) {}

    /**
     * What the server said.
     *
     * @param fault why there is no answer; null when there is one, even "no such name"
     * @param text the answer in words when it is no record
     * @param alias the name at the end of the aliases (CNAME) that led to the records; null without aliases
     * @param ttlSeconds how long it may be kept
     * @param tookNanos all tries included
     */
    public record Said(
            String name,
            Kind kind,
            List<Service> services,
            List<InetAddress> addresses,
            @Nullable Fault fault,
            String text,
            @Nullable String alias,
            long ttlSeconds,
            long tookNanos) {
        public boolean hasRecords() {
            return !services.isEmpty() || !addresses.isEmpty();
        }
    }

    /** @param server who is asked; null for those of this machine */
    public DnsSurvey(DnsSockets sockets, @Nullable InetSocketAddress server, DnsPlan plan, LongSupplier nanoClock)
            throws PlanException {
        this.sockets = sockets;
        this.client =
                new DnsClient(sockets, Locators.usable(server == null ? List.of() : List.of(server)), plan, nanoClock);
    }

    /**
     * Asks a server of our own, once and in vain: so that the first real answer is not blamed for the time that it takes
     * to load what reads it. Waits; not for event loops.
     */
    public static void warmUp(DnsSockets sockets, DnsPlan plan, LongSupplier nanoClock) {
        try (DatagramSocket echo = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            echo.setSoTimeout(WARM_UP_MILLIS);
            InetSocketAddress address = new InetSocketAddress(echo.getLocalAddress(), echo.getLocalPort());
            try (DnsSurvey survey = new DnsSurvey(sockets, address, plan, nanoClock)) {
                CompletableFuture<Said> told = survey.ask("_sip._tls.warm-up.invalid", Kind.SRV);
                DatagramPacket query = new DatagramPacket(new byte[512], 512);
                echo.receive(query);
                query.getData()[2] |= (byte) 0x80; // an answer (RFC 1035 §4.1.1)
                query.getData()[3] = Rcode.NXDOMAIN;
                echo.send(query);
                told.get(WARM_UP_MILLIS, TimeUnit.MILLISECONDS);
            }
        } catch (IOException | PlanException | ExecutionException | TimeoutException e) {
            // Then the first answer shows a longer time than it took.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Asks; the answer comes on the event loop. */
    public CompletableFuture<Said> ask(String name, Kind kind) {
        CompletableFuture<Said> told = new CompletableFuture<>();
        try {
            DnsQuestion question = DnsQuestion.of(name, kind.type);
            sockets.loop().execute(() -> ask(question, answer -> told.complete(said(name, kind, answer))));
        } catch (TextParseException e) {
            told.complete(new Said(name, kind, List.of(), List.of(), null, "\"" + name + "\" is no name", null, 0, 0));
        }
        return told;
    }

    /** Every question is asked once. */
    private void ask(DnsQuestion question, DnsLookup.Taker taker) {
        DnsAnswer known = heard.get(question);
        if (known != null) {
            taker.answered(known);
            return;
        }
        client.ask(question, answer -> {
            heard.put(question, answer);
            taker.answered(answer);
        });
    }

    /**
     * Where a client's walk leads.
     *
     * @param targets in the order in which they are tried; empty when there is a fault
     */
    public record Walked(List<Target> targets, @Nullable Fault fault, String detail) {}

    /** Walks as a simulated client does, on what this server says; see {@link ClientWalk}. */
    public CompletableFuture<Walked> walk(ClientProfile profile, int strictName, String domain) {
        CompletableFuture<Walked> walked = new CompletableFuture<>();
        ClientWalk walk = new ClientWalk(profile, strictName, new AddressLookup(false));
        sockets.loop()
                .execute(() -> walk.locate(this::ask, domain, 0, new Locator.Located() {
                    @Override
                    public void located(List<Target> targets) {
                        walked.complete(new Walked(List.copyOf(targets), null, ""));
                    }

                    @Override
                    public void notLocated(Fault fault, String detail) {
                        walked.complete(new Walked(List.of(), fault, detail));
                    }
                }));
        return walked;
    }

    private static Said said(String name, Kind kind, DnsAnswer answer) {
        List<Service> services = answer.services().stream()
                .map(srv -> new Service(
                        srv.getPriority(),
                        srv.getWeight(),
                        srv.getPort(),
                        srv.getTarget().toString(srv.getTarget().labels() > 1)))
                .toList();
        return new Said(
                name,
                kind,
                services,
                answer.addresses(),
                answer.fault(),
                answer.text(),
                answer.alias(),
                answer.ttlSeconds(),
                answer.tookNanos());
    }

    @Override
    public void close() {
        sockets.loop().execute(client::close);
    }
}
