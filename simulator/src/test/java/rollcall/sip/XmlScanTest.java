package rollcall.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class XmlScanTest {
    private final XmlScan xml = new XmlScan();
    private final AsciiSlice value = new AsciiSlice();

    private String attribute(String name) {
        return xml.attribute(name, value) ? value.toString() : "none";
    }

    @Test
    void findsElementsByNameWhateverStandsBetween() {
        xml.parse(AsciiSlice.of("<?xml version='1.0'?><a><publication b='1'/><publications/><p:publication b='2'>"
                + "<x b='9'/></p:publication></a>"));
        assertThat(xml.next("publication")).isTrue();
        assertThat(attribute("b")).isEqualTo("1");
        assertThat(xml.next("publication")).isTrue();
        assertThat(attribute("b")).isEqualTo("2");
        assertThat(xml.next("publication")).isFalse();
        assertThat(xml.next("publication")).isFalse();
    }

    @Test
    void whatIsCommentedOutIsNotFound() {
        xml.parse(AsciiSlice.of("<a><!-- don't <e b='1'/> > --><!----><!--> <e b='2'/>--><e b='3'/><!-- <e b='4'/>"));
        assertThat(xml.next("e")).isTrue();
        assertThat(attribute("b")).isEqualTo("3");
        assertThat(xml.next("e")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<e a=\"1\" version=\"2\"/> | 2",
                "<e version='3' a='4'> | 3",
                "<e a=\"version='7'\" version = \"5\"/> | 5",
                "<e a=\"x>y\" version=\"6\"/> | 6",
                "<e xversion=\"7\"/> | none",
                "<e version=\"8 | none",
                "<e version/> | none",
                "<e version=8/> | none",
                "<e/> | none"
            })
    void readsAnAttribute(String document, String version) {
        xml.parse(AsciiSlice.of(document));
        assertThat(xml.next("e")).isTrue();
        assertThat(attribute("version")).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "<e>text</e> | text",
                "<e a='1'>\t two words <x/></e> | two words",
                "<e>cut off | cut off",
                "<e> </e> | ``",
                "<e/>of nobody | ``",
                "<e | ``"
            })
    void readsTheTextUpToTheNextTag(String document, String text) {
        xml.parse(AsciiSlice.of(document));
        assertThat(xml.next("e")).isTrue();
        xml.text(value);
        assertThat(value.toString()).isEqualTo(text);
    }

    @Test
    void goesFromTagToTagAndKnowsTheirNames() {
        xml.parse(AsciiSlice.of("<?xml?><p:list><!-- <c/> --><entry a='<'>x</entry></p:list>"));
        StringBuilder names = new StringBuilder();
        while (xml.next()) {
            xml.name(value);
            names.append(value).append(' ');
        }
        assertThat(names).hasToString("?xml? list entry   ");
    }

    @Test
    void anyBytesAreScannedToTheirEnd() {
        Random random = new Random(11);
        String letters = "<>/=\"' eab:!-\n";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            xml.parse(AsciiSlice.of(text.toString()));
            int found = 0;
            while (xml.next("e")) {
                attribute("a");
                xml.text(value);
                found++;
            }
            assertThat(found).isLessThanOrEqualTo(text.length() / 2);
        }
    }
}
