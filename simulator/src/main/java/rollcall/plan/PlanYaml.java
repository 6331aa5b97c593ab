package rollcall.plan;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Plan → scenario in which nothing is left open: reading it back gives an equal plan. Secrets are left out; where one
 * came from is said, and where that is not known it has to be given anew.
 */
public final class PlanYaml {
    private final StringBuilder out = new StringBuilder();

    private PlanYaml() {}

    /** The plan as a scenario. */
    public static String write(Plan plan) {
        PlanYaml yaml = new PlanYaml();
        yaml.plan(plan);
        return yaml.out.toString();
    }

    private void plan(Plan plan) {
        line(0, "name", quoted(plan.name()));
        line(0, "seed", Long.toString(plan.seed()));
        target(0, plan.target());
        clients(plan);
        users(plan.accounts());
        line(0, "endpoints", Integer.toString(plan.endpoints()));
        auth(plan.auth());
        tls(plan.tls());
        dns(plan.dns());
        line(0, "load", "");
        for (Phase phase : plan.load()) {
            out.append("  - ").append(phase(phase)).append('\n');
        }
        session(plan.session());
        if (!plan.storms().isEmpty()) {
            line(0, "storms", "");
        }
        for (StormPlan storm : plan.storms()) {
            out.append("  - {at: ")
                    .append(Quantities.duration(storm.atNanos()))
                    .append(", drop: ")
                    .append(quoted(storm.drop()))
                    .append(storm.reset() ? ", by: reset}\n" : ", by: close}\n");
        }
        line(0, "sources", list(plan.sources()));
        guards(plan.guards());
        limits(plan.limits());
        if (plan.find() == null) {
            line(0, "thresholds", expressions(plan.thresholds()));
        }
    }

    private void target(int depth, TargetPlan target) {
        line(depth, "target", "");
        if (target instanceof TargetPlan.Mock mock) {
            line(1, "mock", "");
            mock(mock.mock());
        } else if (target instanceof TargetPlan.Automatic automatic) {
            line(depth + 1, "automatic", "");
            line(depth + 2, "domain", quoted(automatic.domain()));
            line(depth + 2, "dns", servers(automatic.dns()));
        } else if (target instanceof TargetPlan.Server server) {
            line(depth + 1, "server", "");
            line(depth + 2, "address", quoted(authority(server.host(), server.port())));
            line(depth + 2, "transport", server.transport().word());
            line(depth + 2, "dns", servers(server.dns()));
        }
    }

    private void mock(MockPlan mock) {
        line(2, "domain", quoted(mock.domain()));
        line(2, "users", Integer.toString(mock.users()));
        line(2, "auth", list(mock.auth().schemes()));
        password(2, mock.auth().password());
        line(2, "version", Integer.toString(mock.auth().version()));
        line(2, "timestamp", Boolean.toString(mock.auth().timestamp()));
        if (mock.auth().keytab() != null) {
            line(2, "keytab", quoted(mock.auth().keytab().toString()));
        }
        line(2, "director", Boolean.toString(mock.director()));
        line(2, "frontEnds", Integer.toString(mock.frontEnds()));
        EdgePlan edge = mock.edge();
        if (edge == null) {
            line(2, "edge", "false");
        } else {
            line(2, "edge", "");
            line(3, "edges", Integer.toString(edge.edges()));
            line(3, "domains", list(edge.domains()));
            line(3, "publicIm", list(edge.publicIm()));
            line(3, "port", Integer.toString(edge.port()));
        }
        line(2, "latency", Quantities.duration(mock.latencyNanos()));
        line(2, "expires", Integer.toString(mock.expiresSeconds()));
        line(2, "key", mock.key());
        line(2, "faults", list(mock.faults()));
        line(2, "bind", quoted(mock.bind()));
        line(2, "dnsPort", Integer.toString(mock.dnsPort()));
        line(2, "sipPort", Integer.toString(mock.tlsPort()));
        line(2, "tcpPort", Integer.toString(mock.tcpPort()));
    }

    private void clients(Plan plan) {
        ClientKind first = plan.kinds().get(0);
        if (plan.kinds().size() == 1 && first.equals(theOnly(plan))) {
            line(0, "client", "");
            profile(1, first.profile());
            return;
        }
        line(0, "clients", "");
        for (ClientKind kind : plan.kinds()) {
            out.append("  - name: ").append(quoted(kind.name())).append('\n');
            line(2, "share", Quantities.percent(kind.share()));
            profile(2, kind.profile());
            if (!kind.target().equals(plan.target())) {
                target(2, kind.target());
            }
            if (!kind.auth().equals(plan.auth())) {
                line(2, "auth", "{scheme: " + ClientsReader.word(kind.auth().scheme()) + "}");
            }
        }
    }

    /** What {@code client} gives. */
    private static ClientKind theOnly(Plan plan) {
        ClientProfile profile = plan.kinds().get(0).profile();
        return new ClientKind(profile.id(), ClientKind.ALL, profile, plan.target(), plan.auth());
    }

