package rollcall.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;
import rollcall.plan.SessionPlan;
import rollcall.plan.SessionPlan.StayFrom;

class PresenceTest {
    private static final long SECOND = 1_000_000_000L;
    private static final int LIST = 0;
    private static final int PROVISIONING = 1;
    private static final int OWN = 2;
    private static final int CONTACTS = 3;
    private static final int PUBLISH = 4;

    private final MachineBench bench = MachineBench.communicator(plan(true, true, 5));

    private static SessionPlan plan(boolean subscribe, boolean publish, int contacts) {
        return new SessionPlan(
                600 * SECOND,
                StayFrom.SIGN_IN,
                true,
                true,
                true,
                subscribe,
                publish,
                contacts,
                3600 * SECOND,
                null,
                null,
                false);
    }

    private void signIn() {
        bench.toRegistering();
        bench.io.take();
        bench.answer(bench.ok(7200));
    }

    private Presence presence() {
        return Objects.requireNonNull(bench.machine.presence());
    }

    private void answer(int slot, String status, String body) {
        bench.machine.onAnswer(slot, bench.answer(status, body), bench.now);
    }

    @Test
    void subscribesToEverythingAtOnceWhenSignedIn() {
        signIn();
        assertThat(bench.io.take()).containsExactly("request 0", "request 1", "request 2");
        bench.pass(9);
        answer(PROVISIONING, "200 OK", "");
        assertThat(bench.io.take()).isEmpty();
        assertThat(bench.io.outcomes).containsExactly("signed in", "answered SUBSCRIBE");
    }

    @Test
    void watchesContactsOnceItHasTheList() {
        signIn();
        bench.io.take();
        answer(LIST, "200 OK", "<contactList/>");
        assertThat(bench.io.take()).containsExactly("request 3");
        answer(CONTACTS, "200 OK", "");
        assertThat(bench.io.outcomes).endsWith("answered CONTACTS");
    }

    @Test
    void aPoolThatKeepsNoContactListIsNotedAndContactsAreWatched() {
        signIn();
        bench.io.take();
        answer(LIST, "488 Not Acceptable Here", "");
        assertThat(bench.io.take()).containsExactly("request 3");
        assertThat(bench.io.outcomes).endsWith("setback SUBSCRIBE SIP_NOT_ACCEPTABLE");
        assertThat(bench.machine.state()).isEqualTo(LogonState.HOLDING);
    }

    @Test
    void contactsAreWatchedWithoutSubscribingToAnythingElse() {
        MachineBench only = MachineBench.communicator(plan(false, false, 5));
        only.toRegistering();
        only.io.take();
        only.answer(only.ok(7200));
        assertThat(only.io.take()).containsExactly("request 3");
    }

    @Test
    void publishesOnTopOfTheVersionsThatThePoolKnows() {
        signIn();
        bench.io.take();
        answer(OWN, "200 OK", """
                <roamingData xmlns="http://schemas.microsoft.com/2006/09/sip/roaming-self"><categories \
                xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:alice@example.test">\
                <category name="state" instance="536870912" container="3" version="7"/>\
                <category name="state" instance='%d' container="2" version="2"/>\
                <category name="device" instance="%d" container="2" version="4"><device version="9"/></category>\
                <category name="state" instance="1" container="2" version="99"/>\
                <category name="note" instance="536870912" container="2" version="98"/>\
                </categories></roamingData>""".formatted(bench.identity.machineInstance(), bench.identity.deviceInstance()));
        assertThat(bench.io.take()).containsExactly("request 4");
        assertThat(presence().versions()).containsExactly(4, 2, 0, 0, 7);
        answer(PUBLISH, "200 OK", "");
        assertThat(bench.io.outcomes).endsWith("answered PUBLISH");
    }

    @Test
    void aConflictIsMendedAndPublishedAgainAndNotForEver() {
        signIn();
        answer(OWN, "200 OK", "not even XML");
        bench.io.take();
        for (int conflict = 1; conflict <= 3; conflict++) {
            answer(PUBLISH, "409 Conflict", """
                    <Fault xmlns="http://schemas.microsoft.com/2006/09/sip/service-fault">\
                    <Faultcode>Client.BadCall.WrongDelta</Faultcode><details>\
                    <operation index="1" version="0" curVersion="%d"/><operation index="5" version="0" curVersion="6"/>\
                    <operation index="6" curVersion="1"/><operation index="0" curVersion="1"/><operation/>\
                    </details></Fault>""".formatted(conflict));
            assertThat(bench.io.take()).containsExactly("request 4");
            assertThat(presence().versions()).containsExactly(conflict, 0, 0, 0, 6);
        }
        answer(PUBLISH, "409 Conflict", "");
        assertThat(bench.io.take()).isEmpty();
        assertThat(bench.io.outcomes)
                .filteredOn("setback PUBLISH SIP_VERSION_CONFLICT"::equals)
                .hasSize(3);
        assertThat(bench.machine.state()).isEqualTo(LogonState.HOLDING);
    }

