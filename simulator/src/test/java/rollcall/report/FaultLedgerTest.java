package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.outcome.Fault;
import rollcall.outcome.Stage;

class FaultLedgerTest {
    private final FaultLedger one = new FaultLedger(FaultCount.Kind.FAILED);
    private final FaultLedger other = new FaultLedger(FaultCount.Kind.FAILED);

    @Test
    void sameFaultInTheSameStageIsOneRowWithTheFirstSample() {
        one.note(Stage.TLS, Fault.TLS_CERT_NAME, "second", "b@x", "s:1", 20);
        one.note(Stage.TLS, Fault.TLS_CERT_NAME, "third", "c@x", "s:1", 30);
        other.note(Stage.TLS, Fault.TLS_CERT_NAME, "first", "a@x", "s:1", 10);
        assertThat(FaultLedger.merge(List.of(one, other)))
                .containsExactly(new FaultCount(
                        FaultCount.Kind.FAILED,
                        Fault.TLS_CERT_NAME,
                        Stage.TLS,
                        3,
                        10,
                        30,
                        "first",
                        "a@x",
                        "s:1",
                        List.of()));
    }

    @Test
    void sameFaultInAnotherStageIsAnotherRow() {
        one.note(Stage.REGISTER, Fault.SIP_TIMEOUT, "", "a@x", "", 1);
        one.note(Stage.AUTHENTICATE, Fault.SIP_TIMEOUT, "", "a@x", "", 1);
        assertThat(FaultLedger.merge(List.of(one)))
                .extracting(FaultCount::stage)
                .containsExactly(Stage.REGISTER, Stage.AUTHENTICATE);
    }

    private static String refused(int id) {
        return "403 Forbidden; ms-diagnostics: " + id + ";reason=\"No.\";source=\"pool01.example.test\"";
    }

    @Test
    void idsThatTheServerGaveAreCountedApart() {
        one.note(Stage.REGISTER, Fault.SIP_FORBIDDEN, refused(4003), "a@x", "", 1);
        one.note(Stage.REGISTER, Fault.SIP_FORBIDDEN, refused(400), "a@x", "", 1);
        one.note(Stage.REGISTER, Fault.SIP_FORBIDDEN, "403 Forbidden; ms-diagnostics-public: 4004;x", "a@x", "", 2);
        other.note(Stage.REGISTER, Fault.SIP_FORBIDDEN, refused(4004), "a@x", "", 3);
        other.note(Stage.REGISTER, Fault.SIP_FORBIDDEN, "403 Forbidden", "a@x", "", 3);
        assertThat(FaultLedger.merge(List.of(one, other))).singleElement().satisfies(row -> {
            assertThat(row.count()).isEqualTo(5);
            assertThat(row.parts())
                    .containsExactly(new FaultPart("4004", 2), new FaultPart("400", 1), new FaultPart("4003", 1));
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "ms-diagnostics",
                "ms-diagnostics: ",
                "ms-diagnostics: x",
                "ms-diagnostics: 1234567",
                "a → b",
                ": ",
            })
    void whatHoldsNoIdHasNoParts(String detail) {
        one.note(Stage.REGISTER, Fault.SIP_FORBIDDEN, detail, "a@x", "", 1);
        assertThat(FaultLedger.merge(List.of(one)).get(0).parts()).isEmpty();
    }

    @Test
    void aServerThatMakesIdsUpFillsNoMemory() {
        for (int id = 1; id <= 1000; id++) {
            one.note(Stage.REGISTER, Fault.SIP_FORBIDDEN, refused(id), "a@x", "", id);
        }
        FaultCount row = FaultLedger.merge(List.of(one)).get(0);
        assertThat(row.count()).isEqualTo(1000);
        assertThat(row.parts()).hasSize(FaultLedger.MAX_PARTS);
    }

    @Test
    void schemesThatWereGivenUpAreCountedByWhatCameInstead() {
        one.note(Stage.TICKET, Fault.AUTH_NO_TICKET, "Kerberos → NTLM: no KDC: x", "a@x", "", 1);
        one.note(Stage.TICKET, Fault.AUTH_NO_TICKET, "Kerberos → NTLM: clock", "b@x", "", 2);
        one.note(Stage.TICKET, Fault.AUTH_NO_TICKET, "no KDC → down", "b@x", "", 2);
        one.note(Stage.TICKET, Fault.AUTH_NO_TICKET, "no KDC: a → b", "b@x", "", 2);
        assertThat(FaultLedger.merge(List.of(one)).get(0).parts())
                .startsWith(new FaultPart("Kerberos → NTLM", 2))
                .hasSize(2);
    }

    @Test
    void mostFrequentComesFirst() {
        one.note(Stage.DNS, Fault.DNS_TIMEOUT, "", "a@x", "", 1);
        other.note(Stage.TLS, Fault.TLS_CLOSED, "", "a@x", "", 1);
        other.note(Stage.TLS, Fault.TLS_CLOSED, "", "a@x", "", 1);
        assertThat(FaultLedger.merge(List.of(one, other)))
                .extracting(FaultCount::fault)
                .containsExactly(Fault.TLS_CLOSED, Fault.DNS_TIMEOUT);
    }

    @Test
    void whatAServerSaidIsCutAndCannotMoveTheCursor() {
        String detail = "503\r\nService\u001b]0;title\u0007\u009b31m" + "x".repeat(FaultLedger.MAX_DETAIL);
        one.note(Stage.REGISTER, Fault.SIP_UNAVAILABLE, detail, "a@x", "", 1);
        String kept = FaultLedger.merge(List.of(one)).get(0).detail();
        assertThat(kept)
                .startsWith("503  Service?]0;title??31mx")
                .endsWith("x…")
                .hasSize(FaultLedger.MAX_DETAIL + 1);
    }

    @Test
    void sampleLeavesOutWhatIsNotKnown() {
        one.note(Stage.DNS, Fault.DNS_TIMEOUT, "", "a@x", "", 1);
        one.note(Stage.DNS, Fault.DNS_REFUSED, "REFUSED", "a@x", "s:1", 2);
        assertThat(FaultLedger.merge(List.of(one)))
                .extracting(FaultCount::sample)
                .containsExactly("a@x", "a@x at s:1: REFUSED");
    }
}
