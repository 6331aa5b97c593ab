package rollcall.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.expositionformats.ExpositionFormats;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
    private static String text(Runs runs, double rateFactor) {
        return ExpositionFormats.init()
                .getPrometheusTextFormatWriter()
                .toDebugString(RunMetrics.of(
                        Setup.of(Runs.plan(), "boringssl"), 1_000, rateFactor, runs.tallies, Runs.HEALTHY));
    }

    @Test
    void prometheusReadsWhatTheResultWillSay() {
        assertThat(text(Runs.mixed(), 2))
                .contains("rollcall_run_info{client=\"Microsoft Office Communicator 2007 R2\",scenario=\"quickstart\","
                        + "target=\"the built-in mock pool, example.test\"} 1\n")
                .contains("\nrollcall_clients_planned 1000.0\n")
                .contains("\nrollcall_clients_started_total 1000.0\n")
                .contains("\nrollcall_clients_signed_in_total 989.0\n")
                .contains("\nrollcall_clients_failed_total 11.0\n")
                .contains("\nrollcall_clients_lost_total 9.0\n")
                .contains("\nrollcall_rate_factor 2.0\n")
                .contains("\nrollcall_faults_total{blame=\"policy\",fault=\"TLS_CERT_NAME\",kind=\"failed\","
                        + "stage=\"tls\"} 10.0\n")
                .contains("fault=\"CONNECT_REFUSED\",kind=\"setback\",stage=\"connect\"} ")
                .contains("\nrollcall_generator_healthy 1.0\n");
    }

    @Test
    void bucketsAreCumulativeAndWhole() {
        Runs runs = new Runs(1);
        runs.signIn(0, 0, 0.4);
        runs.signIn(0, 0, 4);
        runs.signIn(0, 0, 40_000);
        runs.tallies.sample();
        assertThat(text(runs, 1))
                .contains("rollcall_stage_duration_seconds_bucket{stage=\"dns\",le=\"5.0E-4\"} 1\n")
                .contains("rollcall_stage_duration_seconds_bucket{stage=\"dns\",le=\"0.0025\"} 1\n")
                .contains("rollcall_stage_duration_seconds_bucket{stage=\"dns\",le=\"0.005\"} 2\n")
                .contains("rollcall_stage_duration_seconds_bucket{stage=\"dns\",le=\"30.0\"} 2\n")
                .contains("rollcall_stage_duration_seconds_bucket{stage=\"dns\",le=\"+Inf\"} 3\n")
                .contains("rollcall_stage_duration_seconds_count{stage=\"dns\"} 3\n")
                .containsPattern("rollcall_stage_duration_seconds_sum\\{stage=\"dns\"} 40\\.0");
    }

    @Test
    void aRunOfWhichNothingIsKnownYetHasFigures() {
        assertThat(text(new Runs(1), 1))
                .contains("\nrollcall_clients_started_total 0.0\n")
                .contains("\nrollcall_logon_from_due_seconds_count 0\n");
    }
}
