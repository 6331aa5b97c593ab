package rollcall.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import rollcall.cli.MockProcess;

/** Another's tool, in C or C++, where it is on the PATH. {@code benchmarks/peers/README.md} says what each does not do. */
final class Peer {
    private static final Pattern CPU = Pattern.compile("cpu ([0-9.]+) ([0-9.]+)");
    /** As s_time and tls-perf tell; SIPp says by its exit code that all it was asked for were made. */
    private static final Pattern HANDSHAKES =
            Pattern.compile("(\\d+) connections in .* real seconds|HANDSHAKES (\\d+)");

    private static final String SIPP = "sipp %s -sf register.xml -m %d -r %d -l 500 -max_socket 2000 -nostdin -t ";
    /** SIPp reads a certificate for itself before it does anything with TLS. */
    private static final String SIPP_CERTIFICATE = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=sipp"
            + " -keyout cakey.pem -out cacert.pem 2>/dev/null";

    private final String name;
    private final String command;
    private final boolean tls;
    private final int count;
    private final List<Double> micros = new ArrayList<>();

    private Peer(String name, boolean tls, int count, String command) {
        this.name = name;
        this.tls = tls;
        this.count = count;
        this.command = command;
    }

    /**
     * All of them, with their ways to reach this pool.
     *
     * @param folder where they may leave files
     * @param count how many sign-ins a round has of those that make sign-ins
     * @param rate of these, a second
     */
    static List<Peer> all(MockProcess pool, Path folder, int count, int rate) throws IOException, InterruptedException {
        String secure = address(pool.tls());
        String plain = address(pool.tcp());
        List<Peer> all = new ArrayList<>();
        all.add(new Peer(
                "tls-perf TLS 1.2", true, 0, "tls-perf -q -l 4 -t 1 -T 3 --tls 1.2 " + secure.replace(':', ' ')));
        all.add(new Peer(
                "tls-perf TLS 1.3", true, 0, "tls-perf -q -l 4 -t 1 -T 3 --tls 1.3 " + secure.replace(':', ' ')));
        all.add(new Peer("openssl s_time TLS 1.2", true, 0, "openssl s_time -new -time 3 -tls1_2 -connect " + secure));
        all.add(new Peer("openssl s_time TLS 1.3", true, 0, "openssl s_time -new -time 3 -tls1_3 -connect " + secure));
        try (InputStream scenario = Objects.requireNonNull(Peer.class.getResourceAsStream("register.xml"))) {
            Files.copy(scenario, folder.resolve("register.xml"));
        }
        if (said(folder, "sipp -v").contains("-TLS")) {
            said(folder, SIPP_CERTIFICATE);
            all.add(new Peer("SIPp TLS", true, count, SIPP.formatted(secure, count, rate) + "ln"));
        }
        all.add(new Peer("SIPp TCP", false, count, SIPP.formatted(plain, count, rate) + "tn"));
        return all;
    }

    private static String address(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ':' + address.getPort();
    }

    String name() {
        return name;
    }

    /** Whether it does anything with TLS. */
    boolean tls() {
        return tls;
    }

    /** CPU of one handshake or sign-in in microseconds, a round each; empty where the tool is not there. */
    List<Double> micros() {
        return micros;
    }

    /** Measures once more. */
    void round(Path folder) throws IOException, InterruptedException {
        String said = said(folder, "TIMEFORMAT='cpu %U %S'; time " + command + " && echo all made");
        Matcher cpu = CPU.matcher(said);
        Matcher handshakes = HANDSHAKES.matcher(said);
        int made = count > 0
                ? said.contains("all made") ? count : 0
                : handshakes.find()
                        ? Integer.parseInt(handshakes.group(1) == null ? handshakes.group(2) : handshakes.group(1))
                        : 0;
        if (made > 0 && cpu.find()) {
            micros.add((Double.parseDouble(cpu.group(1)) + Double.parseDouble(cpu.group(2))) * 1e6 / made);
        }
    }

    private static String said(Path folder, String line) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        process.waitFor();
        return said;
    }
}
