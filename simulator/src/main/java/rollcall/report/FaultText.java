package rollcall.report;

import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Blame;

/** The part of the {@link TextReport} that tells what went wrong: by whom to speak to, each with an example and advice. */
final class FaultText {
    private final Page page;
    private final Style style;

    FaultText(Page page, Style style) {
        this.page = page;
        this.style = style;
    }

    void write(Summary summary) {
        if (!summary.faults().isEmpty()) {
            page.heading("Faults");
            for (Blame blame : Blame.values()) {
                faults(blame, summary.faults());
            }
        }
        if (!summary.setbacks().isEmpty()) {
            page.heading("Setbacks that clients survived");
            setbacks(summary.setbacks());
        }
    }

    private void faults(Blame blame, List<FaultCount> faults) {
        boolean first = true;
        for (FaultCount fault : faults) {
            if (fault.fault().blame() == blame) {
                if (first) {
                    page.paragraph("  ", style.strong(title(blame)));
                }
                first = false;
                fault(fault);
            }
        }
    }

    /** Where to look for faults that are somebody's. */
    static String title(Blame blame) {
        return switch (blame) {
            case NETWORK -> "On the way to the pool";
            case PEER -> "In what the server answered";
            case POLICY -> "Forbidden by a rule";
            case OURS -> "On this machine; not the pool's";
        };
    }

    private void fault(FaultCount fault) {
        page.paragraph(
                "    ",
                style.bad(fault.fault().name()) + "  " + Units.count(fault.count()) + effect(fault) + " ("
                        + fault.stage().title() + ")");
        page.paragraph("      ", sentence(fault.fault().cause()));
        page.paragraph("      when     ", when(fault) + " into the run");
        told("      ", fault);
        page.paragraph("      example  ", fault.sample());
        page.paragraph("      next     ", Advice.of(fault.fault()));
    }

    /** What follows the count: {@code  clients failed}. */
    static String effect(FaultCount fault) {
        return switch (fault.kind()) {
            case FAILED -> fault.count() == 1 ? " client failed" : " clients failed";
            case LOST -> fault.count() == 1 ? " client was lost" : " clients were lost";
            case SETBACK -> fault.count() == 1 ? " time" : " times";
        };
    }

    /** Which ids the server gave; schemes that were given up stand with the clients' numbers. */
    private void told(String indent, FaultCount fault) {
        for (FaultPart part : fault.parts()) {
            if (part.isErrorId()) {
                @Nullable String meaning = part.meaning();
                page.paragraph(
                        indent + "told     ",
                        Units.count(part.count()) + " × ms-diagnostics " + part.key()
                                + (meaning == null ? ", which is not known here." : ": " + meaning));
            }
        }
    }

    /** From the first to the last, since the start of the run. */
    static String when(FaultCount fault) {
        String first = Units.offset(fault.firstNanos());
        String last = Units.offset(fault.lastNanos());
        return first.equals(last) ? first : first + " to " + last;
    }

    /** There may be many kinds of them, and they were survived: less about each, with the counts below each other. */
    private void setbacks(List<FaultCount> setbacks) {
        int width = 0;
        for (FaultCount setback : setbacks) {
            width = Math.max(width, Units.count(setback.count()).length());
        }
        for (FaultCount setback : setbacks) {
            String count = Units.count(setback.count());
            String indent = " ".repeat(4 + width + 4);
            page.paragraph(
                    "    " + " ".repeat(width - count.length()) + count + " ×  ",
                    style.bad(setback.fault().name()) + " (" + setback.stage().title() + "): "
                            + setback.fault().cause() + ".");
            told(indent, setback);
            page.paragraph(indent + "example  ", setback.sample());
            String advice = Advice.of(setback.fault());
            if (!advice.startsWith(Advice.NOTHING)) {
                page.paragraph(indent + "next     ", advice);
            }
        }
    }

    /** With a capital and a full stop. */
    static String sentence(String text) {
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
    }
}
