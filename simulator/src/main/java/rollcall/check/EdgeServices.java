package rollcall.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import rollcall.check.LogonProbe.Outcome;
import rollcall.dns.DnsSockets;
import rollcall.plan.PlanException;
import rollcall.tls.CertificateInspection;

/**
 * What an edge has beside the sign-in through it: media relay, and certificates of its other parts. What is wrong there
 * keeps nobody from signing in.
 */
final class EdgeServices {
    private EdgeServices() {}

    /**
     * What came of it.
     *
     * @param verdict what does not work, in a sentence or two; empty when nothing is wrong
     * @param certificateEnds when the certificates end, by place as {@code edge01.example.com:5062}
     */
    record Result(List<Step> steps, String verdict, Map<String, Instant> certificateEnds) {}

    /**
     * Looks, in bounded time.
     *
     * @param first the sign-in that was asked for
     * @param asOutside that as a client outside; null when none was made
     */
    static Result look(
            CheckPlan plan,
            DnsSockets sockets,
            LongSupplier nanoClock,
            LongSupplier wallMillis,
            List<DnsView> views,
            Outcome first,
            @Nullable Outcome asOutside)
            throws PlanException {
        List<Outcome> outcomes = asOutside == null ? List.of(first) : List.of(first, asOutside);
        // the inside of an edge is out of reach from outside
        String mrasUri = MediaCheck.isOutside(first) ? null : MediaCheck.uri(first);
        boolean edge = outcomes.stream().anyMatch(MediaCheck::isOutside);
        try (ServerProbe probe = new ServerProbe(
                sockets, plan.limits(), plan.tls(), Servers.protocols(plan.tls()), wallMillis, nanoClock)) {
            List<Step> media = new MediaCheck(plan, views, probe).run(outcomes);
            EdgePartCheck parts = new EdgePartCheck(
                    plan,
                    views,
                    probe,
                    new CertificateInspection.Roots(plan.tls().trust()),
                    Instant.ofEpochMilli(wallMillis.getAsLong()));
            List<Step> steps = new ArrayList<>(media);
            steps.addAll(parts.run(mrasUri, edge));
            return new Result(steps, verdict(steps), parts.certificateEnds());
        }
    }

    private static String verdict(List<Step> steps) {
        StringBuilder text = new StringBuilder();
        boolean calls = false;
        for (Found each : CheckReport.found(steps)) {
            if (each.finding() instanceof EdgePartFinding finding && finding.isAboutMedia() && !calls) {
                calls = true;
                text.append("Calls with people outside will have trouble, because ")
                        .append(finding.title())
                        .append('.');
            }
        }
        List<String> wrong = new ArrayList<>();
        for (EdgePart part : EdgePart.values()) {
            boolean isWrong = steps.stream()
                    .filter(step -> step.title().startsWith(title(part)))
                    .anyMatch(step -> CheckReport.found(List.of(step)).stream()
                            .anyMatch(each -> each.finding() != EdgePartFinding.EXPIRES_SOON));
            if (isWrong) {
                wrong.add(part.words());
            }
        }
        if (!wrong.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ")
                    .append("Of the edge this is not right: ")
                    .append(String.join(", ", wrong))
                    .append('.');
        }
        return text.toString();
    }

    /** What the step of a part begins with. */
    static String title(EdgePart part) {
        return "edge, " + part.words();
    }
}
