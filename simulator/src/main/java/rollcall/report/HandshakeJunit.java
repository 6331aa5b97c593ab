package rollcall.report;

import java.io.OutputStream;
import javax.xml.stream.XMLStreamException;

/**
 * Writes a {@link HandshakeResult} as JUnit XML: a case for each threshold and one for the baseline. What cannot be told is
 * skipped and says why; a measurement that was stopped or says nothing about the server is an error of its own case.
 */
public final class HandshakeJunit {
    private HandshakeJunit() {}

    /**
     * Writes the whole document in UTF-8 and leaves the stream open.
     *
     * @throws XMLStreamException when the stream does
     */
    public static void write(HandshakeResult result, OutputStream stream) throws XMLStreamException {
        String name = "rollcall.handshake." + result.measured().plan().target();
        HandshakeComparison comparison = result.comparison();
        Verdict.Kind kind = result.verdict().kind();
        boolean whole = result.facts().stoppedBy() == null && result.measured().stopped() == null;
        String reasons = String.join(" ", result.verdict().reasons());
        int failures = 0;
        int skipped = 0;
        for (HandshakeThreshold each : result.thresholds()) {
            failures += whole && fails(each) ? 1 : 0;
            skipped += !whole || skips(each) ? 1 : 0;
        }
        if (comparison != null) {
            failures += whole && comparison.finding() == HandshakeComparison.Finding.WORSE ? 1 : 0;
            skipped += !whole || comparison.finding() == HandshakeComparison.Finding.UNCLEAR ? 1 : 0;
        }
        // the case of its own: an error when nothing was measured, a failure when the server did not do it at all
        boolean error = !whole || kind == Verdict.Kind.INVALID;
        boolean failed = kind == Verdict.Kind.FAILED && !error && failures == 0;
        JUnitXml out = new JUnitXml(stream);
        out.beginSuite(
                name,
                result.facts().startedAt(),
                result.facts().durationNanos(),
                new JUnitXml.Counts(
                        1 + result.thresholds().size() + (comparison == null ? 0 : 1),
                        error ? 1 : 0,
                        skipped,
                        failures + (failed ? 1 : 0)));
        out.beginCase(name, "the handshakes were measured", result.facts().durationNanos());
        if (error || failed) {
            out.told(error ? "error" : "failure", kind.word(), reasons + faults(result));
        }
        out.endCase();
        for (HandshakeThreshold each : result.thresholds()) {
            out.beginCase(name, each.expression(), 0);
            if (!whole) {
                out.told("skipped", null, reasons);
            } else if (fails(each)) {
                out.told("failure", "threshold", "measured " + each.value() + faults(result));
            } else if (skips(each)) {
                out.told("skipped", null, "measured " + each.value() + ": cannot tell");
            }
            out.endCase();
        }
        if (comparison != null) {
            out.beginCase(name, "not worse than the baseline", 0);
            String sentences = String.join("\n", comparison.sentences());
            switch (comparison.finding()) {
                case WORSE -> out.told(whole ? "failure" : "skipped", whole ? "regression" : null, sentences);
                case UNCLEAR -> out.told("skipped", null, sentences);
                case NOT_WORSE -> {
                    if (whole) {
                        out.said(sentences);
                    } else {
                        out.told("skipped", null, reasons);
                    }
                }
            }
            out.endCase();
        }
        out.endSuite();
    }

    private static boolean fails(HandshakeThreshold threshold) {
        return threshold.finding() == HandshakeThreshold.Finding.BROKEN;
    }

    private static boolean skips(HandshakeThreshold threshold) {
        return threshold.finding() == HandshakeThreshold.Finding.UNCLEAR;
    }

    /** What went wrong, a line each, so that the reason stands where the failure is read. */
    private static String faults(HandshakeResult result) {
        StringBuilder text = new StringBuilder();
        for (FaultCount fault : result.measured().faults()) {
            text.append('\n')
                    .append(fault.count())
                    .append(" x ")
                    .append(fault.fault().name())
                    .append(": ")
                    .append(fault.fault().cause())
                    .append("; for example ")
                    .append(fault.detail());
        }
        return text.toString();
    }
}
