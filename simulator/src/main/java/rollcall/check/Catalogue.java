package rollcall.check;

import java.util.List;
import java.util.Locale;

/** The catalogue of findings as Markdown: what {@code rollcall explain} says, on one page for the web. */
public final class Catalogue {
    private static final String SPECIAL = "\\`*_<>[]|#";

    private Catalogue() {}

    /** The whole page, the same for the same findings. */
    public static String markdown() {
        List<Finding> findings = Findings.all();
        StringBuilder page = new StringBuilder("""
                # What rollcall check can find

                The same as `rollcall explain` says. This page is made by `rollcall explain --markdown`: change the
                findings, not the page.

                """);
        String area = "";
        for (Finding finding : findings) {
            if (!area(finding).equals(area)) {
                area = area(finding);
                page.append("## ").append(heading(area)).append("\n\n");
                contents(findings, area, page);
            }
            section(finding, page);
        }
        return page.toString();
    }

    /** {@code DNS} of {@code RC-DNS-003}. */
    private static String area(Finding finding) {
        return finding.id().substring(3, finding.id().lastIndexOf('-'));
    }

    private static String heading(String area) {
        return switch (area) {
            case "DNS" -> "Records in DNS";
            case "TLS" -> "Servers and their certificates";
            case "SIP" -> "The sign-in";
            case "EDGE" -> "The edge: sign-in from outside, media relay, certificates";
            case "WEB" -> "What a signed-in client fetches";
            default -> area;
        };
    }

    private static void contents(List<Finding> findings, String area, StringBuilder page) {
        page.append("| identifier | severity | what it is |\n|---|---|---|\n");
        for (Finding finding : findings) {
            if (area(finding).equals(area)) {
                page.append("| [")
                        .append(finding.id())
                        .append("](#")
                        .append(finding.id().toLowerCase(Locale.ROOT))
                        .append(") | ")
                        .append(severity(finding))
                        .append(" | ")
                        .append(escaped(finding.title()))
                        .append(" |\n");
            }
        }
        page.append('\n');
    }

    private static void section(Finding finding, StringBuilder page) {
        page.append("### ").append(finding.id()).append("\n\n");
        page.append("**").append(escaped(finding.title())).append("** (").append(severity(finding));
        page.append(")\n\n");
        page.append(escaped(finding.cause())).append("\n\n");
        page.append("The user sees: ").append(escaped(finding.sees())).append("\n\n");
        page.append(escaped(finding.more())).append("\n\n");
        String before = "To repair, ";
        for (Repair repair : finding.remedies()) {
            page.append(before).append(escaped(repair.where())).append(":\n\n");
            repair.text()
                    .lines()
                    .forEach(line -> page.append("    ").append(line).append('\n'));
            page.append('\n');
            before = "or ";
        }
    }

    private static String severity(Finding finding) {
        return finding.severity().name().toLowerCase(Locale.ROOT);
    }

    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (SPECIAL.indexOf(c) >= 0) {
                escaped.append('\\');
            }
            escaped.append(c);
        }
        return escaped.toString();
    }
}
