package rollcall.check;

import java.util.List;

/**
 * A finding in one place.
 *
 * @param severity here; milder than the finding's own when the client in question does not come this way
 * @param detail what distinguishes this place: names, addresses, times
 * @param repairs what to do about it, the best first; empty when this place says no more than {@link Finding#remedies}
 */
public record Found(Finding finding, Severity severity, String detail, List<Repair> repairs) {
    public Found {
        repairs = List.copyOf(repairs);
    }

    Found(Finding finding, String detail, Repair... repairs) {
        this(finding, finding.severity(), detail, List.of(repairs));
    }

    /** What to paste for this user: what is right for this place, or else what usually helps. */
    List<Repair> remedies(CheckPlan plan) {
        return repairs.isEmpty() ? Remedies.of(finding, plan.account().user()) : repairs;
    }

    /** The same where it stands in nobody's way today. */
    Found aside() {
        return severity == Severity.FAILURE ? new Found(finding, Severity.WARNING, detail, repairs) : this;
    }
}
