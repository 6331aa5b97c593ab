package rollcall.mock;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import rollcall.peers.NeedsPeer;
import rollcall.plan.MockPlan;
import rollcall.plan.PoolFile;
import rollcall.plan.Secret;
import rollcall.web.AddressBook;

/** Web servers that misbehave, and a reverse proxy before them, as curl sees them. */
@NeedsPeer("curl")
class MockWebMischiefTest {
    /** Of yesterday: a test may run at midnight. */
    private final String book =
            String.format(Locale.ROOT, "/Abs/Ext/Handler/F-%04X.lsabs", AddressBook.day(Instant.now()) - 1);

    private static final List<String> NTLM = List.of("--ntlm", "-u", "EXAMPLE\\user0001:" + TestPool.PASSWORD);
    private static final String ASK =
            "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"><soap:Body>"
                    + "<QueryDLMembers xmlns=\"DistributionListExpander\"><groupMailAddress>sales@example.test</groupMailAddress>"
                    + "</QueryDLMembers></soap:Body></soap:Envelope>";

    @RegisterExtension
    final TestPools pools = new TestPools();

    @TempDir
    Path folder;

    private void start(String... faults) throws Exception {
        pools.keep(
                MockPool.start(TestPool.ntlmPlan(faults).withWeb(0), folder, InstantSource.system(), AnswerLog.NONE));
    }

    /** A pool with a reverse proxy whose publishing rule has these lines besides. */
    private void startProxy(String rule, String farm) throws Exception {
        PoolFile file = PoolFile.read(Files.writeString(folder.resolve("pool.yaml"), """
                pool:
                  servers:
                    - {host: pool01, address: 127.0.53.1}
                    - {host: web01, address: 127.0.53.81, role: web%s}
                    - {host: webext, address: 127.0.53.82, role: reverse-proxy%s}
                """.formatted(farm, rule)));
        MockPlan plan = file.plan().with(file.plan().auth().with(Secret.of(TestPool.PASSWORD)));
        pools.keep(MockPool.rehearse(plan, folder, InstantSource.system(), AnswerLog.NONE, new MockKeys()));
    }

    private String curl(String host, String path, List<String> options) throws Exception {
        Map<String, InetSocketAddress> web = pools.last().webAddresses();
        int port = Objects.requireNonNull(web.get(host + ".example.test")).getPort();
        String called = host + ".example.test:" + port;
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "-k", "--max-time", "20", "-w", "%{http_code}"));
        command.addAll(List.of("-o", folder.resolve("body").toString(), "--resolve", called + ":127.0.0.1"));
        command.addAll(options);
        command.add("https://" + called + path);
        Files.writeString(folder.resolve("body"), "");
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(curl.getInputStream().readAllBytes(), UTF_8);
        assertThat(curl.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private String body() throws Exception {
        return new String(Files.readAllBytes(folder.resolve("body")), UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "web-not-published, 403, (12202)",
        "web-not-published=/abs/ext, 403, (12202)",
        "web-not-published=/GroupExpansion, 200, ''",
        "web-asks-again, 401, ''",
        "web-basic, 401, ''",
        "web-no-files, 404, ''",
        "web-not-a-book, 200, Please log on",
        "web-status=502, 502, Bad Gateway",
        "web-slow=1ms, 200, ''"
    })
    void theAddressBookIsNotWhatItShouldBe(String fault, String status, String part) throws Exception {
        start(fault);
        assertThat(curl("webext", book, NTLM)).isEqualTo(status);
        assertThat(body()).contains(part);
    }

    @Test
    void aTruncatedFileEndsBeforeItsLength() throws Exception {
        start("web-truncated");
        assertThat(curl("webext", book, NTLM)).contains("200", "transfer closed with");
    }

    @Test
    void theServiceForGroupsIsMissing() throws Exception {
        start("web-no-service");
        assertThat(curl("webext", "/GroupExpansion/Ext/service.asmx?wsdl", NTLM))
                .isEqualTo("404");
    }

    @ParameterizedTest
    @CsvSource({
        "web-soap-fault, The directory cannot be reached",
        "web-other-operation, Server did not recognize",
        "web-no-group, There is no group"
    })
    void aGroupIsNotExpanded(String fault, String part) throws Exception {
        start(fault);
        List<String> options = new ArrayList<>(NTLM);
        options.addAll(List.of("-H", "Content-Type: text/xml", "-d", ASK));
        assertThat(curl("webext", "/GroupExpansion/Ext/service.asmx", options)).isEqualTo("500");
        assertThat(body()).contains(part);
    }

    @ParameterizedTest
    @CsvSource({"web-wrong-name, subject name", "web-expired, expired", "web-unknown-root, issuer certificate"})
    void itsCertificateIsWrong(String fault, String reason) throws Exception {
        start(fault);
        // the last of contradicting options counts
        String said = curl(
                "webext",
                book,
                List.of(
                        "--no-insecure",
                        "--cacert",
                        pools.last().caCertificate().toString()));
        assertThat(said).contains("000", reason);
    }

    @ParameterizedTest
    @CsvSource({
        "'', BOOK, 200",
        "'', book, 200",
        "'', /GroupExpansion/Ext/service.asmx?wsdl, 200",
        "'', /RequestHandler/ucdevice.upx, 405",
        "'', /etc/place/null/, 403",
        "'', /Abs/Int/Handler/F-2000.lsabs, 403",
        "', publishes: [/GroupExpansion/Ext]', BOOK, 403",
        "', publishes: [/GroupExpansion/Ext]', /GroupExpansion/Ext/service.asmx?wsdl, 200",
        "', public-name: other.example.test', BOOK, 403",
        "', delegation: true', BOOK, 401",
        "', trusts-farm: false', BOOK, 500"
    })
    void aReverseProxyLetsThroughWhatItsRuleNames(String rule, String path, String status) throws Exception {
        startProxy(rule, "");
        String asked = path.replace("BOOK", book).replace("book", book.toLowerCase(Locale.ROOT));
        assertThat(curl("webext", asked, NTLM)).isEqualTo(status);
    }

    @Test
    void aReverseProxyLooksAtTheNameOfTheWebServer() throws Exception {
        startProxy("", ", certificate: {names: [web02.example.test]}");
        assertThat(curl("webext", book, NTLM)).isEqualTo("500");
        assertThat(body()).contains("-2146893022");
    }

    @Test
    void aReverseProxyBeforeAServerThatIsDownSaysSo() throws Exception {
        startProxy("", ", listens: false");
        assertThat(curl("webext", book, NTLM)).isEqualTo("502");
    }
}
