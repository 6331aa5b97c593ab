package rollcall.check;

import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import rollcall.check.ServerProbe.Knock;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.plan.Transport;
import rollcall.tls.CertificateInspection;

/** One server that the records lead to, at every address it has: does it answer, and is it the right one? */
final class ServerCheck {
    private final Target target;
    private final CertificateInspection.Roots roots;
    private final CertificateCheck certificates;
    private final boolean legacy;
    private final Instant now;
    private final Map<InetAddress, List<CompletableFuture<Knock>>> asked = new LinkedHashMap<>();

    /**
     * Knocks at every address at once, with every protocol version; {@link #judge} waits for the answers.
     *
     * @param probes one for each protocol version, the newest last
     * @param legacy whether the client in question speaks what is older than TLS 1.2
     */
    ServerCheck(
            Target target,
            List<InetAddress> addresses,
            List<ServerProbe> probes,
            CertificateInspection.Roots roots,
            CertificateCheck certificates,
            boolean legacy,
            Instant now) {
        this.target = target;
        this.roots = roots;
        this.certificates = certificates;
        this.legacy = legacy;
        this.now = now;
        boolean secure = target.transport() == Transport.TLS;
        for (InetAddress address : addresses) {
            List<CompletableFuture<Knock>> knocks = new ArrayList<>();
            for (ServerProbe probe : secure ? probes : probes.subList(0, 1)) {
                knocks.add(probe.knock(target.host(), address, target.port(), secure));
            }
            asked.put(address, knocks);
        }
    }

    /**
     * What came of it.
     *
     * @param step a step below it for each address
     * @param members the servers behind the name, one for each address; empty when it has none
     */
    record Result(Target target, Step step, List<Member> members) {
        /** Whether both stand at the same addresses and ports, under whatever names. */
        boolean isSameMachine(Result other) {
            return target.port() == other.target.port() && addresses().equals(other.addresses());
        }

        private Set<InetAddress> addresses() {
            return members.stream().map(Member::address).collect(Collectors.toSet());
        }
    }

    /**
     * One server behind a name.
     *
     * @param obstacle why nobody can sign in there; null when nothing was found that prevents it
     * @param certificate what it showed; null when it showed none
     */
    record Member(
            InetAddress address,
            @Nullable TlsFinding obstacle,
            @Nullable CertificateInspection certificate) {}

    /** Waits for the answers, in bounded time, and judges them. */
    Result judge() {
        Step step = new Step(target.authority() + (target.transport() == Transport.TLS ? " over TLS" : " over TCP"));
        List<Member> members = new ArrayList<>();
        Map<String, String> faces = new LinkedHashMap<>();
        asked.forEach((address, knocks) -> {
            Step below = step.below(new Step(address.getHostAddress() + " port " + target.port()));
            List<Knock> answers = knocks.stream().map(CompletableFuture::join).toList();
            Knock best = best(answers);
            CertificateInspection certificate =
                    best == null || best.sent().isEmpty() ? null : CertificateInspection.of(best.sent(), roots, now);
            judge(answers, best, certificate, below);
            members.add(new Member(address, obstacle(below), certificate));
            faces.merge(
                    face(answers, certificate, below), address.getHostAddress(), (one, other) -> one + ", " + other);
        });
        if (faces.size() > 1) {
            StringJoiner text = new StringJoiner("; ");
            faces.forEach((face, addresses) -> text.add(addresses + ": " + face));
            step.found(new Found(TlsFinding.MEMBERS_DIFFER, text.toString()));
        }
        return new Result(target, step, List.copyOf(members));
    }

    private static @Nullable TlsFinding obstacle(Step step) {
        for (Found each : step.found()) {
            if (each.severity() == Severity.FAILURE && each.finding() instanceof TlsFinding finding) {
                return finding;
            }
        }
        return null;
    }

