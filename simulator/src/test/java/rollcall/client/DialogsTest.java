package rollcall.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;
import rollcall.sip.SipMessage;

/** What a client does in the dialogs of its subscriptions: renews them, and ends them if its plan says so. */
class DialogsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int LIST = 0;
    private static final int PROVISIONING = 1;
    private static final int OWN = 2;
    private static final String ROUTES =
            "Record-Route: <sip:dir01.example.test;lr>, <sip:edge01.example.test:443;transport=tls;lr>\n";

    private final MachineBench polite = bench(600, true);

    private static MachineBench bench(long staySeconds, boolean unsubscribe) {
        MachineBench bench = MachineBench.communicator(new SessionPlan(
                staySeconds * SECOND,
                StayFrom.SIGN_IN,
                false,
                false,
                true,
                true,
                false,
                0,
                36_000 * SECOND,
                null,
                null,
                unsubscribe));
        bench.toRegistering();
        bench.answer(bench.ok(72_000));
        bench.io.take();
        return bench;
    }

    private static void subscribed(MachineBench bench, int slot, int seconds) {
        bench.machine.onAnswer(slot, granted(bench, seconds), bench.now);
    }

    private static SipMessage granted(MachineBench bench, int seconds) {
        return bench.answer(
                "200 OK",
                ROUTES + "To: <sip:alice@example.test>;tag=24010080\n"
                        + "Contact: <sip:pool01.example.test:5061;transport=tls>\nExpires: " + seconds + "\n",
                "");
    }

    private static Presence presence(MachineBench bench) {
        return Objects.requireNonNull(bench.machine.presence());
    }

    @Test
    void aSubscriptionThatOutlivesTheStayIsNotKeptInMind() {
        MachineBench bench = bench(600, false);
        subscribed(bench, LIST, 39_600);
        assertThat(presence(bench).dialog(LIST)).isNull();
    }

    @Test
    void provisioningIsAskedForOnceAndHasNoDialog() {
        subscribed(polite, PROVISIONING, 0);
        assertThat(presence(polite).dialog(PROVISIONING)).isNull();
    }

    @Test
    void aSubscriptionIsRenewedInItsDialogTwoMinutesBeforeItEnds() {
        MachineBench bench = bench(3000, false);
        for (int slot = 0; slot < 3; slot++) {
            subscribed(bench, slot, slot == LIST ? 1000 : 0);
        }
        assertThat(bench.io.wakeNanos - bench.now).isEqualTo(880 * SECOND);
        for (int cseq = 2; cseq <= 3; cseq++) {
            bench.pass(880 * SECOND).machine.onTimeout(bench.now);
            assertThat(bench.io.take()).containsExactly("request 0");
            assertThat(bench.written(LIST)).contains("CSeq: " + cseq + " SUBSCRIBE\n");
            subscribed(bench, LIST, 1000);
        }
        assertThat(bench.io.outcomes).filteredOn("answered SUBSCRIBE"::equals).hasSize(5);
    }

    @Test
    void whatTheServerHasForgottenIsSubscribedToAnew() {
        MachineBench bench = bench(3000, false);
        subscribed(bench, LIST, 1000);
        bench.pass(880 * SECOND).machine.onTimeout(bench.now);
        bench.io.take();
        bench.machine.onAnswer(LIST, bench.answer("481 Subscription Does Not Exist", ""), bench.now);
        assertThat(bench.io.take()).containsExactly("request 0");
        assertThat(bench.written(LIST))
                .startsWith("SUBSCRIBE sip:alice@example.test SIP/2.0\n")
                .contains("To: <sip:alice@example.test>\n", "CSeq: 1 SUBSCRIBE\n")
                .doesNotContain("Route:");
    }

    @Test
    void aRenewalThatIsRefusedIsASetbackAndTheLastOfThatSubscription() {
        MachineBench bench = bench(3000, false);
        for (int slot = 0; slot < 3; slot++) {
            subscribed(bench, slot, slot == LIST ? 1000 : 0);
        }
        bench.pass(880 * SECOND).machine.onTimeout(bench.now);
        bench.machine.onAnswer(LIST, bench.answer("403 Forbidden", ""), bench.now);
        assertThat(bench.io.outcomes).endsWith("setback SUBSCRIBE SIP_FORBIDDEN");
        assertThat(presence(bench).dialog(LIST)).isNull();
        assertThat(bench.io.wakeNanos - bench.now).as("the end of the stay").isEqualTo((3000 - 880) * SECOND);
    }

    // RFC 3261 §12.2.1.1
    @Test
    void endsASubscriptionAlongTheRouteByteForByte() {
        subscribed(polite, OWN, 39_600);
        polite.io.take();
        polite.pass(600 * SECOND).machine.onTimeout(polite.now);
        assertThat(polite.io.take()).containsExactly("request 2", "sign out");
        byte[] dialog = new byte[Identity.CALL_ID_LENGTH + Identity.TAG_LENGTH];
        polite.identity.dialog(OWN, 0, dialog);
        String ids = new String(dialog, US_ASCII);
        String epid = new String(polite.identity.array(), 0, Identity.EPID_LENGTH, US_ASCII);
        assertThat(polite.written(OWN)).isEqualTo("""
                SUBSCRIBE sip:pool01.example.test:5061;transport=tls SIP/2.0
                Via: SIP/2.0/TLS 127.0.0.9:12723
                Max-Forwards: 70
                From: <sip:alice@example.test>;tag=%s;epid=%s
                To: <sip:alice@example.test>;tag=24010080
                Call-ID: %s
                CSeq: 2 SUBSCRIBE
                Route: <sip:edge01.example.test:443;transport=tls;lr>
                Route: <sip:dir01.example.test;lr>
                Contact: <sip:127.0.0.9:12723;transport=tls>
                User-Agent: UCCAPI/3.5.6907.0 OC/3.5.6907.0 (Microsoft Office Communicator 2007 R2)
                Event: vnd-microsoft-roaming-self
                Expires: 0
                Supported: com.microsoft.autoextend
                Supported: ms-benotify
                Proxy-Require: ms-benotify
                Supported: ms-piggyback-first-notify
                Content-Length: 0

                """.formatted(ids.substring(32), epid, ids.substring(0, 32)));
    }

    @Test
    void aRefusedEndIsASetbackAndTheClientSignsOutAllTheSame() {
        subscribed(polite, OWN, 39_600);
        polite.pass(600 * SECOND).machine.onTimeout(polite.now);
        polite.machine.onAnswer(OWN, polite.answer("504 Server Time-out", ""), polite.now);
        polite.machine.onAnswer(LIST, polite.answer("403 Forbidden", ""), polite.now); // asked long ago
        assertThat(polite.io.outcomes).endsWith("setback SUBSCRIBE SIP_SERVER_TIMEOUT");
        polite.answer(polite.ok(0));
        assertThat(polite.io.outcomes).endsWith("answered SIGN_OUT", "ended");
    }

    @Test
    void moreProxiesThanAnybodyNeedsAreASetback() {
        String endless = ROUTES.repeat(9) + "Expires: 39600\n";
        polite.machine.onAnswer(LIST, polite.answer("200 OK", endless, ""), polite.now);
        assertThat(polite.io.outcomes).endsWith("answered SUBSCRIBE", "setback SUBSCRIBE SIP_TOO_LARGE");
        assertThat(presence(polite).dialog(LIST)).isNull();
    }

    @Test
    void theNextLifeKnowsNothingOfTheDialogsOfTheLast() {
        subscribed(polite, OWN, 39_600);
        polite.machine.onClosed(false, "", polite.now);
        polite.assertLost(Stage.HOLD, Fault.LOST_CLOSED);
        polite.toRegistering();
        polite.answer(polite.ok(7200));
        assertThat(presence(polite).dialog(OWN)).isNull();
    }
}
