package rollcall.cli;

import rollcall.plan.TlsPlan;
import rollcall.tls.LegacyTls;

/** Old TLS, where somebody asked for it: comes before anything that has to do with TLS, and never quietly. */
final class LegacySwitch {
    private LegacySwitch() {}

    /** Does nothing unless the plan wants old TLS. */
    static void apply(TlsPlan tls, Console console) {
        if (tls.engine() == TlsPlan.Engine.JDK_LEGACY) {
            LegacyTls.allow();
            console.warn(
                    "old TLS is allowed: TLS 1.0, RC4, 3DES, and certificates with MD5, SHA-1 or short keys. Somebody"
                            + " on the way can read and change what is sent. Use it for pools that know nothing newer, in a"
                            + " network that you trust.");
        }
    }
}
