package rollcall.plan;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Scenario → plan: asks every section for its values and decides everything that is left open. */
final class Planner {
    private static final long SECOND = 1_000_000_000L;
    private static final int MAX_NAME = 80;

    /** RFC 5321 §4.5.3.1.3, without the angle brackets. */
    private static final int MOST_MAIL_ADDRESS = 254;

    private final Section root;
    private final Problems problems;
    private final Surroundings surroundings;

    Planner(Section root, Surroundings surroundings) {
        this.root = root;
        this.problems = root.problems();
        this.surroundings = surroundings;
    }

    /** The plan; worth something only when no problem was noted. */
    Plan plan() {
        String name = root.scalar("name", surroundings.name(), nameExpected(), Planner::name);
        AuthPlan auth = auth(root.section("auth"));
        TargetReader.Result target = new TargetReader(root, surroundings, auth.scheme()).read();
        List<ClientKind> kinds = new ClientsReader(root, target, auth).read();
        TlsPlan tls = tls(root.section("tls"));
        DnsPlan dns = dns(root.section("dns"), kinds);
        GuardPlan guards = guards(root.section("guards"));
        int endpoints = root.count("endpoints", 1, 1, Bounds.MOST_ENDPOINTS);
        List<Phase> load = new LoadReader(root, surroundings, target.accounts().size(), endpoints).read();
        SessionPlan session = session(root.section("session"));
        List<StormPlan> storms = StormsReader.read(root);
        List<String> sources = sources();
        LimitPlan limits = limits(root.section("limits"));
        boolean closedLoop = load.stream().anyMatch(Phase.ClosedLoop.class::isInstance);
        boolean search = load.stream().anyMatch(Phase.Find.class::isInstance);
        if (search && root.has("thresholds")) {
            root.problem("thresholds", "a search has its conditions under load[0].find.while");
        }
        List<Threshold> thresholds = search ? List.of() : Thresholds.read(root, "thresholds", Thresholds.DEFAULT);
        if (search && session.stayFrom() == SessionPlan.StayFrom.ALL_SIGNED_IN) {
            root.problem("session", "a search needs stayFrom: signIn, since there is no last sign-in to wait for");
        }
        if (closedLoop && session.stayFrom() == SessionPlan.StayFrom.ALL_SIGNED_IN) {
            root.problem("session", "a closed loop needs stayFrom: signIn: who waits for all others never comes again");
        }
        // Call-IDs and tags come from the seed too: a fixed default would offer a real registrar the Call-IDs of the
        // run before with smaller CSeq numbers, which RFC 3261 §10.3 has it refuse.
        long seed = root.longCount("seed", new SplittableRandom().nextInt(1, 1_000_000_000), 0, Integer.MAX_VALUE);
        root.end();
        return new Plan(
                name,
                target.target(),
                kinds,
                target.accounts(),
                endpoints,
                auth,
                tls,
                dns,
                load,
                session,
                storms,
                sources,
                guards,
                limits,
                thresholds,
                seed);
    }

    static String nameExpected() {
        return "a name of letters, digits, dots, dashes and underscores (a folder is named after it)";
    }

