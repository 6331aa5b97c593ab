package rollcall.auth;

import rollcall.sip.AsciiSlice;

/** What both ends of an association know: its scheme, its names, its version and its keys. */
final class SigningContext {
    private final Scheme scheme;
    private final SigningKeys keys;
    private final Kept realm = new Kept();
    private final Kept targetName = new Kept();
    private int version;

    SigningContext(Scheme scheme, SigningKeys keys) {
        this.scheme = scheme;
        this.keys = keys;
    }

    SigningContext(Scheme scheme, SigningKeys keys, AsciiSlice realm, AsciiSlice targetName, int version) {
        this(scheme, keys);
        set(realm, targetName, version);
    }

    void set(AsciiSlice realm, AsciiSlice targetName, int version) {
        this.realm.set(realm);
        this.targetName.set(targetName);
        this.version = version;
    }

    Scheme scheme() {
        return scheme;
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

    SigningKeys keys() {
        return keys;
    }
}
