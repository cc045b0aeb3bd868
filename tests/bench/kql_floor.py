#!/usr/bin/env python3
"""How the query engine compares with DuckDB and SQLite: kql_floor.queries over the same telemetry, turn by turn.

usage: kql_floor.py PROGRAMS [--rows N] [--rounds N] [--folder FOLDER] [--threads N] [--sqlite-rounds N] [--memory]

PROGRAMS is the folder with telemetry_sample and kql_floor_host. The data (telemetry.db, a DuckDB file and a SQLite
file with an index on the times) is made once in FOLDER and kept there. Every engine has its file on the same disk
and reads it warm; the last line is cold: a new process that opens the file. Ends with 0 if everything ran, whatever
the figures; 77 if duckdb is not installed (pip install duckdb).
"""
import argparse
import math
import os
import pathlib
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time

try:
    import duckdb
except ImportError:
    print("kql_floor: the package duckdb is not installed (pip install duckdb); nothing was measured.")
    sys.exit(77)

TABLES = ("requests", "exceptions", "traces")


def read_queries(path):
    queries, engine = [], None
    for line in path.read_text().splitlines():
        if line.startswith("== "):
            queries.append({"name": line[3:]})
        elif line.startswith("-- "):
            engine = line[3:]
        elif engine and queries and line:
            queries[-1][engine] = queries[-1].get(engine, "") + line + "\n"
    return queries


def make_data(programs, folder, rows):
    """Writes each file unless it is there; a file appears under its name only when it is whole."""
    if not (folder / "made").exists():
        start = time.perf_counter()
        subprocess.run([programs / "telemetry_sample", folder, str(rows), "--csv"], check=True)
        print(f"made the sample in {time.perf_counter() - start:.0f} s")
        (folder / "made").touch()
    duck_file, lite_file = folder / "sample.duckdb", folder / "sample.sqlite"
    if not duck_file.exists():
        part = folder / "part.duckdb"
        part.unlink(missing_ok=True)
        duck = duckdb.connect(str(part))
        for table in TABLES:
            duck.execute(f"CREATE TABLE {table} AS SELECT * REPLACE (timestamp::TIMESTAMP AS timestamp) "
                         f"FROM read_csv('{folder / table}.csv', header=true, types={{'resultCode': 'VARCHAR', "
                         "'version': 'BIGINT'})" if table == "requests" else
                         f"CREATE TABLE {table} AS SELECT * REPLACE (timestamp::TIMESTAMP AS timestamp) "
                         f"FROM read_csv('{folder / table}.csv', header=true)")
        duck.close()
        part.rename(duck_file)
    if not lite_file.exists():
        part = folder / "part.sqlite"
        part.unlink(missing_ok=True)
        duck = duckdb.connect(str(duck_file), read_only=True)
        lite = sqlite3.connect(part)
        lite.execute("PRAGMA journal_mode = OFF")
        for table in TABLES:
            rows_of = duck.execute(f"SELECT * REPLACE (epoch_us(timestamp) AS timestamp) FROM {table}")
            names = [column[0] for column in rows_of.description]
            lite.execute(f"CREATE TABLE {table} ({', '.join(names)})")
            while chunk := rows_of.fetchmany(50_000):
                lite.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * len(names))})", chunk)
            lite.execute(f"CREATE INDEX {table}_time ON {table} (timestamp)")
        lite.commit()
        lite.close()
        part.rename(lite_file)
    return duck_file, lite_file


class Signalbox:
    def __init__(self, programs, file, threads):
        self.host = subprocess.Popen([programs / "kql_floor_host", file, str(threads)], stdin=subprocess.PIPE,
                                     stdout=subprocess.PIPE, text=True)

    def run(self, number):
        self.host.stdin.write(f"{number}\n")
        self.host.stdin.flush()
        answer = self.host.stdout.readline()
        if not answer:
            sys.exit("kql_floor: kql_floor_host ended.")
        milliseconds, rows, first = (answer.strip() + "  ").split(" ", 2)
        return float(milliseconds), int(rows), first.strip()

    def close(self):
        self.host.stdin.close()
        self.host.wait()


