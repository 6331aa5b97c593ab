package rollcall.report;

import java.io.OutputStream;
import java.util.List;
import javax.xml.stream.XMLStreamException;

/**
 * Writes {@code junit.xml}: one case for each threshold, and before them one that asks whether the measurement is valid.
 * When it is not, that case is an error and the thresholds are skipped: a pool must not be blamed for what was not
 * measured.
 */
public final class JUnitReport {
    private final Summary summary;
    private final String name;

    private JUnitReport(Summary summary) {
        this.summary = summary;
        this.name = "rollcall." + summary.setup().scenario();
    }

    /**
     * Writes the whole document in UTF-8 and leaves the stream open.
     *
     * @throws XMLStreamException when the stream does
     */
    public static void write(Summary summary, OutputStream stream) throws XMLStreamException {
        new JUnitReport(summary).write(new JUnitXml(stream));
    }

    private void write(JUnitXml out) throws XMLStreamException {
        List<ThresholdResult> thresholds = summary.thresholds();
        boolean valid = valid();
        int broken =
                (int) thresholds.stream().filter(threshold -> !threshold.held()).count();
        long nanos = summary.facts().durationNanos();
        out.beginSuite(
                name,
                summary.facts().startedAt(),
                nanos,
                new JUnitXml.Counts(
                        thresholds.size() + 1, valid ? 0 : 1, valid ? 0 : thresholds.size(), valid ? broken : 0));
        out.beginCase(name, "the measurement is valid", nanos);
        if (!valid) {
            out.told(
                    "error",
                    summary.verdict().kind().word(),
                    String.join(" ", summary.verdict().reasons()));
        }
        out.endCase();
        for (ThresholdResult threshold : thresholds) {
            out.beginCase(name, threshold.expression(), 0);
            if (!valid) {
                out.told(
                        "skipped",
                        null,
                        "the measurement is " + summary.verdict().kind().word());
            } else if (!threshold.held()) {
                out.told("failure", "threshold", "measured " + threshold.value() + faults());
            }
            out.endCase();
        }
        out.endSuite();
    }

    private boolean valid() {
        Verdict.Kind kind = summary.verdict().kind();
        return kind == Verdict.Kind.PASSED || kind == Verdict.Kind.FAILED;
    }

    /** The faults of the run, one a line, so that the reason stands where the failure is read. */
    private String faults() {
        StringBuilder text = new StringBuilder();
        for (FaultCount fault : summary.faults()) {
            text.append('\n')
                    .append(fault.count())
                    .append(" x ")
                    .append(fault.fault().name())
                    .append(": ")
                    .append(fault.fault().cause())
                    .append("; for example ")
                    .append(fault.sample());
        }
        return text.toString();
    }
}
