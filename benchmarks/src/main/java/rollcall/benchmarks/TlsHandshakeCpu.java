package rollcall.benchmarks;

import rollcall.plan.PoolCertificate.KeyKind;
import rollcall.plan.TlsPlan.Engine;

/** {@link TlsHandshakeBenchmark} by CPU time, taking turns. */
public final class TlsHandshakeCpu {
    private static final Engine[] ENGINES = {Engine.BORINGSSL, Engine.JDK, Engine.BOUNCYCASTLE};
    private static final KeyKind[] KEYS = {KeyKind.RSA_2048, KeyKind.P_256};

    private TlsHandshakeCpu() {}

    /** Prints what a handshake takes, both ends, for each combination. */
    public static void main(String[] args) throws Exception {
        Interleaved run = new Interleaved();
        for (KeyKind key : KEYS) {
            for (Engine engine : ENGINES) {
                for (String protocol : new String[] {"TLSv1.2", "TLSv1.3"}) {
                    with(run, engine, protocol, key, false);
                    if (engine != Engine.BOUNCYCASTLE || !protocol.equals("TLSv1.3")) {
                        with(run, engine, protocol, key, true);
                    }
                }
            }
        }
        run.measure().print(System.out);
    }

    private static void with(Interleaved run, Engine engine, String protocol, KeyKind key, boolean resume) {
        TlsPair pair = new TlsPair(engine, protocol, key, resume); // ends with the process
        String name = engine.word() + ' ' + protocol + ' ' + key + (resume ? " resumed" : " full");
        run.with(name, pair::handshake);
    }
}