def timed(cursor, sql):
    start = time.perf_counter()
    rows = cursor.execute(sql).fetchall()
    return (time.perf_counter() - start) * 1000, len(rows), str(rows[0] if rows else "")[:100]


def geometric(values):
    return math.exp(statistics.fmean(math.log(value) for value in values))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("programs", type=pathlib.Path)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sqlite-rounds", type=int, default=1, help="SQLite takes minutes; 0 leaves it out")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--folder", type=pathlib.Path)
    parser.add_argument("--only", type=int, nargs="*", help="numbers of queries, from 0")
    parser.add_argument("--memory", action="store_true", help="give Signalbox the sample in memory, not telemetry.db")
    parser.add_argument("--answers", action="store_true", help="show the first row that each engine gives")
    options = parser.parse_args()
    programs = options.programs.resolve()
    folder = options.folder or pathlib.Path(tempfile.gettempdir()) / f"signalbox-kql-floor-{options.rows}"
    folder.mkdir(parents=True, exist_ok=True)
    queries = read_queries(pathlib.Path(__file__).with_name("kql_floor.queries"))
    duck_file, lite_file = make_data(programs, folder, options.rows)

    duck = duckdb.connect(str(duck_file), read_only=True)
    duck.execute(f"SET threads = {options.threads}")
    lite = sqlite3.connect(f"file:{lite_file}?mode=ro", uri=True)
    lite.execute("PRAGMA mmap_size = 34359738368")
    box = Signalbox(programs, f"memory:{options.rows}" if options.memory else folder / "telemetry.db", options.threads)

    load = os.getloadavg()[0]
    print("Signalbox reads memory" if options.memory else "Signalbox reads telemetry.db", end=": ")
    print(f"{options.rows:,} requests, {options.threads} threads of {os.cpu_count()}, load {load:.1f}, "
          f"DuckDB {duckdb.__version__}, SQLite {sqlite3.sqlite_version}, median of {options.rounds} "
          f"(SQLite {options.sqlite_rounds})")
    print(f"{'':30}{'Signalbox':>11}{'DuckDB':>10}{'SQLite':>11}{'/DuckDB':>9}{'SQLite/':>9}   ms")
    ratios, gains = [], []
    for number, query in enumerate(queries):
        if options.only and number not in options.only:
            continue
        times = {"kql": [], "duckdb": [], "sqlite": []}
        answers = {}
        for turn in range(options.rounds + 1):  # the first warms up
            for engine, run in (("kql", lambda: box.run(number)), ("duckdb", lambda: timed(duck, query["duckdb"])),
                                ("sqlite", lambda: timed(lite, query["sqlite"]))):
                if engine == "sqlite" and turn >= options.sqlite_rounds:
                    continue
                milliseconds, *answers[engine] = run()
                if turn > 0 or engine == "sqlite":
                    times[engine].append(milliseconds)
        ours, theirs = statistics.median(times["kql"]), statistics.median(times["duckdb"])
        light = statistics.median(times["sqlite"]) if times["sqlite"] else math.nan
        ratios.append(ours / theirs)
        gains.append(light / ours)
        print(f"{query['name']:30}{ours:11.1f}{theirs:10.1f}{light:11.1f}{ours / theirs:9.2f}{light / ours:9.1f}",
              flush=True)
        counts = {engine: answer[0] for engine, answer in answers.items()}
        if len(set(counts.values())) > 1:
            print(f"  the numbers of rows differ: {counts}")
        if options.answers:
            for engine, answer in answers.items():
                print(f"  {engine:8}{answer[1]}")
    print(f"{'geometric mean':30}{'':32}{geometric(ratios):9.2f}{geometric(gains):9.1f}")
    box.close()
    cold = []
    for _ in range(max(options.rounds, 1)):
        fresh = Signalbox(programs, folder / "telemetry.db", options.threads)
        cold.append(fresh.run(len(queries) - 1)[0])
        fresh.close()
    print(f"last 5 minutes in a new process, with opening the file: {statistics.median(cold):.1f} ms")


if __name__ == "__main__":
    main()
