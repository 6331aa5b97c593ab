package rollcall.report;

import org.jspecify.annotations.Nullable;

/** What was asked of web servers, in the {@link HtmlReport}. */
final class HtmlWeb {
    private HtmlWeb() {}

    static void write(Html page, @Nullable WebLoad web) {
        if (web == null) {
            return;
        }
        page.raw("<p>Web servers were asked for address books and groups ");
        figures(page, "web", web, "into the run");
        page.raw("</p>\n");
    }

    /**
     * The figures in words.
     *
     * @param path where they stand in result.json
     * @param since what the busiest second is counted from
     */
    static void figures(Html page, String path, WebLoad web, String since) {
        page.count(path + ".fetches", web.fetches())
                .raw(web.fetches() == 1 ? " time, " : " times, ")
                .count(path + ".peakPerSecond", web.peakPerSecond())
                .raw(" in the busiest second (")
                .text(Units.offset(web.peakAtSeconds() * 1_000_000_000L))
                .raw(" " + since + "), and sent ")
                .field(path + ".bytes", "bytes", Units.bytes(web.bytes()));
        if (web.addressBookBytes() > 0) {
            page.raw("; the address book has ")
                    .field(path + ".addressBookBytes", "bytes", Units.bytes(web.addressBookBytes()));
        }
        page.raw(".");
    }
}
