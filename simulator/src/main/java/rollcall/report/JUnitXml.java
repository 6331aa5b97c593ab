package rollcall.report;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;
import org.jspecify.annotations.Nullable;

/** One suite of test cases in Surefire's dialect, in UTF-8. What XML cannot carry becomes a question mark. */
public final class JUnitXml {
    private final XMLStreamWriter out;

    /** @param stream stays open */
    public JUnitXml(OutputStream stream) throws XMLStreamException {
        out = XMLOutputFactory.newFactory().createXMLStreamWriter(stream, StandardCharsets.UTF_8.name());
    }

    /** How many cases there will be, and how many of them will say what. */
    public record Counts(int tests, int errors, int skipped, int failures) {}

    /** Begins the document. */
    public void beginSuite(String name, Instant startedAt, long durationNanos, Counts counts)
            throws XMLStreamException {
        out.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
        text("\n");
        out.writeStartElement("testsuite");
        attribute("name", name);
        attribute("timestamp", startedAt.truncatedTo(ChronoUnit.SECONDS).toString());
        attribute("time", seconds(durationNanos));
        attribute("tests", Integer.toString(counts.tests));
        attribute("errors", Integer.toString(counts.errors));
        attribute("skipped", Integer.toString(counts.skipped));
        attribute("failures", Integer.toString(counts.failures));
    }

    /**
     * Begins a case.
     *
     * @param durationNanos 0 where nothing was timed on its own
     */
    public void beginCase(String className, String name, long durationNanos) throws XMLStreamException {
        text("\n  ");
        out.writeStartElement("testcase");
        attribute("classname", className);
        attribute("name", name);
        attribute("time", durationNanos == 0 ? "0" : seconds(durationNanos));
    }

    /**
     * What became of the case.
     *
     * @param element {@code failure}, {@code error} or {@code skipped}
     * @param message its first line is the message, the others are the text
     */
    public void told(String element, @Nullable String type, String message) throws XMLStreamException {
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

    /** What the case has to say besides; after what became of it. */
    public void said(String lines) throws XMLStreamException {
        text("\n    ");
        out.writeStartElement("system-out");
        text(lines);
        out.writeEndElement();
        text("\n  ");
    }

    public void endCase() throws XMLStreamException {
        out.writeEndElement();
    }

    /** Ends the document. */
    public void endSuite() throws XMLStreamException {
        text("\n");
        out.writeEndElement();
        text("\n");
        out.writeEndDocument();
        out.flush();
        out.close();
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos / 1e9).setScale(3, RoundingMode.HALF_UP).toPlainString();
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
