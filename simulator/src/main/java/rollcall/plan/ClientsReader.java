package rollcall.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Reads {@code client}, or {@code clients} with their shares. */
final class ClientsReader {
    private static final String CLIENTS = "clients";
    private static final List<String> TARGETS = List.of("automatic", "server");

    private final Section root;
    private final TargetReader.Result run;
    private final AuthPlan auth;

    /** @param run what holds for a kind without a target of its own, as does {@code auth} for one without a scheme */
    ClientsReader(Section root, TargetReader.Result run, AuthPlan auth) {
        this.root = root;
        this.run = run;
        this.auth = auth;
    }

    List<ClientKind> read() {
        Section client = root.section("client");
        ClientProfile only = ClientProfiles.read(client);
        client.end();
        if (!root.has(CLIENTS)) {
            return List.of(new ClientKind(only.id(), ClientKind.ALL, only, run.target(), auth));
        }
        if (root.has("client")) {
            root.problem(CLIENTS, "expected either client or clients, found both");
        }
        List<YamlValue> written = root.list(CLIENTS, false);
        if (written.isEmpty() || written.size() > Bounds.MOST_KINDS) {
            root.problem(CLIENTS, "expected a list of 1 to " + Bounds.MOST_KINDS + " kinds of clients");
            return List.of(new ClientKind(only.id(), ClientKind.ALL, only, run.target(), auth));
        }
        List<ClientKind> kinds = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < written.size(); i++) {
            Section section = Section.of(root.problems(), CLIENTS + "[" + i + "]", written.get(i));
            ClientKind kind = kind(section);
            if (!names.add(kind.name())) {
                section.problem(
                        "name", "two kinds are called " + kind.name() + "; expected a name of its own for each");
            }
            kinds.add(kind);
        }
        shares(kinds);
        return List.copyOf(kinds);
    }

    private void shares(List<ClientKind> kinds) {
        int sum = kinds.stream().mapToInt(ClientKind::basisPoints).sum();
        if (!root.problems().any() && sum != ClientKind.ALL) {
            root.problem(
                    CLIENTS,
                    "expected shares that add up to 100%, found " + Quantities.percent((double) sum / ClientKind.ALL));
        }
        int users = run.accounts().size();
        if (users < kinds.size()) {
            root.problem(CLIENTS, "expected a user for each kind or more, found " + users + " for " + kinds.size());
        }
    }

    private ClientKind kind(Section section) {
        ClientProfile profile = ClientProfiles.read(section);
        String name = section.scalar("name", profile.id(), Planner.nameExpected(), Planner::name);
        String expected = "a share of the users, more than 0% and to a hundredth of a percent, such as 12.5%";
        if (!section.has("share")) {
            section.missing("share", expected);
        }
        int basisPoints = section.scalar("share", 1, expected, text -> {
            double exact = Quantities.share(text) * ClientKind.ALL;
            int rounded = (int) Math.round(exact);
            return rounded >= 1 && rounded <= ClientKind.ALL && Math.abs(exact - rounded) < 1e-6 ? rounded : null;
        });
        TargetPlan target = section.has("target") ? target(section.section("target")) : run.target();
        ClientKind kind = new ClientKind(name, basisPoints, profile, target, auth(section.section("auth")));
        section.end();
        return kind;
    }

    /** Another pool than the run's, or another way to it. */
    private TargetPlan target(Section target) {
        if (run.target() instanceof TargetPlan.Mock) {
            target.problem(
                    "",
                    "the mock pool is the target of all kinds; one that comes from outside says so by discovery:"
                            + " [_sip._tls]");
            return run.target();
        }
        List<String> ways = TARGETS.stream().filter(target::has).toList();
        target.end();
        if (ways.size() != 1) {
            target.problem("", "expected exactly one of " + String.join(", ", TARGETS));
            return run.target();
        }
        return ways.get(0).equals("server")
                ? TargetReader.server(target.section("server"))
                : TargetReader.automatic(
                        target.section("automatic"), run.accounts().at(0).domain());
    }

    /** The scheme alone: who a user is, and where its tickets come from, is the same for all kinds. */
    private AuthPlan auth(Section section) {
        AuthPlan.Scheme scheme = section.choice("scheme", auth.scheme(), AuthPlan.Scheme.values(), ClientsReader::word);
        section.end();
        boolean digest = scheme == AuthPlan.Scheme.DIGEST;
        if (scheme != AuthPlan.Scheme.NONE && digest != (auth.scheme() == AuthPlan.Scheme.DIGEST)) {
            section.problem(
                    "scheme",
                    "the users' logon names are made for Digest or for the other schemes; expected digest here and"
                            + " under auth, or at neither place");
        }
        return new AuthPlan(scheme, auth.kerberos());
    }

    static String word(AuthPlan.Scheme scheme) {
        return scheme.name().toLowerCase(Locale.ROOT);
    }
}
