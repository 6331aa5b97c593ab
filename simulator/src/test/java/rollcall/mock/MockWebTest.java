package rollcall.mock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Type;
import rollcall.peers.NeedsPeer;
import rollcall.plan.MockPlan;

/** The web services of the pool, as curl sees them: its NTLM and its TLS are others' work. */
@NeedsPeer("curl")
class MockWebTest {
    /** 2008-05-24: day 0x0A8C. */
    private static final Instant NOW = Instant.parse("2008-05-24T10:00:00Z");

    @RegisterExtension
    final TestPools pools = new TestPools();

    @TempDir
    Path folder;

    private MockPool start(MockPlan plan) throws Exception {
        return pools.keep(MockPool.start(plan.withWeb(0), folder, Clock.fixed(NOW, ZoneOffset.UTC), AnswerLog.NONE));
    }

    /** The status, and the body in a file. */
    private String curl(String path, String... options) throws Exception {
        return curlAs("web01.example.test", path, options);
    }

    private String curlAs(String host, String path, String... options) throws Exception {
        int port = Objects.requireNonNull(pools.last().webAddresses().get(host)).getPort();
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-k", "--max-time", "20", "-w", "%{http_code}"));
        command.addAll(List.of("-o", folder.resolve("body").toString()));
        command.addAll(List.of("--resolve", host + ":" + port + ":127.0.0.1"));
        command.addAll(List.of(options));
        command.add("https://" + host + ":" + port + path);
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(curl.getInputStream().readAllBytes(), UTF_8);
        assertThat(curl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private byte[] body() throws Exception {
        return Files.readAllBytes(folder.resolve("body"));
    }

    @ParameterizedTest
    @CsvSource({
        "/Abs/Int/Handler/F-0A8C.lsabs, 200",
        "/abs/EXT/handler/f-0a8c.lsabs, 200",
        "/Abs/Int/Handler/F-0A6F.lsabs, 200",
        "/Abs/Int/Handler/F-0A6E.lsabs, 404",
        "/Abs/Int/Handler/F-0A8D.lsabs, 404",
        "/Abs/Int/Handler/D-0A8B-0A8C.lsabs, 200",
        "/Abs/Int/Handler/D-0A8C-0A8C.lsabs, 404",
        "/Abs/Int/Handler/D-0A6E-0A8C.lsabs, 404",
        "/Abs/Int/Handler/F-0A8C.dabs, 404",
        "/Abs/Int/Handler/, 404",
        "/, 404"
    })
    void hasTheFilesOfAMonth(String path, String status) throws Exception {
        start(TestPool.plan());
        assertThat(curl(path)).isEqualTo(status);
    }

    @Test
    void aFileOfChangesSaysFromWhenToWhenAndIsSmall() throws Exception {
        start(TestPool.plan());
        curl("/Abs/Int/Handler/D-0A80-0A8C.lsabs");
        byte[] changes = body();
        assertThat(HexFormat.of().formatHex(changes, 0, 20))
                .isEqualTo("16c14bb50890c747b9bdf3bb1a0ab6eb" + "8c0a" + "800a");
        curl("/Abs/Int/Handler/F-0A8C.lsabs");
        assertThat(body().length).isGreaterThan(50 * changes.length);
    }

    /** RFC 9110 §14.2; 1,599,860 bytes: 9,999 users of 160, and the head. */
    @ParameterizedTest
    @CsvSource({
        "Range: bytes=0-19,              206, 0,       20,      bytes 0-19/1599860",
        "Range: BYTES=1599840-9999999,   206, 1599840, 20,      bytes 1599840-1599859/1599860",
        "Range: bytes=1599859-,          206, 1599859, 1,       bytes 1599859-1599859/1599860",
        "Range: bytes=-10,               206, 1599850, 10,      bytes 1599850-1599859/1599860",
        "Range: bytes=-9999999,          206, 0,       1599860, bytes 0-1599859/1599860",
        "Range: bytes=1599860-,          416, 0,       0,       bytes */1599860",
        "Range: bytes=-0,                416, 0,       0,       bytes */1599860",
        "Range: bytes=-,                 200, 0,       1599860,",
        "Range: bytes=9-5,               200, 0,       1599860,",
        "'Range: bytes=0-1,5-6',         200, 0,       1599860,",
        "Range: lines=0-1,               200, 0,       1599860,",
        "Range: bytes=0-1x,              200, 0,       1599860,"
    })
    void aPartOfAFileAndTheWholeWhereTheRangeMakesNoSense(
            String header, String status, int from, int length, @Nullable String part) throws Exception {
        start(TestPool.plan());
        curl("/Abs/Int/Handler/F-0A8C.lsabs");
        byte[] whole = body();
        Files.delete(folder.resolve("body"));
        Path headers = folder.resolve("headers");
        assertThat(curl("/Abs/Int/Handler/F-0A8C.lsabs", "-H", header, "-D", headers.toString()))
                .isEqualTo(status);
        if (length > 0) {
            assertThat(Arrays.mismatch(body(), Arrays.copyOfRange(whole, from, from + length)))
                    .isEqualTo(-1);
        }
        String said = Files.readString(headers).toLowerCase(Locale.ROOT);
        if (part == null) {
            assertThat(said).doesNotContain("content-range").contains("accept-ranges: bytes");
        } else {
            assertThat(said).contains("content-range: " + part + "\r\n");
        }
    }

    @Test
    void asksForNtlmAndTakesWhatCurlAnswers() throws Exception {
        MockPool pool = start(TestPool.ntlmPlan());
        assertThat(curl("/Abs/Int/Handler/F-0A8C.lsabs")).isEqualTo("401");
        assertThat(curl("/Abs/Int/Handler/F-0A8C.lsabs", "--ntlm", "-u", "EXAMPLE\\user0001:" + TestPool.PASSWORD))
                .isEqualTo("200");
        assertThat(pool.stats().accepted()).isOne();
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        MockPool pool = start(TestPool.ntlmPlan());
        assertThat(curl("/Abs/Int/Handler/F-0A8C.lsabs", "--ntlm", "-u", "EXAMPLE\\user0001:other"))
                .isEqualTo("401");
        assertThat(pool.stats().refusals()).isOne();
        assertThat(pool.stats().accepted()).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "sales@example.test, 200, <Mail>east@example.test</Mail>",
        "EAST@example.test, 200, sip:user0026@example.test",
        "nobody@example.test, 500, <faultstring>"
    })
    void expandsGroups(String group, String status, String part) throws Exception {
        start(TestPool.plan());
        String said = curl(
                "/GroupExpansion/Int/service.asmx",
                "-H",
                "SOAPAction: \"DistributionListExpander/QueryDLMembers\"",
                "-H",
                "Content-Type: text/xml; charset=utf-8",
                "-d",
                "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body><QueryDLMembers"
                        + " xmlns=\"DistributionListExpander\"><groupMailAddress>" + group
                        + "</groupMailAddress></QueryDLMembers></soap:Body></soap:Envelope>");
        assertThat(said).isEqualTo(status);
        assertThat(new String(body(), UTF_8)).contains(part);
    }

    @Test
    void itsCertificatesAreThoseOfItsNamesAndTheZoneKnowsThem() throws Exception {
        MockPool pool = start(TestPool.plan());
        String ca = pool.caCertificate().toString();
        List<String> strict = List.of("--cacert", ca);
        for (String host : List.of("web01.example.test", "webext.example.test")) {
            assertThat(curlAs(host, "/GroupExpansion/Ext/service.asmx?wsdl", strict.toArray(new String[0])))
                    .as(host)
                    .isEqualTo("200");
            assertThat(TestPool.ask(pool, host, Type.A, false).getSection(org.xbill.DNS.Section.ANSWER))
                    .as(host)
                    .hasSize(1);
        }
    }
}
