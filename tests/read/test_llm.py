"""The optional second reader, against a real server that speaks the usual protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from comity.errors import ReadError
from comity.read import Document
from comity.read.llm import Endpoint, propose

TEXT = "China lifted its curbs on gallium on Monday, the ministry said."
DOCUMENT = Document(name="story", text=TEXT, published=date(2025, 7, 30))
RECORD = {
    "type": "measure",
    "modality": "did",
    "evidence": TEXT,
    "attribution": [
        {"name": "the ministry", "kind": "institution", "quote": "the ministry"},
        {"name": "Reuters", "kind": "outlet", "quote": "Reuters"},
    ],
    "slots": {
        "issuer": {"value": "CN", "quote": "China"},
        "action": {"value": "lift", "quote": "lifted"},
        "goods": [{"value": "gallium", "quote": "gallium"}, {"value": "tin", "quote": "tin"}],
        "time": {"value": "1999-01-01", "quote": "Monday"},
    },
}


@contextmanager
def _server(content: str, status: int = 200) -> Iterator[Endpoint]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            answer = json.dumps({"choices": [{"message": {"content": content}}]}).encode()
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002  (its own name)
            del format, args

    server = HTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield Endpoint(url=f"http://127.0.0.1:{server.server_port}/v1", model="any")
    finally:
        server.shutdown()
        server.server_close()


def test_quotes_that_are_not_in_the_text_are_thrown_away() -> None:
    """What the text doesn't hold to the letter is dropped, and the drop is told."""
    with _server(json.dumps({"records": [RECORD]})) as endpoint:
        (proposal,), dropped = propose(DOCUMENT, endpoint)
    assert proposal.value("goods") == "gallium"
    assert [each.name for each in proposal.attribution] == ["the ministry"]
    assert len(dropped) == 2


def test_times_are_resolved_by_our_own_rules() -> None:
    """The model's date is not looked at; the quoted weekday is."""
    with _server(json.dumps({"records": [RECORD]})) as endpoint:
        (proposal,), _ = propose(DOCUMENT, endpoint)
    assert proposal.value("time") == "2025-07-28"


@pytest.mark.parametrize("content", ["no JSON", "{}", '{"records": "none"}'])
def test_an_answer_of_the_wrong_shape_is_an_error(content: str) -> None:
    """One clear error that names the endpoint."""
    with _server(content) as endpoint, pytest.raises(ReadError, match="127"):
        propose(DOCUMENT, endpoint)


def test_a_refusal_is_an_error() -> None:
    """A server's own error is passed on."""
    with _server("{}", status=500) as endpoint, pytest.raises(ReadError, match="500"):
        propose(DOCUMENT, endpoint)


def test_both_readers_propose_side_by_side() -> None:
    """The model's proposals stand beside ours, flagged, and what was dropped is a note."""
    from comity.read import Reading, read_source

    with _server(json.dumps({"records": [RECORD]})) as endpoint:
        (reading,) = read_source(TEXT.encode(), published=date(2025, 7, 30), model=endpoint)
    assert isinstance(reading, Reading)
    assert [each.flags for each in reading.proposals] == [(), ("language model",)]
    assert "thrown away" in reading.notes[0]
