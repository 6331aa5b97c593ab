package rollcall.check;

/** What people see whose client does not get what it fetches. The quoted words are those of Communicator 2007 R2. */
final class WebWords {
    static final String BOOK = "Communicator says \"Cannot synchronize address book\", and finds nobody by name.";

    static final String GROUP = "Communicator shows a distribution group without its members, or \"No result found\".";

    static final String BOOK_OR_GROUP =
            "Communicator says \"Cannot synchronize address book\", or shows groups without members.";

    private WebWords() {}
}
