package rollcall.check;

/** For whom a web service is. */
enum Audience {
    INSIDE("clients inside"),
    OUTSIDE("clients outside");

    private final String words;

    Audience(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }
}
