package rollcall.check;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import rollcall.check.LogonProbe.Outcome;
import rollcall.check.LogonProbe.Timing;
import rollcall.dns.Target;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

/**
 * A sign-in as clients outside make it, through the Access Edge: only of a user who has just signed in inside, so that the
 * password is known to be right and a refusal has another reason.
 */
final class EdgeCheck {
    private EdgeCheck() {}

    /** What came of it, told as a step. */
    static Step step(Target edge, Outcome outcome) {
        Step step = new Step("sign-in as a client outside, at " + edge.authority());
        for (Timing each : outcome.timings()) {
            if (each.stage() == Stage.LOGON) {
                step.detail(
                        String.format(Locale.ROOT, "%s: %.1f ms", each.stage().title(), each.nanos() / 1e6));
            }
        }
        boolean remote = outcome.said().contains("ms-user-logon-data: RemoteUser");
        Fault fault = outcome.fault();
        if (!outcome.signedIn()) {
            String why = outcome.detail().isEmpty() && fault != null ? fault.cause() : outcome.detail();
            step.found(new Found(finding(fault), why));
        } else if (remote) {
            step.detail("the pool takes this client for one outside (RemoteUser)");
        } else {
            step.found(new Found(EdgeFinding.NOT_REMOTE, edge.authority()));
        }
        return step;
    }

    /** Why nobody signs in there; null when one does. */
    static @Nullable Finding obstacle(List<Found> found) {
        return found.stream()
                .filter(each -> each.severity() == Severity.WARNING)
                .map(Found::finding)
                .findFirst()
                .orElse(null);
    }

    private static EdgeFinding finding(@Nullable Fault fault) {
        if (fault == null) {
            return EdgeFinding.REFUSED;
        }
        return switch (fault) {
            case SIP_REMOTE_ACCESS -> EdgeFinding.REMOTE_ACCESS;
            case SIP_DOMAIN_NOT_SERVED -> EdgeFinding.DOMAIN;
            case SIP_SERVER_TIMEOUT -> EdgeFinding.NEXT_HOP;
            default -> EdgeFinding.REFUSED;
        };
    }
}
