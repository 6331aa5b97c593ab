package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.StringReader;
import java.nio.file.Path;
import java.time.Clock;
import javax.xml.parsers.DocumentBuilderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import rollcall.mock.RawClient.Answer;
import rollcall.outcome.Fault;

/** What a client does once it is signed in: subscriptions, contacts, publication. */
final class MockSessionTest {
    private static final String PROVISIONING = "application/vnd-microsoft-roaming-provisioning-v2+xml";

    @TempDir
    private Path folder;

    @RegisterExtension
    final TestPools pools = new TestPools();

    private SignedClient signedIn(String... faults) throws Exception {
        MockPool started =
                pools.keep(MockPool.start(TestPool.ntlmPlan(faults), folder, Clock.systemUTC(), AnswerLog.NONE));
        SignedClient client = SignedClient.of(started, "user0001");
        Answer answer = client.signIn();
        assertThat(answer.status()).isEqualTo(200);
        assertThat(client.verify(answer)).isNull();
        return client;
    }

    private static String body(Answer answer) {
        return answer.text().substring(answer.text().indexOf("\r\n\r\n") + 4);
    }

    private static Element xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        Document document = factory.newDocumentBuilder().parse(new InputSource(new StringReader(text)));
        return document.getDocumentElement();
    }

    @Test
    void theFirstNotificationComesInTheAnswer() throws Exception {
        try (SignedClient client = signedIn()) {
            Answer answer = client.subscribe("vnd-microsoft-roaming-self");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.headerNames())
                    .startsWith(
                            "Contact",
                            "Authentication-Info",
                            "Content-Length",
                            "From",
                            "To",
                            "Call-ID",
                            "CSeq",
                            "Via",
                            "Expires",
                            "Content-Type",
                            "Event",
                            "subscription-state",
                            "ms-piggyback-cseq",
                            "Supported");
            assertThat(client.verify(answer)).isNull();
            assertThat(answer.header("Contact"))
                    .isEqualTo("<sip:pool01.example.test:"
                            + pools.last().tlsAddress().getPort() + ";transport=tls>");
            assertThat(answer.header("From"))
                    .isEqualTo("\"User0001\"<sip:user0001@example.test>;tag=77399b3fb1;epid=a1b2c3d4e5");
            assertThat(answer.header("To")).matches("<sip:user0001@example.test>;tag=[0-9A-F]{8}");
            assertThat(answer.header("Expires")).isEqualTo("39600");
            assertThat(answer.header("subscription-state")).isEqualTo("active;expires=39600");
            assertThat(answer.header("ms-piggyback-cseq")).isEqualTo("1");
            assertThat(answer.header("Supported")).isEqualTo("ms-benotify, ms-piggyback-first-notify");
            Element data = xml(body(answer));
            assertThat(data.getTagName()).isEqualTo("roamingData");
            assertThat(data.getElementsByTagName("availability").item(0).getTextContent())
                    .isEqualTo("3500");
        }
    }

    @Test
    void provisioningIsToldOnce() throws Exception {
        try (SignedClient client = signedIn()) {
            Answer answer =
                    client.ask(client.subscribe("vnd-microsoft-provisioning-v2", PROVISIONING, "Expires: 0\n", ""));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.verify(answer)).isNull();
            assertThat(answer.header("Expires")).isEqualTo("0");
            assertThat(answer.header("subscription-state")).isEqualTo("terminated;expires=0");
            assertThat(answer.header("Content-Type")).isEqualTo(PROVISIONING);
            Element list = xml(body(answer));
            assertThat(list.getTagName()).isEqualTo("provisionGroupList");
            assertThat(list.getElementsByTagName("absInternalServerUrl").getLength())
                    .as("no web service is named where there is none")
                    .isZero();
            assertThat(list.getElementsByTagName("focusFactoryUri").item(0).getTextContent())
                    .isEqualTo("sip:user0001@example.test;gruu;opaque=app:conf:focusfactory");
        }
    }

    @Test
    void theContactsAreTheNextFive() throws Exception {
        try (SignedClient client = signedIn()) {
            NodeList contacts = xml(body(client.subscribe("vnd-microsoft-roaming-contacts")))
                    .getElementsByTagName("contact");
            assertThat(contacts.getLength()).isEqualTo(5);
            assertThat(((Element) contacts.item(0)).getAttribute("uri")).isEqualTo("user0002@example.test");
            assertThat(((Element) contacts.item(4)).getAttribute("uri")).isEqualTo("user0006@example.test");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "vnd-microsoft-provisioning",
                "vnd-microsoft-roaming-ACL",
                "presence.wpending",
                "VND-Microsoft-Roaming-Self"
            })
    void everyPackageOfAllowEventsCanBeSubscribedTo(String event) throws Exception {
        try (SignedClient client = signedIn()) {
            Answer answer = client.subscribe(event);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(xml(body(answer))).isNotNull();
        }
    }

    @Test
    void aPackageThatThePoolLacksIsABadEvent() throws Exception {
        try (SignedClient client = signedIn()) {
            Answer answer = client.subscribe("dialog");
            assertThat(answer.status()).isEqualTo(489);
            assertThat(answer.header("Allow-Events")).contains("vnd-microsoft-roaming-self");
            assertThat(client.verify(answer)).isNull();
        }
    }

    @Test
    void whoCannotReadProvisioningIsNotSentIt() throws Exception {
        try (SignedClient client = signedIn()) {
            Answer answer = client.ask(client.subscribe("vnd-microsoft-provisioning-v2", "text/xml", "", ""));
            assertThat(answer.status()).isEqualTo(406);
        }
    }

    @Test
    void theDataOfOthersIsNotSubscribedTo() throws Exception {
        try (SignedClient client = signedIn()) {
            String request = client.subscribe("vnd-microsoft-roaming-self", "x", "", "");
            Answer answer = client.ask(request.replace("To: <sip:user0001", "To: <sip:user0002"));
            assertThat(answer.status()).isEqualTo(403);
        }
    }

    @Test
    void aSubscriptionIsExtendedAndEndedInItsDialog() throws Exception {
        try (SignedClient client = signedIn()) {
            String request = client.subscribe("vnd-microsoft-roaming-self", "x", "", "");
            String to = client.ask(request).header("To");
            String again = request.replace("To: <sip:user0001@example.test>", "To: " + to)
                    .replace("CSeq: 1", "CSeq: 2");
            Answer extended = client.ask(again);
            assertThat(extended.status()).isEqualTo(200);
            assertThat(extended.header("To")).isEqualTo(to);
            assertThat(extended.header("ms-piggyback-cseq")).isEqualTo("2");
            Answer ended = client.ask(again.replace("Max-Forwards: 70", "Max-Forwards: 70\r\nExpires: 0"));
            assertThat(ended.header("subscription-state")).isEqualTo("terminated;expires=0");
            assertThat(client.ask(again).status()).isEqualTo(481);
        }
    }

    @Test
    void signOutEndsTheDialogs() throws Exception {
        try (SignedClient client = signedIn()) {
            String request = client.subscribe("vnd-microsoft-roaming-self", "x", "", "");
            String to = client.ask(request).header("To");
            Answer out = client.ask(client.register("Expires: 0\n"));
            assertThat(out.header("Expires")).isEqualTo("0");
            assertThat(client.verify(out)).isNull();
            assertThat(client.ask(request.replace("To: <sip:user0001@example.test>", "To: " + to))
                            .status())
                    .isEqualTo(481);
        }
    }

    @Test
    void theDialogsEndWithARegistrationThatIsNotRefreshed() throws Exception {
        TestClock clock = new TestClock();
        MockLimits quick = new MockLimits(MockLimits.DEFAULT.sip(), 300, 60_000, 10_000, 10_000, 10, 10);
        MockPool other = pools.keep(MockPool.start(TestPool.ntlmPlan(), folder, clock, AnswerLog.NONE, quick));
        try (SignedClient client = SignedClient.of(other, "user0001")) {
            client.signIn();
            assertThat(client.ask(client.register("Expires: 30\n")).status()).isEqualTo(200);
            String request = client.subscribe("vnd-microsoft-roaming-self", "x", "", "");
            String to = client.ask(request).header("To");
            clock.passSeconds(31);
            await().until(() -> other.stats().registered() == 0);
            assertThat(client.ask(request.replace("To: <sip:user0001@example.test>", "To: " + to))
                            .status())
                    .isEqualTo(481);
        }
    }

    @Test
    void aConnectionHasAMostOfSubscriptions() throws Exception {
        MockLimits one = new MockLimits(MockLimits.DEFAULT.sip(), 300, 60_000, 10_000, 10_000, 1_000, 1);
        MockPool small =
                pools.keep(MockPool.start(TestPool.ntlmPlan(), folder, Clock.systemUTC(), AnswerLog.NONE, one));
        try (SignedClient client = SignedClient.of(small, "user0001")) {
            client.signIn();
            for (int i = 0; i < one.dialogs(); i++) {
                assertThat(client.subscribe("vnd-microsoft-roaming-self").status())
                        .isEqualTo(200);
            }
            assertThat(client.subscribe("vnd-microsoft-roaming-self").status()).isEqualTo(503);
        }
    }

    private static String batch(String... uris) {
        StringBuilder resources = new StringBuilder();
        for (String uri : uris) {
            resources.append("<resource uri=\"").append(uri).append("\"/>");
        }
        return "<batchSub xmlns=\"http://schemas.microsoft.com/2006/01/sip/batch-subscribe\""
                + " uri=\"sip:user0001@example.test\" name=\"\"><action name=\"subscribe\" id=\"1\"><adhocList>"
                + resources + "</adhocList></action></batchSub>";
    }

    @Test
    void contactsOfABatchAreOnlineWhenSignedIn() throws Exception {
        try (SignedClient client = signedIn();
                SignedClient other = SignedClient.of(pools.last(), "user0002")) {
            other.signIn();
            Answer answer = client.ask(client.subscribe(
                    "presence",
                    "multipart/related",
                    "Require: adhoclist, categoryList\nContent-Type: application/msrtc-adrl-categorylist+xml\n",
                    batch("sip:user0002@example.test", "sip:user0003@example.test", "sip:nobody@example.test")));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(client.verify(answer)).isNull();
            String type = answer.header("Content-Type");
            assertThat(type).startsWith("multipart/related;type=\"application/rlmi+xml\";start=resourceList;boundary=");
            String[] parts = body(answer).split("--" + type.substring(type.indexOf("boundary=") + 9), -1);
            assertThat(parts).hasSize(5);
            assertThat(parts[4]).isEqualTo("--\r\n");
            NodeList listed = xml(parts[1].substring(parts[1].indexOf("\r\n\r\n") + 4)
                            .strip())
                    .getElementsByTagName("instance");
            assertThat(listed.getLength()).isEqualTo(3);
            assertThat(((Element) listed.item(0)).getAttribute("state")).isEqualTo("active");
            assertThat(((Element) listed.item(2)).getAttribute("state")).isEqualTo("terminated");
            assertThat(parts[2])
                    .contains("Content-Type: application/msrtc-event-categories+xml")
                    .contains("uri=\"sip:user0002@example.test\"")
                    .contains("<availability>3500</availability>");
            assertThat(parts[3]).contains("user0003@example.test", "<availability>18500</availability>");
        }
    }

    @Test
    void oneContactsPresenceCanBeSubscribedTo() throws Exception {
        try (SignedClient client = signedIn()) {
            String request = client.subscribe("presence", "application/msrtc-event-categories+xml", "", "");
            Answer answer = client.ask(request.replace("To: <sip:user0001", "To: <sip:user0002"));
            assertThat(answer.status()).isEqualTo(200);
            assertThat(xml(body(answer)).getAttribute("uri")).isEqualTo("sip:user0002@example.test");
        }
    }

    @Test
    void aPublicationIsAnsweredAndNotified() throws Exception {
        try (SignedClient client = signedIn()) {
            Answer subscribed = client.subscribe("vnd-microsoft-roaming-self");
            Answer published = client.ask(client.publish(0, 0));
            assertThat(published.status()).isEqualTo(200);
            assertThat(client.verify(published)).isNull();
            assertThat(versions(published)).isEqualTo("1 1");
            Answer news = client.raw.read();
            assertThat(news.text())
                    .startsWith("BENOTIFY sip:user0001@example.test;opaque=user:epid:2r5GdLPot1OpZbhaZqMc_AAA;gruu"
                            + " SIP/2.0\r\n");
            assertThat(client.verify(news)).isNull();
            assertThat(news.header("Call-ID")).isEqualTo(subscribed.header("Call-ID"));
            assertThat(news.header("From")).isEqualTo(subscribed.header("To"));
            assertThat(news.header("To")).isEqualTo("<sip:user0001@example.test>;tag=77399b3fb1;epid=a1b2c3d4e5");
            assertThat(news.header("CSeq")).isEqualTo("2 BENOTIFY");
            assertThat(news.header("Event")).isEqualTo("vnd-microsoft-roaming-self");
            assertThat(news.header("subscription-state")).isEqualTo("active;expires=39600");
            assertThat(versions(news)).isEqualTo("1 1");
            assertThat(client.ask(client.publish(1, 1)).status()).isEqualTo(200);
            assertThat(client.raw.read().header("CSeq")).isEqualTo("3 BENOTIFY");
            NodeList known =
                    xml(body(client.subscribe("vnd-microsoft-roaming-self"))).getElementsByTagName("category");
            assertThat(known.getLength()).isEqualTo(3);
            assertThat(((Element) known.item(1)).getAttribute("version")).isEqualTo("2");
        }
    }

    private static String versions(Answer answer) throws Exception {
        NodeList categories = xml(body(answer)).getElementsByTagName("category");
        StringBuilder versions = new StringBuilder();
        for (int i = 0; i < categories.getLength(); i++) {
            versions.append(((Element) categories.item(i)).getAttribute("version"))
                    .append(' ');
        }
        return versions.toString().strip();
    }

    @Test
    void aVersionThatDoesNotFitIsAConflictAndNothingIsPublished() throws Exception {
        try (SignedClient client = signedIn()) {
            assertThat(client.ask(client.publish(0, 0)).status()).isEqualTo(200);
            Answer conflict = client.ask(client.publish(1, 7));
            assertThat(conflict.status()).isEqualTo(409);
            assertThat(client.verify(conflict)).isNull();
            assertThat(conflict.header("Content-Type")).isEqualTo("application/msrtc-fault+xml");
            Element fault = xml(body(conflict));
            assertThat(fault.getElementsByTagName("Faultcode").item(0).getTextContent())
                    .isEqualTo("Client.BadCall.WrongDelta");
            NodeList operations = fault.getElementsByTagName("operation");
            assertThat(operations.getLength()).isEqualTo(1);
            assertThat(((Element) operations.item(0)).getAttribute("index")).isEqualTo("2");
            assertThat(((Element) operations.item(0)).getAttribute("curVersion"))
                    .isEqualTo("1");
            assertThat(client.ask(client.publish(1, 1)).status()).isEqualTo(200);
        }
    }

    @Test
    void versionsAreTheUsersNotTheEndpoints() throws Exception {
        try (SignedClient client = signedIn();
                SignedClient elsewhere = SignedClient.of(pools.last(), "user0001");
                SignedClient other = SignedClient.of(pools.last(), "user0002")) {
            assertThat(client.ask(client.publish(0, 0)).status()).isEqualTo(200);
            elsewhere.signIn();
            assertThat(elsewhere.ask(elsewhere.publish(0, 0)).status()).isEqualTo(409);
            other.signIn();
            assertThat(other.ask(other.publish(0, 0)).status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/msrtc-category-publish+xml | <publish/> | 400 | 4001",
                "application/msrtc-category-publish+xml | not xml | 400 | 4001",
                "application/msrtc-category-publish+xml | <publication categoryName=\"state\" | 400 | 4001",
                "application/msrtc-category-publish+xml | <publication categoryName='&lt;' instance='1' container='2' version='0'/> | 400 | 4001",
                "application/msrtc-setcontainermembers+xml | <x/> | 405 | ",
            })
    void nonsenseIsNotPublished(String type, String document, int status, @Nullable String id) throws Exception {
        try (SignedClient client = signedIn()) {
            Answer answer = client.ask(client.service(type, document));
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.header("ms-diagnostics")).startsWith(id == null ? "" : id + ";");
        }
    }

    @Test
    void whatAUserPublishesHasALimit() throws Exception {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 65; i++) {
            many.append("<publication categoryName='a' instance='" + i + "' container='2' version='0'/>");
        }
        String type = "application/msrtc-category-publish+xml";
        try (SignedClient client = signedIn()) {
            Answer answer = client.ask(client.service(type, many.toString()));
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("ms-diagnostics")).startsWith("4008;");
            String full = many.substring(0, many.lastIndexOf("<"));
            assertThat(client.ask(client.service(type, full)).status()).isEqualTo(200);
            assertThat(client.ask(client.publish(0, 0)).status()).isEqualTo(403);
        }
    }

    // ---- behaviours ----

    @Test
    void theFirstPublicationOfEachCanMeetAConflict() throws Exception {
        try (SignedClient client = signedIn("version-conflict")) {
            Answer conflict = client.ask(client.publish(0, 0));
            assertThat(conflict.status()).isEqualTo(409);
            assertThat(body(conflict)).contains("index=\"1\" version=\"0\" curVersion=\"1\"", "index=\"2\"");
            assertThat(client.ask(client.publish(1, 1)).status()).isEqualTo(200);
        }
    }

    @Test
    void theContactListCanBeElsewhere() throws Exception {
        try (SignedClient client = signedIn("no-contacts")) {
            Answer answer = client.subscribe("vnd-microsoft-roaming-contacts");
            assertThat(answer.status()).isEqualTo(488);
            assertThat(client.verify(answer)).isNull();
            assertThat(client.subscribe("vnd-microsoft-roaming-self").status()).isEqualTo(200);
        }
    }

    @Test
    void theFirstSubscriptionCanBeUnknown() throws Exception {
        try (SignedClient client = signedIn("no-dialog")) {
            assertThat(client.subscribe("vnd-microsoft-roaming-self").status()).isEqualTo(481);
            assertThat(client.subscribe("vnd-microsoft-roaming-self").status()).isEqualTo(200);
        }
    }

    @Test
    void newsCanWantAnAnswer() throws Exception {
        try (SignedClient client = signedIn("notify")) {
            client.subscribe("vnd-microsoft-roaming-self");
            client.ask(client.publish(0, 0));
            Answer news = client.raw.read();
            assertThat(news.header("CSeq")).isEqualTo("2 NOTIFY");
            assertThat(client.verify(news)).isNull();
        }
    }

    @Test
    void newsCanBeUnsigned() throws Exception {
        try (SignedClient client = signedIn("unsigned-benotify")) {
            client.subscribe("vnd-microsoft-roaming-self");
            assertThat(client.verify(client.ask(client.publish(0, 0)))).isNull();
            assertThat(client.verify(client.raw.read())).isEqualTo(Fault.AUTH_NOT_SIGNED);
        }
    }
}
