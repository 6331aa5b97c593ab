package rollcall.sip;

/** Who gets what a {@link SipFrameDecoder} finds. Called on the channel's event loop. */
public interface SipReceiver {
    /**
     * A whole message. It is lent: it and every slice taken from it are valid only until this method returns. The
     * receiver may close the channel or remove the decoder; then nothing more is delivered.
     */
    void onMessage(SipMessage lent);

    /** Line breaks between messages: a keep-alive or the answer to one. Once for each run of them that one read saw. */
    void onKeepAlive();

    /**
     * The stream is not SIP. Called at most once for a connection: what follows on it is dropped unread, because where
     * the next message would begin is not known. Closing the channel is up to the receiver.
     *
     * @param offset where it was noticed, in bytes from the beginning of the message
     */
    void onMalformed(SipProblem problem, int offset);
}
