package rollcall.check;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import rollcall.sip.AsciiSlice;
import rollcall.sip.XmlScan;
import rollcall.web.WebAnswer;
import rollcall.web.WebResult;
import rollcall.web.WebUrl;

/** Asks a SOAP service for its description (WSDL 1.1), which names its operations truly. */
final class ServiceDescription extends WebLook {
    private static final int MOST_OPERATIONS = 20;

    ServiceDescription(WebUrl service) {
        super(new WebUrl(service.host(), service.port(), service.path() + "?wsdl"));
    }

    @Override
    public @Nullable WebResult answered(WebAnswer got) {
        super.answered(got);
        return got.status() == 200 ? WebResult.fetched(url().path(), got.bytes()) : WebResult.refused(got, url());
    }

    /** Empty when it is no description. */
    Set<String> operations() {
        Set<String> names = new LinkedHashSet<>();
        XmlScan xml = new XmlScan();
        AsciiSlice name = new AsciiSlice();
        xml.parse(AsciiSlice.of(text()));
        while (names.size() < MOST_OPERATIONS && xml.next("operation")) {
            if (xml.attribute("name", name)) {
                names.add(name.toString());
            }
        }
        return names;
    }
}
