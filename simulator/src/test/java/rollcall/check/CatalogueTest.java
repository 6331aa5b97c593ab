package rollcall.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CatalogueTest {
    private static final Path FILE = Path.of("FINDINGS.md");

    @Test
    void thePageInTheRepositoryIsUpToDate() throws Exception {
        assertThat(Files.readString(FILE))
                .as("the findings have changed; make the page anew: bin/rollcall explain --markdown > FINDINGS.md")
                .isEqualTo(Catalogue.markdown());
    }

    @Test
    void everyFindingHasASectionWithAllThatIsKnown() {
        String page = Catalogue.markdown();
        assertThat(Findings.all())
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(page)
                        .contains("### " + finding.id() + "\n")
                        .contains("](#" + finding.id().toLowerCase(Locale.ROOT) + ")"));
    }

    @Test
    void whatIsWorseThanANoteHasSomethingToPaste() {
        assertThat(Findings.all())
                .filteredOn(finding -> finding.severity().compareTo(Severity.WARNING) >= 0)
                .isNotEmpty()
                .allSatisfy(finding -> assertThat(finding.remedies())
                        .as(finding.id())
                        .isNotEmpty()
                        .allSatisfy(repair ->
                                assertThat(repair.where() + repair.text()).doesNotContain("{user}", "{domain}")));
    }

    @Test
    void namesWithUnderscoresAndBracketsAreNotTakenForMarkup() {
        String text = Catalogue.markdown().replaceAll("(?m)^ {4}.*$", "");
        assertThat(text).contains("\\_sip").doesNotContainPattern("[^\\\\]_sip").doesNotContainPattern("[^\\\\]<front");
    }
}
