package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SteeringTest {
    private final List<Double> rates = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private double most = 50;
    private int stops;

    private final Steering steering = new Steering(
            new Steering.Wheel() {
                @Override
                public double rate(double factor) {
                    if (most < 0) {
                        return -1;
                    }
                    rates.add(Math.min(factor, most));
                    return Math.min(factor, most);
                }

                @Override
                public void stop() {
                    stops++;
                }
            },
            told::add);

    private void press(String keys) {
        keys.chars().forEach(steering::press);
    }

    @Test
    void plusAndMinusAreTenPercentAndUndoEachOther() {
        press("++--");
        assertThat(rates).containsExactly(1.1, 1.21, 1.1, 1.0);
    }

    @Test
    void starDoublesAndSlashHalves() {
        press("**/");
        assertThat(rates).containsExactly(2.0, 4.0, 2.0);
    }

    @Test
    void pauseEndsAtTheRateThatWasWantedMeanwhile() {
        press("*p*");
        assertThat(steering.paused()).isTrue();
        press("p");
        assertThat(steering.paused()).isFalse();
        assertThat(rates).containsExactly(2.0, 0.0, 4.0);
    }

    @Test
    void theGuardsHaveTheLastWordAndSaySo() {
        most = 3;
        press("**-");
        assertThat(rates).containsExactly(2.0, 3.0, 2.7273);
        assertThat(told).singleElement().asString().contains("guards.maxPerSecond");
    }

    @Test
    void theRateStaysWithinReason() {
        press("////////");
        assertThat(rates.get(7)).isEqualTo(0.01);
        press("****************");
        assertThat(rates.get(rates.size() - 1)).isEqualTo(50);
    }

    @Test
    void aRunWithoutLoadCannotBeSteered() {
        most = -1;
        press("+p");
        assertThat(rates).isEmpty();
        assertThat(steering.paused()).isFalse();
        assertThat(told).hasSize(1);
    }

    @Test
    void otherKeysDoNothingAndQStops() {
        press("xy \u001b[Aq");
        assertThat(rates).isEmpty();
        assertThat(stops).isEqualTo(1);
    }
}
