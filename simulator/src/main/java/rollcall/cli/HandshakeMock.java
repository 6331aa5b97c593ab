package rollcall.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import rollcall.plan.Addresses;
import rollcall.plan.HandshakePlan;
import rollcall.plan.MockPlan;
import rollcall.plan.PlanException;

/** A mock pool to make handshakes with, in a process of its own, so that its processor time is not the client's. */
final class HandshakeMock implements AutoCloseable {
    private static final String NAME = "pool01.example.test";

    private final MockProcess process;
    private final Path folder;

    private HandshakeMock(MockProcess process, Path folder) {
        this.process = process;
        this.folder = folder;
    }

    /** Starts one with this kind of key: {@code rsa} or {@code ecdsa}. */
    static HandshakeMock start(String key, Console console) throws PlanException, InterruptedException {
        if (!key.equals("rsa") && !key.equals("ecdsa")) {
            throw new PlanException("--mock-key " + key + ": expected rsa or ecdsa");
        }
        console.say("Starting the mock pool …");
        MockPlan plan = new MockPlan(
                "example.test", 1, MockPlan.Auth.NONE, false, 0, 7200, key, List.of(), "127.0.0.1", 0, 0, 0);
        try {
            Path folder = Files.createTempDirectory("rollcall-handshake");
            return new HandshakeMock(MockProcess.start(plan, folder), folder);
        } catch (IOException e) {
            throw new PlanException("the mock pool could not be started: " + e.getMessage());
        }
    }

    /** What the options say, for this pool. */
    HandshakePlan plan(HandshakeOptions options) throws PlanException {
        return named(options.plan(address()));
    }

    /** The same with another count, where nobody has said one. */
    HandshakePlan plan(HandshakeOptions options, int otherwise) throws PlanException {
        return named(options.plan(address(), otherwise));
    }

    private Addresses.HostPort address() {
        return new Addresses.HostPort("127.0.0.1", process.tls().getPort());
    }

    private HandshakePlan named(HandshakePlan plan) {
        return plan.tls().trust() == null && plan.tls().verify()
                ? plan.with(NAME, plan.tls().withTrust(process.caPem()))
                : plan.with(NAME, plan.tls());
    }

    @Override
    public void close() throws IOException {
        process.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
