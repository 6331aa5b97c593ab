package rollcall.check;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import rollcall.check.ServerProbe.Knock;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.plan.Transport;
import rollcall.tls.CertificateInspection;
import rollcall.tls.TlsRefusal;

/** One server that the records lead to, at every address it has: does it answer, and is it the right one? */
final class ServerCheck {
    private static final Duration SOON = Duration.ofDays(30);
    private static final int SHORT_RSA = 2048;
    private static final int SHORT_EC = 224;

    private final String domain;
    private final List<ServerProbe> probes;
    private final CertificateInspection.Roots roots;
    private final Instant now;

    /** @param probes one for each protocol version, the newest last */
    ServerCheck(String domain, List<ServerProbe> probes, CertificateInspection.Roots roots, Instant now) {
        this.domain = domain;
        this.probes = probes;
        this.roots = roots;
        this.now = now;
    }

    Step run(Target target, List<InetAddress> addresses) {
        Step step = new Step(target.authority() + (target.transport() == Transport.TLS ? " over TLS" : " over TCP"));
        Map<InetAddress, String> faces = new LinkedHashMap<>();
        Map<InetAddress, List<CompletableFuture<Knock>>> asked = new LinkedHashMap<>();
        for (InetAddress address : addresses) {
            List<CompletableFuture<Knock>> knocks = new ArrayList<>();
            probes.forEach(probe -> knocks.add(probe.knock(target.host(), address, target.port())));
            asked.put(address, knocks);
        }
        asked.forEach((address, knocks) -> {
            Step below = step.below(new Step(address.getHostAddress() + " port " + target.port()));
            faces.put(
                    address,
                    judge(target, knocks.stream().map(CompletableFuture::join).toList(), below));
        });
        if (faces.values().stream().distinct().count() > 1) {
            Found differ = new Found(TlsFinding.MEMBERS_DIFFER, faces.toString());
            step.found(differ);
        }
        return step;
    }

    /** @return what the server looks like, to be compared with its fellows */
    private String judge(Target target, List<Knock> knocks, Step step) {
        Knock best = null;
        StringBuilder versions = new StringBuilder();
        for (int i = 0; i < knocks.size(); i++) {
            Knock knock = knocks.get(i);
            if (knock.fault() == null) {
                best = knock;
                versions.append(versions.isEmpty() ? "" : ", ").append(knock.agreed());
            }
        }
        if (best == null) {
            Knock first = knocks.get(knocks.size() - 1);
            step.found(new Found(finding(knocks), first.detail()));
            return String.valueOf(first.fault());
        }
        step.detail(String.format(
                Locale.ROOT,
                "connected in %.1f ms, handshake in %.1f ms",
                best.connectNanos() / 1e6,
                best.handshakeNanos() / 1e6));
        step.detail("speaks " + versions);
        for (Knock knock : knocks) {
            if (knock.fault() == Fault.TLS_CLIENT_CERT_REQUIRED) {
                // with TLS 1.3 the handshake is over before the server looks for the client's certificate
                step.found(new Found(TlsFinding.CLIENT_CERTIFICATE, knock.detail()));
                break;
            }
        }
        if (!best.agreed().startsWith("TLSv1.2") && !best.agreed().startsWith("TLSv1.3")) {
            step.found(new Found(TlsFinding.OLD_PROTOCOLS, "speaks " + versions));
        }
        CertificateInspection certificate = CertificateInspection.of(best.sent(), roots, now);
        judge(target, certificate, step);
        return versions + " " + certificate.serial();
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

    private void judge(Target target, CertificateInspection certificate, Step step) {
        step.detail("certificate for " + certificate.names());
        step.detail("issued by " + certificate.issuer() + ", valid until "
                + certificate.notAfter().toString().substring(0, 10) + ", " + certificate.key() + ", "
                + certificate.signature());
        add(step, TlsFinding.NAME, certificate.name(target.host()), namesRepair(target.host(), certificate));
        TlsRefusal chain = certificate.chain();
        if (chain != null && chain.fault() == Fault.TLS_CERT_UNKNOWN_ROOT && certificate.isAlone()) {
            // it cannot be told from here whether the issuer is a root or an intermediate: the detail says what was
            // seen
            add(step, TlsFinding.UNKNOWN_ROOT, chain);
        } else if (chain != null) {
            add(step, TlsFinding.UNKNOWN_ROOT, chain);
        } else if (!certificate.isInOrder()) {
            step.found(new Found(TlsFinding.ORDER, "as sent"));
        }
        TlsRefusal dates = certificate.dates();
        if (dates != null) {
            boolean expired = dates.fault() == Fault.TLS_CERT_EXPIRED;
            add(step, expired ? TlsFinding.EXPIRED : TlsFinding.NOT_YET_VALID, dates);
        } else if (certificate.notAfter().isBefore(now.plus(SOON))) {
            step.found(new Found(
                    TlsFinding.EXPIRES_SOON,
                    "on " + certificate.notAfter().toString().substring(0, 10) + ", in "
                            + Duration.between(now, certificate.notAfter()).toDays() + " days"));
        }
        add(step, TlsFinding.PURPOSE, certificate.purpose());
        if (certificate.lacksCommonNameAmongAlternatives()) {
            step.found(new Found(
                    TlsFinding.COMMON_NAME,
                    "\"" + certificate.commonName() + "\" is missing among " + certificate.names(),
                    namesRepair(target.host(), certificate)));
        }
        if (certificate.isByWildcard(target.host())) {
            step.found(new Found(
                    TlsFinding.WILDCARD,
                    target.host() + " against " + certificate.names(),
                    namesRepair(target.host(), certificate)));
        }
        int bits = certificate.keyBits();
        if (bits > 0 && bits < (certificate.isRsa() ? SHORT_RSA : SHORT_EC)) {
            step.found(new Found(TlsFinding.KEY_SIZE, certificate.key()));
        }
        String signature = certificate.signature().toUpperCase(Locale.ROOT);
        if (signature.startsWith("SHA1") || signature.startsWith("MD5")) {
            step.found(new Found(TlsFinding.WEAK_SIGNATURE, certificate.signature()));
        }
        if (!certificate.namesRevocationList()) {
            step.found(new Found(TlsFinding.NO_REVOCATION_LIST, "certificate for " + certificate.names()));
        }
    }

    private static void add(Step step, TlsFinding finding, @Nullable TlsRefusal refusal, Repair... repairs) {
        if (refusal != null) {
            step.found(new Found(finding, refusal.detail(), repairs));
        }
    }

    /** The names for a new certificate: what it has that is right, and what is missing. */
    private Repair namesRepair(String host, CertificateInspection certificate) {
        List<String> names = new ArrayList<>();
        names.add(host);
        String commonName = certificate.commonName();
        if (commonName != null && !commonName.startsWith("*.") && !names.contains(commonName)) {
            names.add(commonName);
        }
        if (!names.contains("sip." + domain)) {
            names.add("sip." + domain);
        }
        return new Repair(
                "in the request for a new certificate",
                "subject: CN=" + host + System.lineSeparator() + "subject alternative names: DNS:"
                        + String.join(", DNS:", names));
    }
}
