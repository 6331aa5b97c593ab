package rollcall.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Stage;
import rollcall.tls.CertificateInspection;

/** What a check came to: its steps, whether the client signs in, and what becomes of other kinds of clients. */
public final class CheckReport {
    private static final String BECAUSE = ", because ";

    private final CheckPlan plan;
    private final List<Step> steps;
    private final List<Way.End> ends;
    private final List<ServerCheck.Result> servers;
    private final LogonProbe.Outcome logon;
    private final boolean works;
    private final Outside outside;
    private final String webVerdict;
    private final EdgeServices.Result edge;

    /**
     * What came of a sign-in as a client outside.
     *
     * @param logon null when it was not tried
     * @param obstacle null when it went well, or was not tried
     */
    record Outside(
            LogonProbe.@Nullable Outcome logon, @Nullable Finding obstacle) {
        static final Outside NOT_TRIED = new Outside(null, null);

        boolean tried() {
            return logon != null;
        }
    }

    /**
     * @param ends what comes of each kind of client, the one in question first; empty with a server entered by hand
     * @param signsIn whether the sign-in came as far as it could
     * @param webVerdict who does not get what once signed in, in a sentence; empty when nothing is wrong
     */
    CheckReport(
            CheckPlan plan,
            List<Step> steps,
            List<Way.End> ends,
            Collection<ServerCheck.Result> servers,
            LogonProbe.Outcome logon,
            boolean signsIn,
            Outside outside,
            String webVerdict,
            EdgeServices.Result edge) {
        this.plan = plan;
        this.steps = List.copyOf(steps);
        this.ends = List.copyOf(ends);
        this.servers = List.copyOf(servers);
        this.logon = logon;
        this.outside = outside;
        this.webVerdict = webVerdict;
        this.edge = edge;
        this.works = signsIn && severity() != Severity.FAILURE;
    }

    public CheckPlan plan() {
        return plan;
    }

    public List<Step> steps() {
        return steps;
    }

    /** Whether the client signs in, as far as was tried. */
    public boolean works() {
        return works;
    }

    /** Whether the server looked at the credentials and said no: once more might lock the account. */
    public boolean credentialsRefused() {
        return found().stream().anyMatch(each -> each.finding() == LogonFinding.REFUSED);
    }

    /** What each stage of the sign-in took, in nanoseconds; those that were not reached are missing. */
    public Map<Stage, Long> stageNanos() {
        Map<Stage, Long> nanos = new LinkedHashMap<>();
        logon.timings().forEach(each -> nanos.put(each.stage(), each.nanos()));
        return nanos;
    }