    static @Nullable String name(String text) {
        boolean fits = !text.isEmpty()
                && text.length() <= MAX_NAME
                && !text.startsWith(".")
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "._-".indexOf(c) >= 0);
        return fits ? text : null;
    }

    private AuthPlan auth(Section auth) {
        AuthPlan.Scheme scheme =
                auth.choice("scheme", AuthPlan.Scheme.AUTO, AuthPlan.Scheme.values(), ClientsReader::word);
        AuthPlan.Kerberos kerberos = kerberos(auth.section("kerberos"));
        auth.end();
        return new AuthPlan(scheme, kerberos);
    }

    private AuthPlan.Kerberos kerberos(Section kerberos) {
        AuthPlan.Kerberos usual = AuthPlan.Kerberos.DEFAULT;
        Path config = file(kerberos, "config");
        Path keytab = file(kerberos, "keytab");
        String realm = kerberos.has("realm")
                ? kerberos.scalar(
                        "realm", "", "a realm such as EXAMPLE.COM", text -> Addresses.isName(text) ? text : null)
                : null;
        boolean ticketCache = kerberos.flag("ticketCache", usual.ticketCache());
        if (ticketCache && keytab != null) {
            kerberos.problem("ticketCache", "either the current user's tickets or a keytab, not both");
        }
        int logins = kerberos.count("logins", usual.logins(), 1, 256);
        kerberos.end();
        return new AuthPlan.Kerberos(config, realm, keytab, ticketCache, logins);
    }

    private @Nullable Path file(Section section, String key) {
        Path file = path(section, key);
        if (file != null && !Files.isRegularFile(file)) {
            section.problem(key, "there is no file " + file);
        }
        return file;
    }

    private TlsPlan tls(Section tls) {
        TlsPlan.Engine engine =
                tls.choice("engine", TlsPlan.Engine.BORINGSSL, TlsPlan.Engine.values(), TlsPlan.Engine::word);
        Path trust = file(tls, "trust");
        List<String> known = List.of("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3");
        List<String> protocols = tls.items(
                "protocols",
                List.of("TLSv1.2", "TLSv1.3"),
                "one of " + String.join(", ", known),
                text -> known.contains(text) ? text : null);
        if (protocols.isEmpty() && tls.list("protocols", true).isEmpty()) {
            tls.problem("protocols", "expected at least one of " + String.join(", ", known));
        }
        List<String> ciphers = tls.items(
                "ciphers",
                List.of(),
                "an IANA name such as TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                text -> text.matches("[A-Z0-9_]+") ? text : null);
        boolean resume = tls.flag("resume", false);
        boolean verify = tls.flag("verify", true);
        if (!verify) {
            problems.warn(tls.place("verify"), "tls.verify", "any certificate is accepted; no real client does that");
        }
        Path keyLog = path(tls, "keyLog");
        if (keyLog != null) {
            problems.warn(
                    tls.place("keyLog"), "tls.keyLog", "the secrets of every connection are written to " + keyLog);
        }
        ClientCertificate certificate = clientCertificate(tls);
        if (resume && certificate != null && certificate.perUser()) {
            tls.problem("resume", "a resumed session would show the server another user's certificate");
        }
        tls.end();
        return new TlsPlan(engine, trust, protocols, ciphers, resume, verify, keyLog, certificate);
    }

    private @Nullable ClientCertificate clientCertificate(Section tls) {
        Path certificate = fileOrPattern(tls, "certificate");
        Path key = fileOrPattern(tls, "key");
        if (certificate == null && key != null) {
            tls.problem("key", "needs a certificate that it belongs to");
        }
        return certificate == null ? null : new ClientCertificate(certificate, key == null ? certificate : key);
    }

    /** With the users' names in it, there are as many files as users; who needs them looks for them. */
    private @Nullable Path fileOrPattern(Section section, String key) {
        Path file = path(section, key);
        return file != null && ClientCertificate.isPattern(file) ? file : file(section, key);
    }

    private @Nullable Path path(Section section, String key) {
        return section.has(key) ? surroundings.resolve(section.text(key, key), section.place(key)) : null;
    }

    private static DnsPlan dns(Section dns, List<ClientKind> kinds) {
        int strictName = kinds.stream()
                .mapToInt(kind -> kind.profile().strictName())
                .max()
                .orElse(1);
        DnsPlan plan = new DnsPlan(
                dns.choice("cache", DnsPlan.Cache.PER_CLIENT, DnsPlan.Cache.values(), DnsPlan.Cache::word),
                dns.duration("timeout", 2 * SECOND, 1_000_000),
                dns.count("tries", 3, 1, 10),
                dns.count("maxInFlight", 4096, 1, 65_536),
                dns.flag("ipv6", false),
                dns.count("strictName", strictName, 1, 4));
        dns.end();
        return plan;
    }

    private static SessionPlan session(Section session) {
        SessionPlan plan = new SessionPlan(
                session.duration("stay", 5 * SECOND, 0),
                session.choice(
                        "stayFrom",
                        SessionPlan.StayFrom.SIGN_IN,
                        SessionPlan.StayFrom.values(),
                        SessionPlan.StayFrom::word),
                session.flag("refresh", true),
                session.flag("keepAlive", true),
                session.flag("signOut", true),
                session.flag("subscribe", false),
                session.flag("publish", false),
                session.count("contacts", 0, 0, Bounds.MOST_CONTACTS),
                session.duration("reauthenticate", SessionPlan.REAUTHENTICATE_NANOS, SECOND),
                session.has("comeBack") ? comeBack(session.section("comeBack")) : null,
                web(session),
                session.flag("unsubscribe", false));
        if (plan.unsubscribe() && !(plan.signOut() && (plan.subscribe() || plan.contacts() > 0))) {
            session.problem(
                    "unsubscribe", "needs signOut: true, and something that ends: subscribe: true, or contacts");
        }
        if (plan.publish() && !plan.subscribe()) {
            session.problem(
                    "publish", "needs subscribe: true, since a client learns there what it has published before");
        }
        if (plan.web() != null && !plan.subscribe()) {
            session.problem(
                    session.has("groups") ? "groups" : session.has("mras") ? "mras" : "addressBook",
                    "needs subscribe: true, since a client learns there where these services are");
        }
        session.end();
        return plan;
    }

    private static @Nullable WebPlan web(Section session) {
        WebPlan.Book book = session.choice("addressBook", WebPlan.Book.NONE, WebPlan.Book.values(), WebPlan.Book::word);
        long within = session.duration("addressBookWithin", 0, 0);
        int part = session.count("addressBookPartBytes", 0, Bounds.SMALLEST_PART_BYTES, Bounds.LARGEST_PART_BYTES);
        if (part > 0 && book == WebPlan.Book.NONE) {
            session.problem("addressBookPartBytes", "needs addressBook: full or delta, the file that comes in parts");
        }
        List<String> groups = session.items(
                "groups",
                List.of(),
                "the mail address of a distribution group such as sales@example.com",
                text -> text.indexOf('@') > 0 && text.length() <= MOST_MAIL_ADDRESS ? text : null);
        long timeout = session.duration("webTimeout", WebPlan.TIMEOUT_NANOS, 1_000_000);
        boolean mras = session.flag("mras", false);
        return book == WebPlan.Book.NONE && groups.isEmpty() && !mras
                ? null
                : new WebPlan(book, within, part, groups, timeout, mras);
    }

    private static ComeBack comeBack(Section section) {
        ComeBack usual = ComeBack.DEFAULT;
        long after = section.duration("after", usual.afterNanos(), 1_000_000);
        ComeBack comeBack = new ComeBack(
                after,
                section.duration("most", Math.max(after, usual.mostNanos()), 1_000_000),
                section.scalar("jitter", usual.jitter(), "a percentage such as 50%", text -> {
                    double share = Quantities.share(text);
                    return share >= 0 && share <= 1 ? share : null;
                }),
                section.count("tries", usual.tries(), 1, 1_000));
        if (comeBack.mostNanos() < after) {
            section.problem("most", "is less than after");
        }
        section.end();
        return comeBack;
    }

    private List<String> sources() {
        List<String> addresses = new ArrayList<>();
        String expected = "a local address or range such as 127.0.0.2 or 127.0.0.0/24";
        for (List<String> each : root.items("sources", List.of(), expected, Addresses::expand)) {
            addresses.addAll(each);
        }
        List<String> distinct = addresses.stream().distinct().toList();
        if (distinct.size() > Bounds.MOST_SOURCES) {
            root.problem("sources", "more than " + Bounds.MOST_SOURCES + " addresses; expected a smaller range");
        }
        for (String address : distinct) {
            if (!Addresses.canBeSource(address)) {
                root.problem("sources", "nothing can connect from " + address);
                break;
            }
        }
        return distinct;
    }

    private GuardPlan guards(Section guards) {
        GuardPlan plan = new GuardPlan(
                guards.count("maxRefusedPasswords", 1, 1, Bounds.MOST_USERS),
                guards.items(
                        "allow",
                        List.of(),
                        "a host name, an address or a range such as 192.0.2.0/24",
                        text -> Addresses.isHostOrRange(text) ? text : null),
                guards.scalar("maxPerSecond", 12.0, Quantities.A_RATE + ", or a number", text -> {
                    double number = Quantities.number(text);
                    double perSecond = Double.isNaN(number) ? Quantities.perSecond(text) : number;
                    return perSecond > 0 && perSecond <= Bounds.HIGHEST_PER_SECOND ? perSecond : null;
                }),
                guards.flag("canary", true),
                guards.duration("maxDuration", GuardPlan.MAX_DURATION_NANOS, 1_000_000));
        if (!plan.canary()) {
            problems.warn(
                    guards.place("canary"),
                    "guards.canary",
                    "no client goes first to try its password: a wrong one may lock out as many users as sign in at once");
        }
        guards.end();
        return plan;
    }

    private static LimitPlan limits(Section limits) {
        LimitPlan usual = LimitPlan.DEFAULT;
        LimitPlan plan = new LimitPlan(
                limits.duration("connect", usual.connectNanos(), 1_000_000),
                limits.duration("tls", usual.tlsNanos(), 1_000_000),
                limits.duration("answer", usual.answerNanos(), 1_000_000),
                limits.duration("signOut", usual.signOutNanos(), 1_000_000),
                limits.count("maxRedirects", usual.maxRedirects(), 0, 20),
                limits.count("maxChallenges", usual.maxChallenges(), 0, 20),
                limits.count("maxRetries", usual.maxRetries(), 0, 100),
                limits.duration("retry", usual.retryNanos(), 1_000_000),
                limits.duration("mostRetry", usual.mostRetryNanos(), 1_000_000));
        limits.end();
        return plan;
    }
}
