package rollcall.mock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.mock.Behaviour.Delivery;
import rollcall.mock.Behaviour.Kind;
import rollcall.mock.Behaviour.Plain;
import rollcall.mock.Behaviour.Redirect;
import rollcall.mock.Behaviour.Reject;
import rollcall.mock.Behaviour.Slow;
import rollcall.plan.PlanException;
import rollcall.sip.AsciiSlice;

final class ScriptTest {
    @Test
    void readsArguments() throws Exception {
        assertThat(Behaviour.parse("reject=403/4003")).isEqualTo(new Reject(403, 4003));
        assertThat(Behaviour.parse("reject=503")).isEqualTo(new Reject(503, 0));
        assertThat(Behaviour.parse("redirect=pool02.example.test:5062"))
                .isEqualTo(new Redirect("pool02.example.test", 5062));
        assertThat(Behaviour.parse("redirect=pool02.example.test"))
                .isEqualTo(new Redirect("pool02.example.test", 5061));
        assertThat(Behaviour.parse("slow=300ms")).isEqualTo(new Slow(300_000_000));
    }

    @Test
    void aPortAndAShareAreToldApart() throws Exception {
        Script script = Script.of(List.of("redirect=127.0.0.1:5062:50%"));
        assertThat(script.at(Kind.ANSWER, 0.49)).isEqualTo(new Redirect("127.0.0.1", 5062));
        assertThat(script.at(Kind.ANSWER, 0.51)).isNull();
    }

    @Test
    void everyNameOfTheCatalogueCanBeWritten() throws Exception {
        for (String usage : Behaviour.catalogue().keySet()) {
            String example = usage.replace("[=N]", "=40")
                    .replace("[=ID]", "=1010")
                    .replace("[=EVENT]", "=rejected")
                    .replace("[=NAME]", "=_sip._tls")
                    .replace("=STATUS[/ID]", "=404/4005")
                    .replace("=TIME[/FOR]", "=30s/10s")
                    .replace("=TIME[/TIMES]", "=2s/3")
                    .replace("[=/PATH]", "=/Abs/Ext")
                    .replace("=STATUS", "=502")
                    .replace("=HOST[:PORT]", "=a.b:1")
                    .replace("=HOST", "=a.b")
                    .replace("=TIME", "=1s")
                    .replace("=RATE", "=300/s")
                    .replace("=WORDS", "=server-busy");
            assertThat(Behaviour.parse(example)).as(example).isNotNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "stal | did you mean \"stall\"?",
                "expird | did you mean \"expired\"?",
                "zzzzzzzz | rollcall mock --help",
                "stall=3 | takes no argument",
                "no-route=1011 | takes 1007, 1008, 1009, 1010 or 1014",
                "reject | needs a status from 400 to 699",
                "reject=200 | not \"200\"",
                "reject=403/x | not \"x\"",
                "redirect=a b | not \"a b\"",
                "redirect=host:0 | not \"0\"",
                "slow=soon | not \"soon\"",
                "tls-alert=256 | not \"256\"",
                "forced-off=maybe | not \"maybe\"",
                "servfail=a..b | not \"a..b\"",
                "busy | needs a time",
                "busy=0s | not \"0s\"",
                "busy=2s/0 | not \"0\"",
                "refuse=200 | not \"200\"",
                "capacity | needs a rate",
                "capacity=300 | not \"300\"",
                "capacity=0/s | not \"0/s\""
            })
    void aMistakeIsExplained(String fault, String words) {
        assertThatThrownBy(() -> Behaviour.parse(fault))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stall:101%", "stall:-1%", "stall:x%", "stall:%"})
    void aShareIsAPercentage(String fault) {
        assertThatThrownBy(() -> Script.of(List.of(fault)))
                .isInstanceOf(PlanException.class)
                .hasMessageContaining("percentage");
    }

    @Test
    void aShareWithoutItsSignIsCompleted() {
        assertThatThrownBy(() -> Script.of(List.of("stall:10"))).hasMessageContaining("stall:10%");
    }

    @Test
    void sharesOfOneKindStandBesideEachOtherAndTheRestTakesWhatIsLeft() throws Exception {
        Script script = Script.of(List.of("drop", "stall:10%", "reject=403:20%", "fragment:50%"));
        assertThat(script.at(Kind.ANSWER, 0.05)).isEqualTo(Plain.STALL);
        assertThat(script.at(Kind.ANSWER, 0.15)).isEqualTo(new Reject(403, 0));
        assertThat(script.at(Kind.ANSWER, 0.35)).isEqualTo(Plain.DROP);
        assertThat(script.at(Kind.DELIVERY, 0.45)).isEqualTo(Delivery.FRAGMENT);
        assertThat(script.at(Kind.DELIVERY, 0.55)).isNull();
        assertThat(script.at(Kind.TLS, 0)).isNull();
    }

    @Test
    void moreThanTheWholeIsAMistake() {
        assertThatThrownBy(() -> Script.of(List.of("stall:60%", "drop:50%"))).hasMessageContaining("exceed 100%");
        assertThatThrownBy(() -> Script.of(List.of("stall", "drop"))).hasMessageContaining("both meant for everyone");
    }

    @Test
    void aUserStandsAtOnePointWhateverTheCase() {
        assertThat(Script.pointOf(AsciiSlice.of("User0001@Example.TEST")))
                .isEqualTo(Script.pointOf(AsciiSlice.of("user0001@example.test")));
    }

    @Test
    void aShareOfUsersAndOfQuestionsIsMet() {
        int users = 0;
        int questions = 0;
        for (int i = 1; i <= 10_000; i++) {
            users += Script.pointOf(AsciiSlice.of("user%04d@example.test".formatted(i))) < 0.1 ? 1 : 0;
            questions += Script.pointOf(i) < 0.1 ? 1 : 0;
        }
        assertThat(users).isBetween(850, 1150);
        assertThat(questions).isBetween(990, 1010);
    }
}
