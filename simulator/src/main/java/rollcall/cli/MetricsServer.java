package rollcall.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import rollcall.plan.Addresses;
import rollcall.plan.PlanException;

/** Serves figures to Prometheus, at {@code /metrics}. One request at a time, none for longer than a few seconds. */
final class MetricsServer implements AutoCloseable {
    private static final int BACKLOG = 16;
    private static final int LARGEST_PORT = 65535;

    /** What the JDK's server reads once, when the first is made; in seconds but for the last two. */
    private static final String[][] LIMITS = {
        {"sun.net.httpserver.maxReqTime", "5"},
        {"sun.net.httpserver.maxRspTime", "5"},
        {"sun.net.httpserver.idleInterval", "30"},
        {"sun.net.httpserver.maxReqHeaders", "100"},
        {"jdk.httpserver.maxConnections", "64"}
    };

    private final HttpServer server;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final ExpositionFormats formats = ExpositionFormats.init();
    private volatile Supplier<MetricSnapshots> figures = () -> MetricSnapshots.of();

    private MetricsServer(HttpServer server) {
        this.server = server;
        server.setExecutor(thread);
        server.createContext("/", this::answer);
        server.start();
    }

    /**
     * Where {@code --metrics} says.
     *
     * @param place a port of this machine, 0 for any; or {@code ADDRESS:PORT}
     */
    static MetricsServer start(String place) throws PlanException {
        for (String[] limit : LIMITS) {
            if (System.getProperty(limit[0]) == null) {
                System.setProperty(limit[0], limit[1]);
            }
        }
        InetSocketAddress address = address(place);
        if (address == null) {
            throw new PlanException("--metrics " + place + ": expected a port such as 9464, or ADDRESS:PORT");
        }
        try {
            return new MetricsServer(HttpServer.create(address, BACKLOG));
        } catch (IOException e) {
            throw new PlanException("--metrics " + place + ": nobody can be served there (" + e.getMessage() + ")");
        }
    }

    private static @Nullable InetSocketAddress address(String place) {
        if (place.length() <= 5 && !place.isEmpty() && place.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int port = Integer.parseInt(place);
            return port <= LARGEST_PORT ? new InetSocketAddress(InetAddress.getLoopbackAddress(), port) : null;
        }
        Addresses.HostPort given = Addresses.hostPort(place, 0);
        InetAddress address = given == null ? null : Addresses.literal(given.host());
        return given == null || address == null ? null : new InetSocketAddress(address, given.port());
    }

    /** Where it can be asked. */
    String url() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return "http://" + (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + address.getPort() + "/metrics";
    }

    /** What is served from now on; asked at each request, on the server's thread. */
    void serve(Supplier<MetricSnapshots> figures) {
        this.figures = figures;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            boolean head = exchange.getRequestMethod().equals("HEAD");
            if (!head && !exchange.getRequestMethod().equals("GET")) {
                exchange.getResponseHeaders().set("Allow", "GET, HEAD");
                exchange.sendResponseHeaders(405, -1);
            } else if (!exchange.getRequestURI().getPath().equals("/metrics")) {
                exchange.sendResponseHeaders(404, -1);
            } else {
                ExpositionFormatWriter writer =
                        formats.findWriter(exchange.getRequestHeaders().getFirst("Accept"));
                ByteArrayOutputStream body = new ByteArrayOutputStream();
                writer.write(body, figures.get());
                exchange.getResponseHeaders().set("Content-Type", writer.getContentType());
                exchange.sendResponseHeaders(200, head || body.size() == 0 ? -1 : body.size());
                if (!head) {
                    body.writeTo(exchange.getResponseBody());
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
        thread.shutdownNow();
    }
}
