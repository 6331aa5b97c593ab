package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
                        FaultCount.Kind.FAILED, Fault.TLS_CERT_NAME, Stage.TLS, 3, 10, 30, "first", "a@x", "s:1"));
    }

    @Test
    void sameFaultInAnotherStageIsAnotherRow() {
        one.note(Stage.REGISTER, Fault.SIP_TIMEOUT, "", "a@x", "", 1);
        one.note(Stage.AUTHENTICATE, Fault.SIP_TIMEOUT, "", "a@x", "", 1);
        assertThat(FaultLedger.merge(List.of(one)))
                .extracting(FaultCount::stage)
                .containsExactly(Stage.REGISTER, Stage.AUTHENTICATE);
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
