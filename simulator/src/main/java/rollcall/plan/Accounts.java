package rollcall.plan;

/** All users of a run. */
public interface Accounts {
    int size();

    /** The user with this number, from 0. */
    Account at(int index);
}