    private void profile(int depth, ClientProfile profile) {
        line(depth, "like", profile.id());
        line(
                depth,
                "discovery",
                list(profile.discovery().stream()
                        .map(ClientProfile.Discovery::name)
                        .toList()));
        line(
                depth,
                "fallbacks",
                list(profile.fallbacks().stream()
                        .map(each -> each.label() + ":" + each.port())
                        .toList()));
    }

    private void users(Accounts accounts) {
        line(0, "users", "");
        if (accounts instanceof PatternAccounts pattern) {
            line(1, "pattern", quoted(pattern.pattern()));
            line(1, "logonName", quoted(pattern.logonName().pattern()));
            password(1, pattern.password());
        } else if (accounts instanceof CsvAccounts csv) {
            line(1, "csv", quoted(csv.file().toString()));
            if (!csv.named().isEmpty()) {
                line(1, "columns", list(csv.named()));
            }
            line(1, "count", Integer.toString(csv.size()));
            line(1, "logonName", quoted(csv.logonName().pattern()));
            password(1, csv.password());
        }
    }

    private void password(int depth, @Nullable Secret password) {
        if (password == null) {
            return;
        }
        String origin = password.origin();
        if (origin == null) {
            out.append("  ".repeat(depth)).append("# password: left out\n");
            return;
        }
        int colon = origin.indexOf(':');
        String from = quoted(origin.substring(colon + 1).strip());
        line(depth, "password", "{" + origin.substring(0, colon) + ": " + from + "}");
    }

    private void auth(AuthPlan auth) {
        line(0, "auth", "");
        line(1, "scheme", ClientsReader.word(auth.scheme()));
        AuthPlan.Kerberos kerberos = auth.kerberos();
        line(1, "kerberos", "");
        if (kerberos.config() != null) {
            line(2, "config", quoted(kerberos.config().toString()));
        }
        if (kerberos.realm() != null) {
            line(2, "realm", quoted(kerberos.realm()));
        }
        if (kerberos.keytab() != null) {
            line(2, "keytab", quoted(kerberos.keytab().toString()));
        }
        line(2, "ticketCache", Boolean.toString(kerberos.ticketCache()));
        line(2, "logins", Integer.toString(kerberos.logins()));
    }

    private void tls(TlsPlan tls) {
        line(0, "tls", "");
        line(1, "engine", tls.engine().word());
        if (tls.trust() != null) {
            line(1, "trust", quoted(tls.trust().toString()));
        }
        line(1, "protocols", list(tls.protocols()));
        line(1, "ciphers", list(tls.ciphers()));
        line(1, "resume", Boolean.toString(tls.resume()));
        line(1, "verify", Boolean.toString(tls.verify()));
        if (tls.keyLog() != null) {
            line(1, "keyLog", quoted(tls.keyLog().toString()));
        }
        if (tls.certificate() != null) {
            line(1, "certificate", quoted(tls.certificate().certificate().toString()));
            line(1, "key", quoted(tls.certificate().key().toString()));
        }
    }

    private void dns(DnsPlan dns) {
        line(0, "dns", "");
        line(1, "cache", dns.cache().word());
        line(1, "timeout", Quantities.duration(dns.timeoutNanos()));
        line(1, "tries", Integer.toString(dns.tries()));
        line(1, "maxInFlight", Integer.toString(dns.maxInFlight()));
        line(1, "ipv6", Boolean.toString(dns.ipv6()));
        line(1, "strictName", Integer.toString(dns.strictName()));
    }

    /** One phase as an item of {@code load}. */
    static String phase(Phase phase) {
        if (phase instanceof Phase.Preparation preparation) {
            return "{" + phase(preparation.phase()) + ", measured: false}";
        }
        if (phase instanceof Phase.Ramp ramp) {
            return "ramp: {from: " + Quantities.rate(ramp.fromPerSecond()) + ", to: "
                    + Quantities.rate(ramp.toPerSecond()) + ", over: " + Quantities.duration(ramp.overNanos()) + "}";
        } else if (phase instanceof Phase.Hold hold) {
            return "hold: {rate: " + Quantities.rate(hold.perSecond()) + ", clients: " + hold.clients() + "}";
        } else if (phase instanceof Phase.Poisson poisson) {
            return "poisson: {rate: " + Quantities.rate(poisson.perSecond()) + ", clients: " + poisson.clients() + "}";
        } else if (phase instanceof Phase.AtOnce atOnce) {
            return "atOnce: {clients: " + atOnce.clients() + "}";
        } else if (phase instanceof Phase.Profile profile) {
            return "profile: {points: "
                    + list(profile.points().stream().map(Phase.Point::toString).toList()) + "}";
        } else if (phase instanceof Phase.Parallel parallel) {
            return "parallel: ["
                    + String.join(
                            ", ",
                            parallel.tracks().stream().map(PlanYaml::track).toList())
                    + "]";
        }
        if (phase instanceof Phase.Find find) {
            return "find: {start: " + Quantities.rate(find.startPerSecond()) + ", step: "
                    + Quantities.percent(find.step()) + ", for: " + Quantities.duration(find.forNanos()) + ", while: "
                    + expressions(find.conditions()) + ", most: " + Quantities.rate(find.mostPerSecond())
                    + ", precision: " + Quantities.percent(find.precision()) + ", confirm: " + find.confirmations()
                    + "}";
        }
        if (phase instanceof Phase.ClosedLoop loop) {
            return "users: {count: " + loop.users() + ", think: " + Quantities.duration(loop.thinkNanos()) + ", over: "
                    + Quantities.duration(loop.overNanos()) + ", for: " + Quantities.duration(loop.durationNanos())
                    + "}";
        }
        return "pause: {for: " + Quantities.duration(((Phase.Pause) phase).forNanos()) + "}";
    }

