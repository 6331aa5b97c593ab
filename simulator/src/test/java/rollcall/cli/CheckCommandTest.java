package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import picocli.CommandLine;
import rollcall.mock.ChildProtocol;
import rollcall.mock.MockPool;
import rollcall.plan.MockPlan;
import rollcall.plan.Secret;

class CheckCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private MockPool pool(String... faults) throws Exception {
        MockPlan plan = new MockPlan(
                "example.test",
                10,
                new MockPlan.Auth(List.of("ntlm"), Secret.of("geheim")),
                false,
                0,
                7200,
                "ecdsa",
                List.of(faults),
                "127.0.0.1",
                0,
                0,
                0);
        return MockPool.start(plan, folder, InstantSource.system(), answer -> {});
    }

    private int rollcall(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    private int check(MockPool pool, String... more) {
        List<String> arguments = new ArrayList<>(List.of(
                "check",
                "user0001@example.test",
                "--dns",
                ChildProtocol.text(pool.dnsAddress()),
                "--trust",
                pool.caCertificate().toString()));
        arguments.addAll(List.of(more));
        return rollcall(arguments.toArray(new String[0]));
    }

    @Test
    void aHealthyPoolEndsWithNothingAndABrokenOneWithOne() throws Exception {
        try (MockPool healthy = pool()) {
            assertThat(check(healthy, "--no-logon")).isZero();
            assertThat(out.toString()).contains("Automatic sign-in will work").doesNotContain("\u001b");
        }
        try (MockPool broken = pool("expired")) {
            assertThat(check(broken, "--no-logon")).isEqualTo(1);
            assertThat(out.toString()).contains("RC-TLS-005");
        }
    }

    @Test
    void monitoringReadsOneLineAndAnExitCode() throws Exception {
        try (MockPool healthy = pool()) {
            assertThat(check(healthy, "--no-logon", "--nagios")).isZero();
            assertThat(out.toString())
                    .startsWith("SIGN-IN OK - Automatic sign-in will work")
                    .hasLineCount(1);
        }
        out.getBuffer().setLength(0);
        try (MockPool broken = pool("strict-name")) {
            assertThat(check(broken, "--no-logon", "--nagios")).isEqualTo(2);
            assertThat(out.toString())
                    .startsWith("SIGN-IN CRITICAL - ")
                    .contains(" RC-DNS-002")
                    .hasLineCount(1);
        }
    }

    @Test
    void theFileForMachinesIsWritten() throws Exception {
        Path json = folder.resolve("check.json");
        try (MockPool healthy = pool()) {
            assertThat(check(healthy, "--no-logon", "--json", json.toString())).isZero();
        }
        assertThat(Files.readString(json)).contains("rollcall.check/1");
    }

    @Test
    void eachThingThatWasLookedAtIsATestCase() throws Exception {
        Path junit = folder.resolve("check.xml");
        try (MockPool healthy = pool()) {
            assertThat(check(healthy, "--no-logon", "--junit", junit.toString()))
                    .isZero();
            Element suite = suite(junit);
            assertThat(suite.getAttribute("failures")).isEqualTo("0");
            assertThat(suite.getElementsByTagName("testcase").getLength())
                    .isEqualTo(Integer.parseInt(suite.getAttribute("tests")))
                    .isGreaterThan(3);
        }
        try (MockPool broken = pool("expired")) {
            assertThat(check(broken, "--no-logon", "--junit", junit.toString())).isEqualTo(1);
            Element suite = suite(junit);
            NodeList failures = suite.getElementsByTagName("failure");
            assertThat(failures.getLength()).isEqualTo(Integer.parseInt(suite.getAttribute("failures")));
            Element verdict = (Element) failures.item(0);
            assertThat(verdict.getAttribute("message")).startsWith("Automatic sign-in will fail");
            Element certificate = (Element) failures.item(1);
            assertThat(certificate.getAttribute("type")).isEqualTo("RC-TLS-005");
            assertThat(certificate.getAttribute("message")).startsWith("RC-TLS-005 ");
            assertThat(certificate.getTextContent()).contains("The user sees: ");
            assertThat(((Element) certificate.getParentNode()).getAttribute("classname"))
                    .startsWith("rollcall.check.pool01_example_test:");
        }
    }

    private static Element suite(Path file) throws Exception {
        return DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(file.toFile())
                .getDocumentElement();
    }

    @Test
    void optionsThatDoNotGoTogetherAreSaidInASentence() {
        Map.of(
                        "--metrics 9464", "--metrics serves what --watch finds: give --watch 60s too.",
                        "--watch 60s --nagios", "--nagios ends after one check: leave --watch out.",
                        "--watch soon", "--watch soon: expected a time of 1s or more, as 60s",
                        "--watch 10ms", "--watch 10ms: expected a time of 1s or more, as 60s",
                        "--ticket-cache --auth ntlm", "--keytab and --ticket-cache are of no use to --auth ntlm",
                        "--keytab none", "--keytab none: there is no such file",
                        "--realm a..b", "--realm a..b: expected a realm such as EXAMPLE.COM")
                .forEach((options, sentence) -> {
                    List<String> arguments = new ArrayList<>(List.of("check", "a@b.test", "--no-logon"));
                    arguments.addAll(List.of(options.split(" ", -1)));
                    assertThat(rollcall(arguments.toArray(new String[0])))
                            .as(options)
                            .isEqualTo(2);
                    assertThat(err.toString()).contains(sentence);
                });
    }

    @Test
    void whatIsNoUserOrNoServerIsSaidInASentence() {
        assertThat(rollcall("check", "alice")).isEqualTo(2);
        assertThat(err.toString()).contains("\"alice\" is no SIP URI; expected one such as alice@example.com");
        assertThat(rollcall("check", "a@b.test", "--no-logon", "--dns", "nowhere"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--dns nowhere: expected the address of a DNS server");
        for (String wrong : List.of("webext.b.test", "webext.b.test=proxy", "a b=203.0.113.5", "=203.0.113.5")) {
            assertThat(rollcall("check", "a@b.test", "--no-logon", "--resolve", wrong))
                    .isEqualTo(2);
            assertThat(err.toString())
                    .contains("--resolve " + wrong
                            + ": expected a name and its address such as webext.example.com=203.0.113.5");
        }
        assertThat(rollcall("check", "a@b.test", "--no-logon", "--av-edge", "edge 1"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("--av-edge edge 1: expected a host such as edge01.example.com", ":5062");
        assertThat(rollcall("check", "a@b.test", "--no-logon", "--client", "icq"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("unknown client \"icq\"");
    }

    @Test
    void explainTellsMoreAndListsAll() {
        assertThat(rollcall("explain", "rc-dns-002")).isZero();
        assertThat(out.toString()).contains("RC-DNS-002", "redirect");
        assertThat(rollcall("explain")).isZero();
        assertThat(out.toString()).contains("RC-TLS-001", "RC-SIP-001");
        assertThat(rollcall("explain", "--markdown")).isZero();
        assertThat(out.toString()).contains("### RC-TLS-001\n");
        assertThat(rollcall("explain", "RC-XXX-001")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no finding RC-XXX-001");
    }
}
