package rollcall.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.engine.Guards;
import rollcall.engine.HandshakeTarget;
import rollcall.plan.HandshakePlan;
import rollcall.plan.PlanException;
import rollcall.plan.TlsPlan;
import rollcall.report.HandshakeMatrixText;
import rollcall.report.HandshakeMatrixText.Row;

/** Every way to make a handshake with the mock pool: engine, protocol, kind of key, full or resumed; measured by turns. */
final class HandshakeMatrix {
    private static final int COUNT = 500;

    private final HandshakeOptions options;
    private final Console console;

    HandshakeMatrix(HandshakeOptions options, Console console) {
        this.options = options;
        this.console = console;
    }

    /** One way, before it is measured. */
    private record Cell(
            String engine,
            String protocol,
            String key,
            boolean resume,
            @Nullable HandshakeTarget target,
            @Nullable String cannot) {}

    /** Measures and tells. @return the exit code */
    int run() throws Exception {
        List<Cell> cells = new ArrayList<>();
        try (HandshakeMock rsa = HandshakeMock.start("rsa", console);
                HandshakeMock ecdsa = HandshakeMock.start("ecdsa", console)) {
            try {
                for (TlsPlan.Engine engine : options.engines()) {
                    for (String protocol : options.protocols()) {
                        for (boolean resume : options.resumptions()) {
                            cells.add(cell(engine, protocol, resume, rsa, "RSA 2048"));
                            cells.add(cell(engine, protocol, resume, ecdsa, "EC 256"));
                        }
                    }
                }
                return measure(cells);
            } finally {
                for (Cell cell : cells) {
                    if (cell.target != null) {
                        cell.target.close();
                    }
                }
            }
        }
    }

    private Cell cell(TlsPlan.Engine engine, String protocol, boolean resume, HandshakeMock mock, String key)
            throws PlanException {
        HandshakePlan plan = mock.plan(options, COUNT);
        TlsPlan tls = new TlsPlan(
                engine,
                plan.tls().trust(),
                List.of(protocol),
                List.of(),
                resume,
                plan.tls().verify(),
                null);
        try {
            HandshakeTarget target = HandshakeTarget.open(
                    plan.with(plan.name(), tls), new InetSocketAddress(InetAddress.getLoopbackAddress(), plan.port()));
            if (target.engine().equals(engine.word())) {
                return new Cell(engine.word(), protocol, key, resume, target, null);
            }
            target.close();
            return new Cell(engine.word(), protocol, key, resume, null, "this engine does not load here");
        } catch (PlanException e) {
            return new Cell(engine.word(), protocol, key, resume, null, String.valueOf(e.getMessage()));
        }
    }

    private int measure(List<Cell> cells) throws PlanException, InterruptedException {
        List<HandshakeTarget> targets = new ArrayList<>();
        for (Cell cell : cells) {
            if (cell.target != null) {
                targets.add(cell.target);
            }
        }
        HandshakeSession.Done done =
                HandshakeSession.measure(targets, new Guards(options.guards(), why -> {}), console);
        List<Row> rows = new ArrayList<>();
        int at = 0;
        for (Cell cell : cells) {
            rows.add(new Row(
                    cell.engine,
                    cell.protocol,
                    cell.key,
                    cell.resume,
                    cell.target == null ? null : done.measurements().get(at++),
                    cell.cannot));
        }
        if (done.facts().stoppedBy() != null) {
            console.warn("stopped: the numbers are of what was done until then.");
        }
        console.out().print(HandshakeMatrixText.of(rows, console.outStyle()));
        console.out().flush();
        boolean failed = done.measurements().stream().anyMatch(each -> each.failed() > 0);
        return done.facts().stoppedBy() != null ? Main.STOPPED : failed ? Main.TARGET_FAILED : Main.OK;
    }
}
