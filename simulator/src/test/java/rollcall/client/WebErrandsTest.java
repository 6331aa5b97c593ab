package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;
import rollcall.plan.WebPlan;
import rollcall.plan.WebPlan.Book;
import rollcall.web.WebResult;

/** What a signed-in client fetches, and when. */
class WebErrandsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int PROVISIONING = 1;
    private static final String DOCUMENT = "<provisionGroupList><provisionGroup name='ServerConfiguration'>"
            + "<absInternalServerUrl>https://in.example.test/Abs</absInternalServerUrl>"
            + "<absExternalServerUrl>https://out.example.test/Abs</absExternalServerUrl>"
            + "<dlxInternalUrl>https://in.example.test/dlx</dlxInternalUrl>"
            + "<dlxExternalUrl>https://out.example.test/dlx</dlxExternalUrl>"
            + "</provisionGroup></provisionGroupList>";
    private static final WebResult FETCHED = new WebResult(null, "F-0A8C.lsabs", 1000);

    private final MachineBench bench = bench(Book.FULL, 0, List.of("sales@example.test"));

    private static MachineBench bench(Book book, long withinNanos, List<String> groups) {
        return fetching(new WebPlan(book, withinNanos, groups, 60 * SECOND));
    }

    /** In a session in which nothing else ever falls due. */
    private static MachineBench fetching(WebPlan web) {
        return MachineBench.communicator(new SessionPlan(1_000_000 * SECOND, StayFrom.SIGN_IN, false, false, true)
                .subscribing(false, 0)
                .reauthenticating(1_000_000 * SECOND)
                .fetching(web));
    }

    private static void signIn(MachineBench bench, String headers, String document) {
        bench.toRegistering();
        bench.answer(bench.ok(7_000_000, headers));
        bench.io.take();
        bench.machine.onAnswer(PROVISIONING, bench.answer("200 OK", document), bench.now);
    }

    private void answerTheOthers() {
        bench.machine.onAnswer(0, bench.answer("200 OK", ""), bench.now);
        bench.machine.onAnswer(2, bench.answer("200 OK", ""), bench.now);
    }

    @Test
    void fetchesWhereProvisioningSaysAsSoonAsItSays() {
        signIn(bench, "", DOCUMENT);
        assertThat(bench.io.take())
                .containsExactly(
                        "fetch addressBook https://in.example.test/Abs", "fetch groups https://in.example.test/dlx");
    }

    @Test
    void whoIsOutsideGoesToTheServersOutside() {
        signIn(bench, "ms-user-logon-data: RemoteUser\r\n", DOCUMENT);
        assertThat(bench.io.take())
                .containsExactly(
                        "fetch addressBook https://out.example.test/Abs", "fetch groups https://out.example.test/dlx");
    }

    @Test
    void thereIsNoGoingBackToTheServersInside() {
        signIn(bench, "ms-user-logon-data: RemoteUser\r\n", DOCUMENT.replace("absExternal", "other"));
        assertThat(bench.io.take()).containsExactly("fetch groups https://out.example.test/dlx");
        assertThat(bench.io.outcomes).contains("setback ADDRESS_BOOK WEB_NO_URL");
        assertThat(bench.io.setbackDetail).contains("absExternalServerUrl");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://in.example.test/Abs", "in.example.test/Abs", "https://"})
    void whatIsNoUrlOverTlsIsASetback(String url) {
        signIn(bench, "", DOCUMENT.replace("https://in.example.test/Abs", url));
        assertThat(bench.io.take()).containsExactly("fetch groups https://in.example.test/dlx");
        assertThat(bench.io.outcomes).contains("setback ADDRESS_BOOK WEB_NO_URL");
    }

    @Test
    void onlyWhatThePlanAsksForIsFetched() {
        MachineBench groups = bench(Book.NONE, 0, List.of("sales@example.test"));
        signIn(groups, "", DOCUMENT);
        assertThat(groups.io.take()).containsExactly("fetch groups https://in.example.test/dlx");
        MachineBench book = bench(Book.DELTA, 0, List.of());
        signIn(book, "", DOCUMENT);
        assertThat(book.io.take()).containsExactly("fetch addressBook https://in.example.test/Abs");
    }

    @Test
    void whatIsFetchedIsCountedAndWhatIsNotIsASetback() {
        signIn(bench, "", DOCUMENT);
        bench.pass(SECOND);
        bench.machine.onFetched(Stage.ADDRESS_BOOK, FETCHED, bench.now);
        bench.machine.onFetched(Stage.GROUPS, WebResult.failed(Fault.WEB_SOAP_FAULT, "no group"), bench.now);
        assertThat(bench.io.outcomes).endsWith("answered ADDRESS_BOOK", "setback GROUPS WEB_SOAP_FAULT");
        String begun = " of " + (bench.now - SECOND);
        assertThat(bench.io.fetches)
                .containsExactly("ADDRESS_BOOK" + begun + ", 1000 bytes", "GROUPS" + begun + ", 0 bytes");
        assertThat(bench.machine.state()).isEqualTo(LogonState.HOLDING);
    }

    @Test
    void whatTakesTooLongIsAbandoned() {
        signIn(bench, "", DOCUMENT);
        bench.machine.onFetched(Stage.GROUPS, FETCHED, bench.now);
        answerTheOthers();
        bench.io.take();
        long sentNanos = bench.now;
        assertThat(bench.io.wakeNanos).isEqualTo(sentNanos + 60 * SECOND);
        bench.now = bench.io.wakeNanos;
        bench.machine.onTimeout(bench.now);
        assertThat(bench.io.take()).containsExactly("abandon addressBook");
        assertThat(bench.io.fetches)
                .endsWith("ADDRESS_BOOK of " + sentNanos + ", 0 bytes")
                .hasSize(2);
        assertThat(bench.io.outcomes).endsWith("setback ADDRESS_BOOK WEB_TIMEOUT");
        bench.machine.onFetched(Stage.ADDRESS_BOOK, FETCHED, bench.now);
        assertThat(bench.io.outcomes).endsWith("setback ADDRESS_BOOK WEB_TIMEOUT");
    }

    @Test
    void theAddressBookWaitsForATimeOfTheClientsOwn() {
        MachineBench waits = bench(Book.FULL, 3600 * SECOND, List.of());
        signIn(waits, "", DOCUMENT);
        assertThat(waits.io.take()).isEmpty();
        waits.machine.onAnswer(0, waits.answer("200 OK", ""), waits.now);
        waits.machine.onAnswer(2, waits.answer("200 OK", ""), waits.now);
        assertThat(waits.io.wakeNanos).isBetween(waits.now + 1, waits.now + 3600 * SECOND);
        waits.now = waits.io.wakeNanos;
        waits.machine.onTimeout(waits.now);
        assertThat(waits.io.take()).containsExactly("fetch addressBook https://in.example.test/Abs");
    }

    @Test
    void bothAreFetchedAgainAfterADay() {
        signIn(bench, "", DOCUMENT);
        answerTheOthers();
        bench.machine.onFetched(Stage.ADDRESS_BOOK, FETCHED, bench.now);
        bench.machine.onFetched(Stage.GROUPS, FETCHED, bench.now);
        bench.io.take();
        assertThat(bench.io.wakeNanos).isEqualTo(bench.now + 24 * 3600 * SECOND);
        bench.now = bench.io.wakeNanos;
        bench.machine.onTimeout(bench.now);
        assertThat(bench.io.take())
                .containsExactly(
                        "fetch addressBook https://in.example.test/Abs", "fetch groups https://in.example.test/dlx");
    }

    private static MachineBench askingForTheRelay() {
        return fetching(new WebPlan(Book.NONE, 0, 0, List.of(), 60 * SECOND, true));
    }

    private static final int RELAY = 5;
    private static final String CREDENTIALS = "<response reasonPhrase='OK'><credentials><username>dQ==</username>"
            + "<password>cA==</password></credentials><hostName>edge01.example.test</hostName></response>";

    @Test
    void credentialsForTheMediaRelayAreAskedForWhereProvisioningSays() {
        MachineBench relay = askingForTheRelay();
        signIn(relay, "", "<mrasUri>sip:mras@example.test;gruu</mrasUri>");
        assertThat(relay.io.take()).containsExactly("request " + RELAY);
        relay.machine.onAnswer(RELAY, relay.answer("200 OK", CREDENTIALS), relay.now);
        assertThat(relay.io.outcomes).endsWith("answered MRAS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<mrasUri/>",
                "<mrasUri>https://edge01.example.test/</mrasUri>",
                "<mrasUri>sip:mras@example.test\r\nX: y</mrasUri>",
                "<mrasUri>sip:mras@example.test&gt;</mrasUri>"
            })
    void withoutAUsableUriNobodyIsAsked(String document) {
        MachineBench relay = askingForTheRelay();
        signIn(relay, "", document);
        assertThat(relay.io.take()).isEmpty();
        assertThat(relay.io.outcomes).endsWith("setback MRAS MRAS_NO_URI");
    }

    @ParameterizedTest
    @ValueSource(strings = {"reasonPhrase='OK'|Server Busy", "dQ==|", "hostName|other", "response|other"})
    void anAnswerWithoutCredentialsAndRelayIsASetback(String change) {
        String from = change.substring(0, change.indexOf('|'));
        String to = change.substring(change.indexOf('|') + 1);
        String body = from.startsWith("reason")
                ? CREDENTIALS.replace(from, "reasonPhrase='" + to + "'")
                : CREDENTIALS.replace(from, to);
        MachineBench relay = askingForTheRelay();
        signIn(relay, "", "<mrasUri>sip:mras@example.test;gruu</mrasUri>");
        relay.machine.onAnswer(RELAY, relay.answer("200 OK", body), relay.now);
        assertThat(relay.io.outcomes).endsWith("setback MRAS MRAS_REFUSED");
        assertThat(relay.io.setbackDetail).doesNotContain("dQ==").doesNotContain("cA==");
    }

    @Test
    void whatComesWhenTheClientIsGoneIsDropped() {
        signIn(bench, "", DOCUMENT);
        bench.machine.onClosed(true, "", bench.now);
        bench.machine.onFetched(Stage.ADDRESS_BOOK, FETCHED, bench.now);
        bench.assertLost(Stage.HOLD, Fault.LOST_RESET);
    }
}
