"""Tests of downloading, against a real server on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from comity.errors import ScreenError, UnknownError
from comity.screen.store import ListStore
from comity.screen.update import Updater, feed_urls

TODAY = date(2026, 8, 1)
GOOD = b"id,name,country\n" + b"".join(b"%d,Zynthar Works %d,DE\n" % (n, n) for n in range(50))


class Server(ThreadingHTTPServer):
    """Serves one body; fails as often as told; remembers what it was asked."""

    body = GOOD
    failures = 0
    cut = False
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: list[dict[str, str]] = []

    @property
    def url(self) -> str:
        """Where the feed is."""
        return f"http://127.0.0.1:{self.server_port}/list.csv"


class Handler(BaseHTTPRequestHandler):
    """Answers with an ETag and honors conditions."""

    server: Server

    def do_GET(self) -> None:
        """Answer one request."""
        self.server.asked.append(dict(self.headers.items()))
        if self.server.failures:
            self.server.failures -= 1
            self.send_error(503)
            return
        tag = f'"{hash(self.server.body)}"'
        if self.headers.get("If-None-Match") == tag:
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("ETag", tag)
        self.send_header("Last-Modified", "Fri, 31 Jul 2026 13:15:00 GMT")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        body = self.server.body
        self.wfile.write(body[: len(body) // 2] if self.server.cut else body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  inherited name
        """Keep quiet."""


@contextmanager
def serving() -> Iterator[Server]:
    """Run the server for the time of a test."""
    server = Server()
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def updater(home: Path, url: str, *, force: bool = False) -> Updater:
    """An updater of one feed that does not wait."""
    return Updater(store=ListStore(home), today=TODAY, urls={"own": url}, force=force,
                   wait=lambda _: None)  # fmt: skip


def test_a_feed_is_imported_with_the_day_it_was_modified(tmp_path: Path) -> None:
    """A feed without a date of its own takes the server's."""
    with serving() as server:
        (done,) = updater(tmp_path, server.url).update()
    assert done.is_new
    assert done.changes[0].snapshot.as_of == "2026-07-31"
    assert server.url == done.changes[0].snapshot.source


def test_an_unchanged_feed_is_not_downloaded_again(tmp_path: Path) -> None:
    """The second request is conditional and changes nothing."""
    with serving() as server:
        updater(tmp_path, server.url).update()
        (again,) = updater(tmp_path, server.url).update()
        assert not again.is_new
        assert "If-None-Match" in server.asked[-1]
    assert len(ListStore(tmp_path).snapshots("own")) == 1


def test_a_busy_server_is_asked_again(tmp_path: Path) -> None:
    """Two refusals are borne, a dead server is told."""
    with serving() as server:
        server.failures = 2
        assert updater(tmp_path, server.url).update()[0].is_new
        assert len(server.asked) == 3
        server.failures = 99
        server.body += b"51,New,DE\n"
        with pytest.raises(ScreenError, match="503"):
            updater(tmp_path, server.url).update()


@pytest.mark.parametrize("broken", ["cut", "loss", "bytes"])
def test_a_broken_feed_leaves_the_old_snapshot(tmp_path: Path, broken: str) -> None:
    """Cut off, robbed of most rows, or not text: refused with one clear error."""
    with serving() as server:
        updater(tmp_path, server.url).update()
        if broken == "cut":
            server.cut, server.body = True, GOOD + b"51,X,DE\n"
        else:
            server.body = GOOD[:200] if broken == "loss" else b"\xff\xfe" + GOOD
        with pytest.raises(ScreenError, match="own: "):
            updater(tmp_path, server.url).update()
    (snapshot,) = ListStore(tmp_path).snapshots("own")
    assert snapshot.parties == 50


def test_a_dead_address_is_told(tmp_path: Path) -> None:
    """No server, one clear error."""
    with pytest.raises(ScreenError, match="not downloaded"):
        updater(tmp_path, "http://127.0.0.1:9/list.csv").update()


def test_an_unknown_feed_is_named(tmp_path: Path) -> None:
    """The feeds there are, are listed."""
    with pytest.raises(UnknownError, match="known are own"):
        updater(tmp_path, "http://127.0.0.1:9/").update(["nope"])


def test_the_users_addresses_replace_the_official_ones(tmp_path: Path) -> None:
    """A company may mirror the lists."""
    assert feed_urls(tmp_path)["csl"].startswith("https://data.trade.gov/")
    (tmp_path / "feeds.csv").write_text("feed,url\ncsl,http://mirror/csl.json\n", encoding="utf-8")
    assert feed_urls(tmp_path)["csl"] == "http://mirror/csl.json"