    /** When the certificates end, by server as {@code pool01.example.com:5061}; of several members the first to end. */
    public Map<String, Instant> certificateEnds() {
        Map<String, Instant> certificates = new LinkedHashMap<>();
        servers.forEach(server -> server.members().stream()
                .map(ServerCheck.Member::certificate)
                .filter(Objects::nonNull)
                .map(CertificateInspection::notAfter)
                .min(Instant::compareTo)
                .ifPresent(end -> certificates.merge(server.target().authority(), end, CheckReport::earlier)));
        edge.certificateEnds().forEach((place, end) -> certificates.merge(place, end, CheckReport::earlier));
        return certificates;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    // ---- the verdict ----

    /** In a sentence or two: for whom it works, for whom not, and why; and what those who sign in do not get. */
    public String verdict() {
        return Stream.of(signInVerdict(), webVerdict, edge.verdict())
                .filter(each -> !each.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private String signInVerdict() {
        String who = " (" + plan.account().user() + ", " + plan.client().title() + ").";
        if (plan.server() != null) {
            return "Sign-in at " + plan.server().host()
                    + (works ? " will work" + farEnough() : " will fail" + because(cause())) + who;
        }
        Map<String, List<String>> groups = new LinkedHashMap<>();
        for (Way.End end : ends) {
            groups.computeIfAbsent(fate(end), none -> new ArrayList<>())
                    .add(end.way().who());
        }
        StringBuilder text = new StringBuilder("Automatic sign-in");
        String before = " ";
        // Good news first: a reason ends what is said of one group and would hang over the next.
        List<Map.Entry<String, List<String>>> told = new ArrayList<>(groups.entrySet());
        told.sort(Comparator.comparing(each -> each.getKey().contains(BECAUSE)));
        for (Map.Entry<String, List<String>> group : told) {
            text.append(before).append(group.getKey().replace("{who}", joined(group.getValue())));
            before = ", ";
        }
        text.append(who);
        if (works && outside.tried()) {
            text.append(" Two sign-ins were made, one inside and one as from outside.");
        } else if (works && !plan.logon()) {
            text.append(" Without a password this goes as far as the server's question for it.");
        } else if (works && ends.stream().skip(1).anyMatch(this::isAnotherArrival)) {
            text.append(" One sign-in was made, of ")
                    .append(ends.get(0).way().who())
                    .append("; the others were followed up to the TLS handshake.");
        }
        return text.toString();
    }

    private String farEnough() {
        return plan.logon() ? "" : ", as far as can be told without a password";
    }

    /** What becomes of those who go this way; {@code {who}} stands for them. */
    private String fate(Way.End end) {
        boolean tried = end.equals(ends.get(0));
        if (tried && works) {
            return end.reach() == Way.Reach.SOMETIMES ? sometimes(end) : "will work for {who}";
        }
        if (tried) {
            return "will fail for {who}" + because(cause());
        }
        if (outside.obstacle() != null && end.equals(ends.get(1))) {
            return "will fail for {who}" + because(outside.obstacle());
        }
        return switch (end.reach()) {
            // who comes to the same server meets the same refusal there
            case ARRIVES ->
                !works && end.endsWhere(ends.get(0)) ? "will fail for {who}" + because(cause()) : "will work for {who}";
            case SOMETIMES -> sometimes(end);
            case FAILS -> "will fail for {who}" + because(end.obstacle());
            case NOWHERE ->
                end.obstacle() == null ? "knows no way for {who}" : "will fail for {who}" + because(end.obstacle());
        };
    }

    private static String sometimes(Way.End end) {
        return "will work only sometimes for {who}" + because(end.obstacle());
    }

    private boolean isAnotherArrival(Way.End end) {
        return end.reach() == Way.Reach.ARRIVES && !end.endsWhere(ends.get(0));
    }

    private static String because(@Nullable Finding cause) {
        return cause == null ? "" : BECAUSE + cause.title();
    }

    private static String joined(List<String> names) {
        String last = names.get(names.size() - 1);
        return names.size() == 1 ? last : String.join(", ", names.subList(0, names.size() - 1)) + " and " + last;
    }

    /** What stands in the way of the client in question; null when nothing was found that does. */
    private @Nullable Finding cause() {
        List<Found> all = found();
        return all.isEmpty() || all.get(0).severity() != Severity.FAILURE
                ? null
                : all.get(0).finding();
    }

    // ---- findings ----

    /** The worst that was found. */
    public Severity severity() {
        Severity worst = Severity.GOOD;
        for (Step step : steps) {
            worst = worst.compareTo(step.severity()) >= 0 ? worst : step.severity();
        }
        return worst;
    }

    /** Everything that was found, the worst first, else in the order of the steps. */
    public List<Found> found() {
        List<Found> all = found(steps);
        all.sort((one, other) -> other.severity().compareTo(one.severity()));
        return all;
    }

    /** Everything that was found in these steps and below, in their order. */
    static List<Found> found(List<Step> steps) {
        List<Found> all = new ArrayList<>();
        steps.forEach(step -> collect(step, all));
        return all;
    }

    private static void collect(Step step, List<Found> all) {
        all.addAll(step.found());
        step.steps().forEach(below -> collect(below, all));
    }
}
