package rollcall.auth;

import rollcall.sip.AsciiSlice;

/** What both ends of an association know: its names, its version and its keys. */
final class NtlmAssociation {
    private final Kept realm = new Kept();
    private final Kept targetName = new Kept();
    private final NtlmKeys keys = new NtlmKeys();
    private int version;

    void set(AsciiSlice realm, AsciiSlice targetName, int version) {
        this.realm.set(realm);
        this.targetName.set(targetName);
        this.version = version;
    }

    AsciiSlice realm() {
        return realm.slice();
    }

    /** The server's name as it says it, which need not be the one the client connected to. */
    AsciiSlice targetName() {
        return targetName.slice();
    }

    /** Of the protocol: 2, 3 or 4 (MS-SIPAE 2.2.1). */
    int version() {
        return version;
    }

    NtlmKeys keys() {
        return keys;
    }
}