    @Test
    void aDialogThatTheServerDoesNotKnowIsBegunAnewUnderAnotherCallId() {
        signIn();
        byte[] before = new byte[Identity.CALL_ID_LENGTH + Identity.TAG_LENGTH];
        bench.identity.dialog(OWN, presence().attempt(OWN), before);
        bench.io.take();
        answer(OWN, "481 Call Leg/Transaction Does Not Exist", "");
        assertThat(bench.io.take()).containsExactly("request 2");
        byte[] after = new byte[before.length];
        bench.identity.dialog(OWN, presence().attempt(OWN), after);
        assertThat(after).isNotEqualTo(before);
        assertThat(bench.io.outcomes).endsWith("setback SUBSCRIBE SIP_NO_DIALOG");
    }

    @Test
    void anAnswerIsKnownByItsCallIdWhileItIsAwaited() {
        signIn();
        byte[] scratch = new byte[Identity.CALL_ID_LENGTH + Identity.TAG_LENGTH];
        byte[] dialog = new byte[scratch.length];
        bench.identity.dialog(PROVISIONING, 0, dialog);
        assertThat(presence().slotOf(dialog, 0, 32, scratch)).isEqualTo(PROVISIONING);
        assertThat(presence().slotOf(dialog, 0, 31, scratch)).isEqualTo(-1);
        answer(PROVISIONING, "200 OK", "");
        assertThat(presence().slotOf(dialog, 0, 32, scratch)).isEqualTo(-1);
    }

    @Test
    void whatIsNotAnsweredIsGivenUpAndTheClientStays() {
        signIn();
        answer(OWN, "200 OK", "");
        answer(LIST, "200 OK", "");
        answer(CONTACTS, "200 OK", "");
        answer(PUBLISH, "200 OK", "");
        bench.pass(bench.io.wakeNanos - bench.now).machine.onTimeout(bench.now);
        assertThat(bench.now).isGreaterThan(32 * SECOND);
        assertThat(bench.io.outcomes).endsWith("setback SUBSCRIBE SIP_TIMEOUT");
        assertThat(bench.machine.state()).isEqualTo(LogonState.HOLDING);
        assertThat(bench.io.wakeNanos - bench.now).isGreaterThan(32 * SECOND);
    }

    @Test
    void aForgottenAssociationIsMadeAnewAndTheRequestSentAgain() {
        signIn();
        bench.io.take();
        answer(PROVISIONING, "401 Unauthorized", "");
        assertThat(bench.machine.state()).isEqualTo(LogonState.REAUTHENTICATING);
        assertThat(bench.io.take()).containsExactly("register");
        answer(OWN, "200 OK", ""); // answers go on meanwhile
        assertThat(bench.io.take()).containsExactly("request 4");
        answer(LIST, "401 Unauthorized", "");
        bench.answer(bench.challenge(2, "a", false));
        assertThat(bench.io.take()).containsExactly("register");
        bench.pass(5).answer(bench.ok(7200));
        assertThat(bench.io.take()).containsExactly("request 0", "request 1");
        assertThat(bench.io.outcomes).contains("setback HOLD AUTH_FORGOTTEN").endsWith("answered REAUTHENTICATE");
    }

    @Test
    void authenticatesAnewBeforeTheAssociationIsTooOld() {
        MachineBench old = MachineBench.communicator(
                new SessionPlan(9000 * SECOND, StayFrom.SIGN_IN, true, false, true).reauthenticating(3600 * SECOND));
        old.toRegistering();
        old.answer(old.challenge(1, "a", false));
        old.answer(old.ok(7200));
        assertThat(old.io.wakeNanos - old.now)
                .as("Digest has no association that grows old")
                .isEqualTo(7170 * SECOND);
    }

    @Test
    void theNextLifeStartsWithNothingUnderWay() {
        signIn();
        answer(PROVISIONING, "401 Unauthorized", "");
        bench.machine.onClosed(false, "", bench.now);
        bench.assertLost(Stage.REAUTHENTICATE, Fault.LOST_CLOSED);
        bench.io.take();
        bench.toRegistering();
        bench.io.take();
        bench.answer(bench.ok(7200));
        assertThat(bench.io.take()).containsExactly("request 0", "request 1", "request 2");
    }
}
