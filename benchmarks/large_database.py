"""A large database: one organization that the API filled, copied as often as is asked, each with prefixes of its own."""

import sqlite3


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def report(name, seconds):
    shown = ", ".join(f"{label} {value * 1000:.3f} ms" for label, value in (
        ("p50", percentile(seconds, 0.50)), ("p99", percentile(seconds, 0.99)), ("max", max(seconds))))
    print(f"{name}: {shown}", flush=True)


def make_template(daemon, entries):
    """One organization, with the entries of one that is in use."""
    rest = daemon.start().rest()
    rest.create_organization("template")
    rest.create_credential("template", "web")
    rest.protect("template", mode="blocking")
    rest.authorize("template", *(f"192.0.2.{last}" for last in range(entries)))
    daemon.stop()


def prefix(organization, index):
    """A /24 as it is stored: family, address, length."""
    return bytes([4]) + (((organization * 40503 + index) << 8) & 0xFFFFFFFF).to_bytes(4, "big") + bytes([24])


def copy_template(database, count):
    """Whatever columns the tables have, all but what must differ is the template's."""
    connection = sqlite3.connect(database)
    connection.create_function("prefix_of", 2, prefix, deterministic=True)
    connection.execute("PRAGMA synchronous = OFF")
    (template,) = connection.execute("SELECT id FROM organization WHERE name = 'template'").fetchone()
    connection.execute("CREATE TEMP TABLE copy (n INTEGER PRIMARY KEY)")
    connection.execute("WITH RECURSIVE c(n) AS (SELECT ? + 1 UNION ALL SELECT n + 1 FROM c WHERE n < ? + ?)"
                       "INSERT INTO copy SELECT n FROM c", (template, template, count - 1))
    differing = {
        "organization": {"id": "n", "name": "'organization ' || n"},
        "protection": {"organization": "n"},
        "credential": {"organization": "n", "id": "n", "fingerprint": "randomblob(16)"},
        "entry": {"organization": "n", "prefix": "prefix_of(n, row_number() OVER (PARTITION BY n))"},
    }
    for table, changes in differing.items():
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        values = ", ".join(changes.get(name, f"t.{name}") for name in names)
        key = "id" if table == "organization" else "organization"
        connection.execute(f"INSERT INTO {table} ({', '.join(names)}) SELECT {values} FROM copy, {table} AS t "
                           f"WHERE t.{key} = ? ORDER BY n", (template,))
    connection.execute("UPDATE meta SET value = ? WHERE name = 'next_credential'", (template + count + 1,))
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
