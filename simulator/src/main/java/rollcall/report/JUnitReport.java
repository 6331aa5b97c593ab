package rollcall.report;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code junit.xml} in Surefire's dialect: one case for each threshold, and before them one that asks whether the
 * measurement is valid. When it is not, that case is an error and the thresholds are skipped: a pool must not be blamed
 * for what was not measured.
 */
public final class JUnitReport {
    private final Summary summary;
    private final XMLStreamWriter out;

    private JUnitReport(Summary summary, XMLStreamWriter out) {
        this.summary = summary;
        this.out = out;
    }

    /**
     * Writes the whole document in UTF-8 and leaves the stream open.
     *
     * @throws XMLStreamException when the stream does
     */
    public static void write(Summary summary, OutputStream stream) throws XMLStreamException {
        XMLStreamWriter out =
                XMLOutputFactory.newFactory().createXMLStreamWriter(stream, StandardCharsets.UTF_8.name());
        new JUnitReport(summary, out).document();
        out.flush();
        out.close();
    }

    private void document() throws XMLStreamException {
        List<ThresholdResult> thresholds = summary.thresholds();
        boolean valid = valid();
        long broken = thresholds.stream().filter(threshold -> !threshold.held()).count();
        String seconds = BigDecimal.valueOf(summary.facts().durationNanos() / 1e9)
                .setScale(3, RoundingMode.HALF_UP)
                .toPlainString();
        out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        text("\n");
        out.writeStartElement("testsuite");
        attribute("name", "rollcall." + summary.setup().scenario());
        attribute("timestamp", summary.facts().startedAt().toString());
        attribute("time", seconds);
        attribute("tests", Integer.toString(thresholds.size() + 1));
        attribute("errors", valid ? "0" : "1");
        attribute("skipped", valid ? "0" : Integer.toString(thresholds.size()));
        attribute("failures", valid ? Long.toString(broken) : "0");
        beginCase("the measurement is valid", seconds);
        if (!valid) {
            told(
                    "error",
                    summary.verdict().kind().word(),
                    String.join(" ", summary.verdict().reasons()));
        }
        endCase();
        for (ThresholdResult threshold : thresholds) {
            beginCase(threshold.expression(), "0");
            if (!valid) {
                told(
                        "skipped",
                        null,
                        "the measurement is " + summary.verdict().kind().word());
            } else if (!threshold.held()) {
                told("failure", "threshold", "measured " + threshold.value() + faults());
            }
            endCase();
        }
        text("\n");
        out.writeEndElement();
        text("\n");
        out.writeEndDocument();
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

    private void beginCase(String name, String seconds) throws XMLStreamException {
        text("\n  ");
        out.writeStartElement("testcase");
        attribute("classname", "rollcall." + summary.setup().scenario());
        attribute("name", name);
        attribute("time", seconds);
    }

    private void told(String element, @Nullable String type, String message) throws XMLStreamException {
        text("\n    ");
        out.writeStartElement(element);
        int end = message.indexOf('\n');
        attribute("message", end < 0 ? message : message.substring(0, end));
        if (type != null) {
            attribute("type", type);
        }
        if (end >= 0) {
            text(message.substring(end));
        }
        out.writeEndElement();
        text("\n  ");
    }

    private void endCase() throws XMLStreamException {
        out.writeEndElement();
    }

    private void attribute(String name, String value) throws XMLStreamException {
        out.writeAttribute(name, allowed(value));
    }

    private void text(String text) throws XMLStreamException {
        out.writeCharacters(allowed(text));
    }

    /** XML 1.0 §2.2: characters outside this range cannot be written at all, not even escaped. */
    private static String allowed(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().map(c -> isAllowed(c) ? c : '?').forEach(kept::appendCodePoint);
        return kept.toString();
    }

    private static boolean isAllowed(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }
}
