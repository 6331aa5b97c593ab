package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class JUnitXmlTest {
    @Test
    void whatXmlCannotCarryBecomesAQuestionMarkAndTheRestSurvives() throws Exception {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        JUnitXml out = new JUnitXml(stream);
        out.beginSuite("suite", Instant.EPOCH, 1_500_000_000L, new JUnitXml.Counts(1, 0, 0, 1));
        out.beginCase("class", "a \"name\" with\u0000 <marks> & ✔", 0);
        out.told("failure", "type", "the first line\u001b\nthe ]]> second");
        out.said("said \ud800 alone");
        out.endCase();
        out.endSuite();
        Element suite = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(stream.toByteArray()))
                .getDocumentElement();
        assertThat(suite.getAttribute("time")).isEqualTo("1.500");
        Element one = (Element) suite.getElementsByTagName("testcase").item(0);
        assertThat(one.getAttribute("name")).isEqualTo("a \"name\" with? <marks> & ✔");
        Element failure = (Element) one.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("message")).isEqualTo("the first line?");
        assertThat(failure.getTextContent()).isEqualTo("\nthe ]]> second");
        assertThat(one.getElementsByTagName("system-out").item(0).getTextContent())
                .isEqualTo("said ? alone");
    }
}
