package rollcall.report;

import org.jspecify.annotations.Nullable;

/** What was asked of web servers, in the {@link HtmlReport}. */
final class HtmlWeb {
    private HtmlWeb() {}

    static void write(Html page, @Nullable WebLoad web) {
        if (web == null) {
            return;
        }
        page.raw("<p>Web servers were asked for address books and groups ")
                .count("web.fetches", web.fetches())
                .raw(web.fetches() == 1 ? " time, " : " times, ")
                .count("web.peakPerSecond", web.peakPerSecond())
                .raw(" in the busiest second (")
                .text(Units.offset(web.peakAtSeconds() * 1_000_000_000L))
                .raw(" into the run), and sent ")
                .field("web.bytes", "bytes", Units.bytes(web.bytes()));
        if (web.addressBookBytes() > 0) {
            page.raw("; the address book has ")
                    .field("web.addressBookBytes", "bytes", Units.bytes(web.addressBookBytes()));
        }
        page.raw(".</p>\n");
    }
}
