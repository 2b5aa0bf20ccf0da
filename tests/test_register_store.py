"""The user's register: append-only, chained, durable, one writer at a time."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import DBAPIError

from comity.errors import RegisterError, UnknownError
from comity.register.store import Register

_WRITER = """
import os, sys
from comity.register.store import Register
place = sys.argv[1]
warm = Register(place=place + ".warm")  # load the libraries once, not in each child
warm.append("decision", "pair", {})
warm.close()
for _ in sys.stdin:
    child = os.fork()
    if child == 0:
        register = Register(place=place)
        while True:
            entry = register.append("decision", "pair", {"text": "x" * 500}, by="test")
            os.write(1, f"ack {entry.id} {entry.hash}\\n".encode())
    os.write(1, f"pid {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""


@pytest.fixture
def register(tmp_path: Path) -> Iterator[Register]:
    """Make a register of its own."""
    made = Register(place=str(tmp_path / "home" / "register.db"))
    yield made
    made.close()


def test_a_place_without_a_register_is_empty_and_reading_makes_none(register: Register) -> None:
    """Asking never writes."""
    assert register.entries() == []
    assert register.verify().entries == 0
    assert not Path(register.place).exists()


def test_entries_come_back_as_they_were_recorded(register: Register) -> None:
    """Kind, key, content, who and what it supersedes are kept; so is the order."""
    first = register.append("measure", "letter", {"toml": "größe = 1"}, by="ana")
    second = register.append("withdrawal", "letter", {"why": "void"}, by="bo", supersedes=1)
    assert [first, second] == register.entries()
    assert register.find(1).content == {"toml": "größe = 1"}
    assert (1, "bo", first.hash) == (second.supersedes, second.recorded_by, second.previous)
    assert [second] == register.entries("withdrawal", key="letter")
    assert [first] == register.entries(upto=1)
    assert (2, second.hash) == (register.head.entries, register.head.hash)


def test_an_entry_that_is_not_there_is_unknown(register: Register) -> None:
    """Looking for a position beyond the end is an error of ours."""
    with pytest.raises(UnknownError, match="no entry 7"):
        register.find(7)


def test_the_database_itself_refuses_change(register: Register) -> None:
    """Neither update nor delete of an entry is possible by the way."""
    register.append("decision", "pair", {})
    with sqlite3.connect(register.place) as connection:
        for statement in ("UPDATE entry SET body = '{}'", "DELETE FROM entry"):
            with pytest.raises(sqlite3.IntegrityError, match="only appended"):
                connection.execute(statement)
    connection.close()


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE entry SET body = '{\"a\": 2}' WHERE id = 2", "entry 2 is not what was recorded"),
        ("UPDATE entry SET recorded_by = 'me' WHERE id = 3", "entry 3 is not what was recorded"),
        ("DELETE FROM entry WHERE id = 2", "entry 2 is lacking"),
        ("DELETE FROM entry WHERE id = 3", "entries after 2 are lacking"),
    ],
)
def test_verify_finds_tampering(register: Register, statement: str, told: str) -> None:
    """Whoever goes round the guards is found out, the first changed entry named."""
    for number in range(3):
        register.append("decision", "pair", {"a": number})
    connection = sqlite3.connect(register.place)
    connection.executescript(f"DROP TRIGGER entry_update; DROP TRIGGER entry_delete; {statement};")
    connection.close()
    with pytest.raises(RegisterError, match=told):
        register.verify()


def test_a_replaced_history_is_found_by_a_hash_noted_earlier(
    register: Register, tmp_path: Path
) -> None:
    """A register rebuilt from scratch verifies by itself but not against a noted hash."""
    noted = register.append("decision", "pair", {"a": 1}).hash
    other = Register(place=str(tmp_path / "other.db"))
    other.append("decision", "pair", {"a": 2})
    assert register.verify(noted).entries == 1
    with pytest.raises(RegisterError, match="history was replaced"):
        other.verify(noted)
    other.close()


def test_a_copy_takes_what_it_lacks_and_nothing_else(register: Register, tmp_path: Path) -> None:
    """A copy holds the same chain, can be brought up to date, and refuses another history."""
    target = tmp_path / "copy" / "register.db"
    register.append("decision", "pair", {"a": 1})
    assert register.head == register.copy(target)
    register.append("decision", "pair", {"a": 2})
    assert register.head == register.copy(target)
    copied = Register(place=str(target))
    assert register.entries() == copied.entries()
    copied.append("decision", "pair", {"a": 3})
    copied.close()
    with pytest.raises(RegisterError, match="holds other entries"):
        register.copy(target)


def test_a_register_of_a_newer_comity_is_refused(register: Register) -> None:
    """An old program does not write into what it does not understand."""
    register.append("decision", "pair", {})
    with sqlite3.connect(register.place) as connection:
        connection.execute("UPDATE head SET version = 99")
    connection.close()
    newer = Register(place=register.place)
    with pytest.raises(RegisterError, match="version 99"):
        newer.entries()