    /** The answer to the newest version that came to something. */
    private static @Nullable Knock best(List<Knock> knocks) {
        Knock best = null;
        for (Knock knock : knocks) {
            best = knock.fault() == null ? knock : best;
        }
        return best;
    }

    private static String versions(List<Knock> knocks) {
        StringJoiner versions = new StringJoiner(", ");
        knocks.stream().filter(each -> each.fault() == null).forEach(each -> versions.add(each.agreed()));
        return versions.toString();
    }

    /**
     * What a server looks like, to be compared with its fellows: not its serial number or dates, since each may have a
     * certificate of its own.
     */
    private static String face(List<Knock> knocks, @Nullable CertificateInspection certificate, Step step) {
        TreeSet<String> findings = new TreeSet<>();
        step.found().forEach(each -> findings.add(each.finding().id()));
        StringJoiner face = new StringJoiner(", ");
        if (certificate == null) {
            face.add(findings.isEmpty() ? "listens" : "no secured connection");
        } else {
            face.add(versions(knocks)).add("for " + certificate.names()).add("by " + certificate.issuer());
        }
        findings.forEach(face::add);
        return face.toString();
    }

    private void judge(
            List<Knock> knocks, @Nullable Knock best, @Nullable CertificateInspection certificate, Step step) {
        if (best == null) {
            Knock last = knocks.get(knocks.size() - 1);
            step.found(new Found(finding(knocks), last.detail()));
            return;
        }
        String connected = String.format(Locale.ROOT, "connected in %.1f ms", best.connectNanos() / 1e6);
        if (target.transport() != Transport.TLS) {
            step.detail(connected);
            return;
        }
        step.detail(connected + String.format(Locale.ROOT, ", handshake in %.1f ms", best.handshakeNanos() / 1e6));
        step.detail("speaks " + versions(knocks));
        for (Knock knock : knocks) {
            if (knock.fault() == Fault.TLS_CLIENT_CERT_REQUIRED) {
                // with TLS 1.3 the handshake is over before the server looks for the client's certificate
                step.found(new Found(TlsFinding.CLIENT_CERTIFICATE, knock.detail()));
                break;
            }
        }
        if (!best.agreed().startsWith("TLSv1.2") && !best.agreed().startsWith("TLSv1.3")) {
            step.found(new Found(TlsFinding.OLD_PROTOCOLS, "speaks " + versions(knocks)));
            if (!legacy) {
                step.found(new Found(TlsFinding.LEGACY, "speaks " + versions(knocks)));
            }
        }
        if (certificate == null) {
            step.found(new Found(TlsFinding.HANDSHAKE, "the server showed no certificate"));
            return;
        }
        certificates.judge(target.host(), certificate, step);
    }

    /** What all the failures together say; the most telling one counts. */
    private static TlsFinding finding(List<Knock> knocks) {
        TlsFinding finding = TlsFinding.NO_COMMON;
        for (Knock knock : knocks) {
            Fault fault = knock.fault();
            if (fault == null) {
                continue;
            }
            TlsFinding each = switch (fault) {
                case CONNECT_REFUSED -> TlsFinding.NO_LISTENER;
                case CONNECT_TIMEOUT -> TlsFinding.NO_ANSWER;
                case CONNECT_UNREACHABLE, CONNECT_RESET, CONNECT_FAILED -> TlsFinding.UNREACHABLE;
                case TLS_CLIENT_CERT_REQUIRED -> TlsFinding.CLIENT_CERTIFICATE;
                case TLS_NO_COMMON_PROTOCOL, TLS_NO_COMMON_CIPHER -> TlsFinding.NO_COMMON;
                case TLS_NOT_TLS -> TlsFinding.NOT_TLS;
                case TLS_TIMEOUT -> TlsFinding.SILENT;
                default -> TlsFinding.HANDSHAKE;
            };
            if (each != TlsFinding.NO_COMMON) {
                finding = each;
            }
        }
        return finding;
    }
}
