package rollcall.auth;

import rollcall.sip.AsciiSlice;

/**
 * The keys of one association, by which both ends sign. Signing is GSS_GetMIC of the mechanism (MS-SIPAE 3.2.5.1), spelled
 * in hex.
 */
interface SigningKeys {
    /** The most bytes that a signature has, and what is needed to check one. */
    int MAX_SIGNATURE = 40;

    /**
     * Signs {@code length} bytes of text.
     *
     * @param asClient with the client's key, else with the server's
     * @param signature takes the bytes, up to {@value #MAX_SIGNATURE}
     * @return how many they are
     */
    int sign(AuthKit kit, boolean asClient, byte[] text, int length, byte[] signature);

    /**
     * Do these hex digits, in either case, spell a right signature?
     *
     * @param byClient of the client, else of the server
     * @param scratch {@value #MAX_SIGNATURE} bytes
     */
    boolean isRight(AuthKit kit, boolean byClient, byte[] text, int length, AsciiSlice hex, byte[] scratch);
}
