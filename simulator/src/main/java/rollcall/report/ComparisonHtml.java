package rollcall.report;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A {@link Comparison} as one page that needs nothing else: no script, light or dark as the reader has it. */
public final class ComparisonHtml {
    private static final String STYLE = """
            :root { color-scheme: light dark; }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th, td { text-align: right; padding: .25rem .6rem; border-bottom: 1px solid #8884; }
            th:first-child, td:first-child, td:last-child { text-align: left; }
            .decides { font-weight: 600; }
            .worse { color: light-dark(#b00020, #ff7a85); }
            .better { color: light-dark(#006b3c, #6fd6a0); }
            h1 { font-size: 1.5rem; }
            h2 { font-size: 1.1rem; margin-top: 2rem; }
            """;

    private final XMLStreamWriter page;

    private ComparisonHtml(XMLStreamWriter page) {
        this.page = page;
    }

    /** Writes the whole page in UTF-8 and leaves the stream open. */
    public static void write(Comparison comparison, OutputStream out) throws IOException {
        try {
            XMLStreamWriter page =
                    XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out, StandardCharsets.UTF_8.name());
            new ComparisonHtml(page).page(comparison);
            page.flush();
        } catch (XMLStreamException e) {
            throw new IOException(e);
        }
    }

    private void page(Comparison comparison) throws XMLStreamException {
        List<String> sentences = comparison.sentences();
        page.writeDTD("<!DOCTYPE html>");
        begin("html", "lang", "en");
        begin("head");
        empty("meta", "charset", "utf-8");
        empty(
                "meta",
                "http-equiv",
                "Content-Security-Policy",
                "content",
                "default-src 'none'; style-src 'unsafe-inline'");
        empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        element("title", "Runs compared · Rollcall");
        element("style", STYLE);
        end();
        begin("body");
        element("h1", sentences.get(0), "class", word(comparison.finding()));
        for (String sentence : sentences.subList(1, sentences.size())) {
            element("p", sentence);
        }
        list("A", comparison.a().stream().map(ComparisonText::line).toList());
        list("B", comparison.b().stream().map(ComparisonText::line).toList());
        if (!comparison.different().isEmpty()) {
            list("Not the same on both sides", comparison.different());
        }
        element("h2", "Side by side");
        begin("table");
        row("th", "", "A", "B", "change", comparison.certaintyTitle(), "");
        end();
        for (ComparedMetric metric : comparison.metrics()) {
            begin("tr", "class", metric.decides() ? "decides" : "stage");
            row(metric);
            end();
        }
        end();
        element("p", Comparison.WHAT_DECIDES);
        end();
        end();
    }

    private void row(ComparedMetric metric) throws XMLStreamException {
        element("td", metric.name());
        element("td", metric.text(metric.a()));
        element("td", metric.text(metric.b()));
        element("td", metric.changeText());
        element("td", metric.certaintyText());
        element("td", metric.finding().words(), "class", word(metric.finding()));
    }

    private void row(String cell, String... texts) throws XMLStreamException {
        begin("tr");
        for (String text : texts) {
            element(cell, text);
        }
    }

    private void list(String title, List<String> items) throws XMLStreamException {
        element("h2", title);
        begin("ul");
        for (String item : items) {
            element("li", item);
        }
        end();
    }

    private static String word(ComparedMetric.Finding finding) {
        return finding.name().toLowerCase(Locale.ROOT);
    }

    private void element(String name, String text, String... attributes) throws XMLStreamException {
        begin(name, attributes);
        page.writeCharacters(text);
        end();
    }

    private void begin(String name, String... attributes) throws XMLStreamException {
        page.writeCharacters("\n");
        page.writeStartElement(name);
        attributes(attributes);
    }

    private void empty(String name, String... attributes) throws XMLStreamException {
        page.writeCharacters("\n");
        page.writeEmptyElement(name);
        attributes(attributes);
    }

    private void attributes(String... namesAndValues) throws XMLStreamException {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            page.writeAttribute(namesAndValues[i], namesAndValues[i + 1]);
        }
    }

    private void end() throws XMLStreamException {
        page.writeEndElement();
    }
}