def test_what_is_no_register_is_refused(tmp_path: Path) -> None:
    """A file of another kind gives one clear error and stays as it is."""
    path = tmp_path / "register.db"
    path.write_text("no database " * 100, encoding="utf-8")
    with pytest.raises(RegisterError, match="can't be used: file is not a database"):
        Register(place=str(path)).append("decision", "pair", {})
    assert path.read_text(encoding="utf-8").startswith("no database")


def test_several_writers_take_turns(register: Register) -> None:
    """Entries of many threads are all kept and form one chain, the first of it among them."""

    def write() -> None:
        mine = Register(place=register.place)
        for number in range(10):
            mine.append("decision", "pair", {"a": number})
        mine.close()

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert register.verify().entries == 40


def test_no_acknowledged_entry_is_lost_when_the_writer_is_killed(tmp_path: Path) -> None:
    """Killed 200 times at any instant, the register opens clean with all that was acknowledged."""
    place = str(tmp_path / "register.db")
    Register(place=place).append("decision", "pair", {})
    chance = random.Random(20250610)  # noqa: S311  when to kill, no secret
    acknowledged: dict[int, str] = {}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(
        [sys.executable, "-c", _WRITER, place],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
    ) as server:  # fmt: skip
        assert server.stdin is not None
        assert server.stdout is not None
        for count in range(200):
            server.stdin.write("go\n")
            server.stdin.flush()
            while not (line := server.stdout.readline()).startswith("pid"):
                _acknowledge(line, acknowledged)
            child = int(line.split()[1])
            if count % 4:  # killed among its entries, else perhaps while it opens
                _acknowledge(server.stdout.readline(), acknowledged)
            time.sleep(chance.uniform(0.0, 0.02))
            os.kill(child, signal.SIGKILL)
            while (line := server.stdout.readline()) != "dead\n":
                _acknowledge(line, acknowledged)
        server.stdin.close()
    register = Register(place=place)
    register.verify()
    kept = {entry.id: entry.hash for entry in register.entries()}
    register.close()
    assert len(acknowledged) >= 150  # three rounds in four wait for one
    assert acknowledged.items() <= kept.items()


def _acknowledge(line: str, acknowledged: dict[int, str]) -> None:
    if line.startswith("ack"):
        _, number, digest = line.split()
        acknowledged[int(number)] = digest


@pytest.fixture(scope="module")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real server in a folder of its own; it refuses to run as root."""
    pytest.importorskip("psycopg")
    if not all(shutil.which(name) for name in ("initdb", "pg_ctl")):
        pytest.skip("no PostgreSQL server on this machine")
    folder = tmp_path_factory.mktemp("postgresql")
    user: list[str] = []
    if os.geteuid() == 0:
        # It lies where root's commands do, which isn't on every path.
        runuser = shutil.which("runuser", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
        if not runuser:
            pytest.skip("PostgreSQL refuses root, and there is no runuser to become another")
        user = [runuser, "-u", "nobody", "--"]
        folder.parent.parent.chmod(0o755)
        folder.parent.chmod(0o755)
        shutil.chown(folder, "nobody")
    data = folder / "data"
    options = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    started = [
        [*user, "initdb", "-D", str(data), "-U", "comity", "-A", "trust", "-E", "UTF8"],
        [*user, "pg_ctl", "-D", str(data), "-w", "-o", options, "-l", str(folder / "log"), "start"],
    ]
    for command in started:
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder)
        if done.returncode:
            pytest.skip(f"PostgreSQL did not start: {done.stderr.strip() or done.stdout.strip()}")
    yield f"postgresql+psycopg://comity@/postgres?host={folder}"
    subprocess.run(
        [*user, "pg_ctl", "-D", str(data), "-m", "immediate", "stop"],
        check=True, capture_output=True, cwd=folder,
    )  # fmt: skip


def test_a_team_shares_a_register_in_postgresql(postgresql: str, register: Register) -> None:
    """The same chain in a database: guarded, verified, copied there and back."""
    for number in range(3):
        register.append("decision", "größe", {"a": number})
    shared = Register(place=postgresql)
    assert register.head == register.copy(postgresql)
    assert register.entries() == shared.entries()
    fourth = shared.append("measure", "letter", {"toml": ""}, supersedes=2)
    assert shared.verify().entries == 4
    assert shared.head == shared.copy(register.place)
    assert fourth == register.find(4)
    shared.close()
    engine = create_engine(postgresql)
    with pytest.raises(DBAPIError, match="only appended"), engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET body = ''")
    engine.dispose()


def test_writers_take_turns_in_postgresql(postgresql: str) -> None:
    """Entries of several connections form one chain."""
    shared = Register(place=postgresql)
    before = shared.head.entries

    def write() -> None:
        mine = Register(place=postgresql)
        for number in range(5):
            mine.append("decision", "pair", {"a": number})
        mine.close()

    threads = [threading.Thread(target=write) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert before + 15 == shared.verify().entries
    shared.close()


def test_a_database_that_is_not_there_is_one_clear_error(tmp_path: Path) -> None:
    """The password of the URL is not shown."""
    pytest.importorskip("psycopg")
    place = f"postgresql+psycopg://ana:secret@/none?host={tmp_path}"
    with pytest.raises(RegisterError, match="can't be used") as caught:
        Register(place=place).append("decision", "pair", {})
    assert "secret" not in str(caught.value)
