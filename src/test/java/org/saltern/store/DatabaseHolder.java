package org.saltern.store;

/**
 * A process of its own that has a database open until it is killed: {@code hold} only holds it, {@code write} commits a row at a
 * time and prints it after each commit.
 */
final class DatabaseHolder {
    private DatabaseHolder() {}

    public static void main(String[] args) throws InterruptedException {
        Database db = Database.open(new DatabaseSettings(args[0], "", ""));
        if (args[1].equals("write")) {
            db.jdbi().useHandle(h -> h.execute("CREATE TABLE thing (name VARCHAR(10))"));
            for (int i = 0; ; i++) {
                String name = "n" + i;
                db.jdbi().useHandle(h -> h.execute("INSERT INTO thing VALUES (?)", name));
                System.out.println(name);
            }
        }
        System.out.println("open");
        Thread.sleep(Long.MAX_VALUE);
    }
}