    private static String expressions(List<Threshold> thresholds) {
        return list(thresholds.stream().map(Threshold::written).toList());
    }

    private static String track(List<Phase> phases) {
        return "["
                + String.join(
                        ", ",
                        phases.stream()
                                .map(PlanYaml::phase)
                                .map(text -> text.startsWith("{") ? text : "{" + text + "}")
                                .toList())
                + "]";
    }

    private void session(SessionPlan session) {
        line(0, "session", "");
        line(1, "stay", Quantities.duration(session.stayNanos()));
        line(1, "stayFrom", session.stayFrom().word());
        line(1, "refresh", Boolean.toString(session.refresh()));
        line(1, "keepAlive", Boolean.toString(session.keepAlive()));
        line(1, "signOut", Boolean.toString(session.signOut()));
        line(1, "subscribe", Boolean.toString(session.subscribe()));
        line(1, "publish", Boolean.toString(session.publish()));
        line(1, "unsubscribe", Boolean.toString(session.unsubscribe()));
        line(1, "contacts", Integer.toString(session.contacts()));
        line(1, "reauthenticate", Quantities.duration(session.reauthenticateNanos()));
        WebPlan web = session.web();
        if (web != null) {
            line(1, "addressBook", web.addressBook().word());
            line(1, "addressBookWithin", Quantities.duration(web.withinNanos()));
            if (web.partBytes() > 0) {
                line(1, "addressBookPartBytes", Integer.toString(web.partBytes()));
            }
            line(1, "groups", list(web.groups()));
            line(1, "webTimeout", Quantities.duration(web.timeoutNanos()));
            line(1, "mras", Boolean.toString(web.mras()));
        }
        ComeBack comeBack = session.comeBack();
        if (comeBack != null) {
            line(1, "comeBack", "");
            line(2, "after", Quantities.duration(comeBack.afterNanos()));
            line(2, "most", Quantities.duration(comeBack.mostNanos()));
            line(2, "jitter", Quantities.number(100 * comeBack.jitter()) + "%");
            line(2, "tries", Integer.toString(comeBack.tries()));
        }
    }

    private void guards(GuardPlan guards) {
        line(0, "guards", "");
        line(1, "maxRefusedPasswords", Integer.toString(guards.maxRefusedPasswords()));
        line(1, "allow", list(guards.allow()));
        line(1, "maxPerSecond", Quantities.rate(guards.maxPerSecond()));
        line(1, "canary", Boolean.toString(guards.canary()));
        line(1, "maxDuration", Quantities.duration(guards.maxDurationNanos()));
    }

    private void limits(LimitPlan limits) {
        line(0, "limits", "");
        line(1, "connect", Quantities.duration(limits.connectNanos()));
        line(1, "tls", Quantities.duration(limits.tlsNanos()));
        line(1, "answer", Quantities.duration(limits.answerNanos()));
        line(1, "signOut", Quantities.duration(limits.signOutNanos()));
        line(1, "maxRedirects", Integer.toString(limits.maxRedirects()));
        line(1, "maxChallenges", Integer.toString(limits.maxChallenges()));
        line(1, "maxRetries", Integer.toString(limits.maxRetries()));
        line(1, "retry", Quantities.duration(limits.retryNanos()));
        line(1, "mostRetry", Quantities.duration(limits.mostRetryNanos()));
    }

    private void line(int depth, String key, String value) {
        out.append("  ".repeat(depth))
                .append(key)
                .append(value.isEmpty() ? ":" : ": ")
                .append(value)
                .append('\n');
    }

    private static String servers(List<InetSocketAddress> servers) {
        List<String> texts = new ArrayList<>();
        for (InetSocketAddress server : servers) {
            String address = Objects.requireNonNull(server.getAddress()).getHostAddress();
            texts.add(authority(address, server.getPort()));
        }
        return list(texts);
    }

    private static String authority(String host, int port) {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    private static String list(List<String> texts) {
        return "[" + String.join(", ", texts.stream().map(PlanYaml::quoted).toList()) + "]";
    }

    /** Text as a YAML scalar: in quotes unless it is a plain word. */
    private static String quoted(String text) {
        boolean plain = !text.isEmpty()
                && Character.isLetterOrDigit(text.charAt(0))
                && text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || "._-/".indexOf(c) >= 0))
                && !List.of("null", "Null", "NULL").contains(text);
        if (plain) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                default -> quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
