package rollcall.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.sip.AsciiSlice;
import rollcall.web.Provisioning.Service;

final class ProvisioningTest {
    private static final String DOCUMENT = """
            <?xml version="1.0"?>
            <provisionGroupList xmlns="http://schemas.microsoft.com/2006/09/sip/provisiongrouplist-notification">
            <provisionGroup name="ServerConfiguration">
            <!-- <absInternalServerUrl>https://old.example.com/Abs</absInternalServerUrl> -->
            <absInternalServerUrl> https://pool01.example.com/Abs/Int/Handler
            </absInternalServerUrl>
            <absExternalServerUrl>https://webext.example.com/Abs/Ext/Handler</absExternalServerUrl>
            <organization>Example</organization>
            <dlxInternalUrl>https://pool01.example.com/GroupExpansion/Int/service.asmx?a=1&amp;b=2</dlxInternalUrl>
            <dlxEnabled>true</dlxEnabled>
            <poolUri/>
            <voicemailUri></voicemailUri>
            <focusFactoryUri>sip:alice@example.com;gruu;opaque=app:conf:focusfactory</focusFactoryUri>
            <x:mrasUri>sip:edge01.example.com@example.com;gruu</x:mrasUri>
            <somethingNewUrl>https://new.example.com/</somethingNewUrl>
            </provisionGroup></provisionGroupList>""";

    private final Provisioning provisioning = new Provisioning();

    @ParameterizedTest
    @CsvSource({
        "ADDRESS_BOOK, false, https://pool01.example.com/Abs/Int/Handler",
        "ADDRESS_BOOK, true, https://webext.example.com/Abs/Ext/Handler",
        "GROUP_EXPANSION, false, https://pool01.example.com/GroupExpansion/Int/service.asmx?a=1&b=2",
        "GROUP_EXPANSION, true,",
        "MEDIA_RELAY, true, sip:edge01.example.com@example.com;gruu",
        "FOCUS_FACTORY, false, sip:alice@example.com;gruu;opaque=app:conf:focusfactory",
        "POOL, false,",
        "VOICE_MAIL, false,",
        "TEST_CALL, true,"
    })
    void whereAServiceIsDependsOnWhereTheClientIs(Service service, boolean outside, String expected) {
        assertThat(provisioning.find(AsciiSlice.of(DOCUMENT), service, outside)).isEqualTo(expected);
    }

    @Test
    void allClientsShareTheTextOfOneUrl() {
        String first = provisioning.find(AsciiSlice.of(DOCUMENT), Service.ADDRESS_BOOK, false);
        assertThat(provisioning.find(AsciiSlice.of(DOCUMENT), Service.ADDRESS_BOOK, false))
                .isSameAs(first);
    }

    @Test
    void everyUrlAndUriIsListedKnownOrNot() {
        Map<String, String> all = new LinkedHashMap<>();
        provisioning.each(AsciiSlice.of(DOCUMENT), all::put);
        assertThat(all.keySet())
                .containsExactly(
                        "absInternalServerUrl",
                        "absExternalServerUrl",
                        "dlxInternalUrl",
                        "focusFactoryUri",
                        "mrasUri",
                        "somethingNewUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<",
                "<absInternalServerUrl",
                "<absInternalServerUrl>",
                "<absInternalServerUrl><",
                "<absInternalServerUrl/>https://a/",
                "<absInternalServerUrl> \r\n </absInternalServerUrl>"
            })
    void whatIsCutOffOrEmptyNamesNothing(String document) {
        assertThat(provisioning.find(AsciiSlice.of(document), Service.ADDRESS_BOOK, false))
                .isNull();
        provisioning.each(
                AsciiSlice.of(document),
                (name, value) -> assertThat(value).as(name).isNull());
    }

    @Test
    void aValueWithoutEndIsNone() {
        String endless = "<mrasUri>" + "x".repeat(3_000) + "</mrasUri>";
        assertThat(provisioning.find(AsciiSlice.of(endless), Service.MEDIA_RELAY, false))
                .isNull();
    }
}
