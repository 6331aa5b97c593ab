package rollcall.check;

/**
 * What the catalogue says about a finding, the same every time.
 *
 * @param id {@code RC-DNS-003}: never given to anything else, so that people can look it up and scripts can rely on it
 * @param severity where the client in question comes this way
 * @param title what it is, in a few words without a full stop
 * @param cause why this is so, in a sentence
 * @param sees what somebody in front of Communicator sees, in a sentence
 * @param more what {@code rollcall explain} says besides: background, sources, how to look further
 */
public record FindingText(String id, Severity severity, String title, String cause, String sees, String more) {
    static FindingText of(
            String area, int number, Severity severity, String title, String cause, String sees, String more) {
        String digits = Integer.toString(1000 + number).substring(1);
        return new FindingText("RC-" + area + "-" + digits, severity, title, cause, sees, more);
    }
}
