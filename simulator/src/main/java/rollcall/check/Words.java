package rollcall.check;

/** What people in front of a client see, where many findings look the same to them. Paraphrased but for quoted titles. */
final class Words {
    static final String UNAVAILABLE =
            "Communicator says that it cannot sign in because the server is temporarily unavailable.";

    static final String CERTIFICATE =
            "Communicator says that there was a problem verifying the certificate from the server.";

    /** TechNet dd637123. */
    static final String CREDENTIALS =
            "Cannot sign in to Communicator. You may have entered your sign-in address, user name, or password"
                    + " incorrectly, or the authentication service may be incompatible with this version of the program.";

    static final String SOMETIMES = "Signing in works on one computer or one day, and not on another.";

    private Words() {}
}
