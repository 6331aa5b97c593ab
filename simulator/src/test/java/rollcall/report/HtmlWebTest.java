package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HtmlWebTest {
    private static String page(@Nullable WebLoad web) {
        Html page = new Html();
        HtmlWeb.write(page, web);
        return page.toString();
    }

    @Test
    void theLoadIsToldAndEachNumberSaysWhereItStandsInTheResult() {
        String page = page(new WebLoad(4_000, 225_010, 45_004, 57, 33));
        assertThat(page.replaceAll("<[^>]*>", "").strip())
                .isEqualTo("Web servers were asked for address books and groups 4,000 times, 57 in the busiest second"
                        + " (33.0 s into the run), and sent 225 KB; the address book has 45.0 KB.");
        assertThat(page)
                .contains("\"web.fetches\"", "\"web.peakPerSecond\"", "\"web.bytes\"", "\"web.addressBookBytes\"");
    }

    @Test
    void groupsAloneHaveNoAddressBookAndARunWithoutEitherSaysNothing() {
        assertThat(page(new WebLoad(1, 800, 0, 1, 2))).contains("time, ").doesNotContain("the address book has");
        assertThat(page(null)).isEmpty();
    }
}
