package rollcall.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import rollcall.plan.PlanException;

class MetricsServerTest {
    private static HttpResponse<String> ask(String method, String url) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url))
                .method(method, BodyPublishers.noBody())
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }

    @Test
    void servesTheLastFiguresAndNothingElse() throws Exception {
        try (MetricsServer server = MetricsServer.start("0")) {
            assertThat(server.url()).matches("http://127\\.0\\.0\\.1:\\d+/metrics");
            assertThat(ask("GET", server.url()).body()).isEmpty();
            server.serve(() -> figure(0));
            server.serve(() -> figure(1));
            HttpResponse<String> answer = ask("GET", server.url());
            assertThat(answer.body()).endsWith("# TYPE rollcall_check_up gauge\nrollcall_check_up 1.0\n");
            assertThat(answer.headers().firstValue("content-type"))
                    .hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(ask("HEAD", server.url()).statusCode()).isEqualTo(200);
            assertThat(ask("POST", server.url()).statusCode()).isEqualTo(405);
            assertThat(ask("GET", server.url() + "/more").statusCode()).isEqualTo(404);
        }
    }

    private static MetricSnapshots figure(double value) {
        return MetricSnapshots.of(GaugeSnapshot.builder()
                .name("rollcall_check_up")
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "65536", "nowhere:9464", "127.0.0.1", "-1"})
    void aPlaceThatIsNoneIsSaidInASentence(String place) {
        assertThatThrownBy(() -> MetricsServer.start(place))
                .isInstanceOf(PlanException.class)
                .hasMessageStartingWith("--metrics " + place + ": expected a port such as 9464");
    }

    @Test
    void aPortThatIsTakenIsSaidInASentence() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String place = "127.0.0.1:" + taken.getLocalPort();
            assertThatThrownBy(() -> MetricsServer.start(place))
                    .isInstanceOf(PlanException.class)
                    .hasMessageStartingWith("--metrics " + place + ": nobody can be served there");
        }
    }
}
