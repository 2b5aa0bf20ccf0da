# ruff: noqa: E501  (the samples keep the lines of their formats)
"""Documents in every usual format, and hostile ones."""

from __future__ import annotations

import base64
import contextlib
import time
from collections.abc import Iterator
from datetime import date
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from comity.errors import ReadError
from comity.read import read_document
from comity.read.intake.load import load

STORY = "China lifted its export controls on gallium on Monday, the ministry said."
PAGE = f"""<!doctype html><html><head><title>Gallium</title>
<meta property="article:published_time" content="2025-06-11T08:00:00+00:00">
<meta property="og:site_name" content="The Outlet"></head><body><nav>Home | World</nav>
<article><h1>Gallium</h1><p>{STORY}</p><p>{STORY.replace("gallium", "germanium")}</p></article>
<script>var x = "<p>not this</p>";</script></body></html>"""
FEED = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>News</title>
<item><title>One</title><link>https://example.org/1</link>
<pubDate>Wed, 11 Jun 2025 08:00:00 GMT</pubDate><description>{STORY}</description></item>
<item><title>Two</title><pubDate>Thu, 12 Jun 2025 08:00:00 GMT</pubDate>
<description>&lt;p&gt;{STORY}&lt;/p&gt;</description></item></channel></rss>"""
MAIL = f"""\
From: Desk <desk@example.org>\r\nSubject: Gallium\r\nDate: Wed, 11 Jun 2025 08:00:00 +0000\r
Content-Type: text/plain; charset=utf-8\r\n\r\n{STORY}\r\n"""


def _pdf(text: str) -> bytes:
    """Write the smallest PDF that holds a line of text."""
    stream = f"BT /F1 12 Tf 20 700 Td ({text}) Tj ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(parts) + 1, table)
    return out + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % end


@pytest.mark.parametrize(
    ("name", "content", "day"),
    [
        ("story.txt", STORY.encode(), None),
        (
            "story.md",
            f"---\ndate: 2025-06-11\ntz: Europe/London\n---\n{STORY}".encode(),
            date(2025, 6, 11),
        ),
        ("story.html", PAGE.encode(), date(2025, 6, 11)),
        ("story.pdf", _pdf(STORY), None),
        ("story.xml", FEED.encode(), date(2025, 6, 11)),
        ("story.eml", MAIL.encode(), date(2025, 6, 11)),
    ],
)
def test_every_format_gives_the_story_and_its_day(
    name: str, content: bytes, day: date | None, tmp_path: Path
) -> None:
    """The main text is read, the day of publication taken from where the format keeps it."""
    path = tmp_path / name
    path.write_bytes(content)
    document = load(path)[0]
    assert "China lifted its export controls on gallium on Monday" in document.text
    assert "not this" not in document.text
    assert day == document.published


def test_a_feed_holds_several_documents() -> None:
    """Each item is a document of its own, with its own day."""
    assert [date(2025, 6, 11), date(2025, 6, 12)] == [
        each.published for each in load(FEED.encode())
    ]


def test_the_text_after_the_front_matter_is_kept_to_the_letter() -> None:
    """Offsets count from the first character after the front matter."""
    (document,) = load(f"---\ndate: 2025-06-11\n---\n{STORY}\n".encode())
    assert f"{STORY}\n" == document.text


def test_a_feed_in_its_usual_layout_gives_outlet_paragraphs_and_address() -> None:
    """The full text wins over the teaser; entities are written out; days are the outlet's own."""
    feed = f"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"
xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>The Outlet</title><link>https://example.org</link>
<item><title><![CDATA[Gallium & more]]></title><link>https://example.org/1</link>
<pubDate>Wed, 11 Jun 2025 22:30:00 -0400</pubDate><description><![CDATA[<p>Teaser</p>]]></description>
<content:encoded><![CDATA[<p>{STORY}</p><p>Second &amp; last.</p>]]></content:encoded>
<media:content url="photo.jpg"/></item></channel></rss>"""
    (document,) = load(feed.encode())
    assert document.text == f"{STORY}\nSecond & last."
    assert (document.outlet, document.title) == ("The Outlet", "Gallium & more")
    assert (document.url, document.published) == ("https://example.org/1", date(2025, 6, 11))
    assert document.metadata == {"zone": "Etc/GMT+4"}


def test_an_atom_entry_with_markup_keeps_its_paragraphs() -> None:
    """The day is that of publication, not of the last change; the address is the entry's page."""
    feed = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Outlet</title>
<entry><title type="html">Gallium &amp;amp; more</title><link rel="enclosure" href="https://example.org/a.mp3"/>
<link rel="alternate" href="https://example.org/1"/><updated>2025-06-13T02:00:00Z</updated>
<published>2025-06-11T23:00:00+08:00</published><content type="xhtml">
<div xmlns="http://www.w3.org/1999/xhtml"><p>{STORY}</p><ul><li><p>Second.</p></li></ul></div></content></entry></feed>"""
    (document,) = load(feed.encode())
    assert document.text == f"{STORY}\nSecond."
    assert (document.title, document.url) == ("Gallium & more", "https://example.org/1")
    assert (document.published, document.metadata) == (date(2025, 6, 11), {"zone": "Etc/GMT-8"})


def test_a_message_in_parts_gives_its_plain_body_and_says_what_it_leaves() -> None:
    """Encoded headers and bodies are written out; an attachment is named as not read."""
    body = base64.b64encode(f"{STORY} “Café”".encode()).decode()
    mail = f"""From: =?utf-8?Q?D=C3=A9sk?= <desk@example.org>\r
Subject: =?utf-8?Q?Gallium_=E2=80=93_easing?=\r\nDate: Wed, 11 Jun 2025 23:30:00 +0800\r\nMIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=A\r\n\r\n--A\r\nContent-Type: multipart/alternative; boundary=B\r\n\r
--B\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r
--B\r\nContent-Type: text/html\r\n\r\n<p>other</p>\r\n--B--\r\n--A\r
Content-Type: application/pdf; name=notice.pdf\r\nContent-Disposition: attachment; filename=notice.pdf\r\n\r\nx\r\n--A--\r\n"""
    (document,) = load(mail.encode(), kind=".eml")
    assert document.text.strip() == f"{STORY} “Café”"
    assert (document.title, document.published) == ("Gallium – easing", date(2025, 6, 11))
    assert document.partial == ("attachment notice.pdf was not read",)
    assert document.metadata == {"zone": "Etc/GMT-8"}


def test_a_page_tells_its_day_and_outlet_in_linked_data() -> None:
    """Navigation, related stories and the foot are left out; the day of change is not the day."""
    page = f"""<!DOCTYPE html><html lang="en"><head><title>Gallium - The Outlet</title>
<script type="application/ld+json">{{"@context":"https://schema.org","@type":"NewsArticle","headline":"Gallium",
"datePublished":"2025-06-11T20:30:00-04:00","dateModified":"2025-06-13T10:00:00Z",
"publisher":{{"@type":"Organization","name":"The Outlet"}}}}</script></head><body>
<nav><ul><li><a href="/">Home</a></li></ul></nav><main><article><h1>Gallium</h1><p>{STORY}</p>
<p>Officials elsewhere had no comment on the step, which takes effect at once and covers all places.</p>
<p>Analysts expect exports to recover within weeks, although licenses will still be needed.</p></article>
<aside><ul><li><a href="/2">Another story</a></li></ul></aside></main><footer>All rights reserved.</footer></body></html>"""
    (document,) = load(page.encode(), name="story.html")
    assert STORY in document.text
    assert "Home" not in document.text
    assert "All rights reserved" not in document.text
    assert (document.published, document.outlet) == (date(2025, 6, 11), "The Outlet")


def test_a_page_is_decoded_as_it_says(tmp_path: Path) -> None:
    """A page that names GB 2312 amid much Latin markup is no mojibake."""
    page = '<html><head><meta charset="gb2312"></head><body>' + "<p class='plain'>a</p>" * 300
    path = tmp_path / "page.html"
    path.write_bytes(f"{page}<p>商务部决定暂停实施出口管制。</p></body></html>".encode("gb18030"))
    (document,) = load(path)
    assert "商务部决定暂停实施出口管制" in document.text


def test_a_day_given_by_the_caller_wins() -> None:
    """`published` overrides what the document says."""
    (document,) = load(MAIL.encode(), published=date(2025, 7, 1))
    assert date(2025, 7, 1) == document.published


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_told_or_guessed(codec: str) -> None:
    """A marked encoding is read as it is, an unmarked one is guessed and the guess told."""
    text = "The ministry said: “no curbs” – café."
    (document,) = load(text.encode(codec))
    assert text == document.text
    assert (codec == "cp1252") == bool(document.partial)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (("商务部公告的日期是三月四日。" * 3).encode()[:-1], "broken UTF-8"),
        ("商務部公告的日期是三月四日。".encode("big5"), "taken for big5"),
        ("商务部公告的日期是三月四日。".encode("gb18030"), "taken for gb18030"),
    ],
)
def test_chinese_is_read_in_its_encodings_and_where_it_is_cut(data: bytes, told: str) -> None:
    """A file cut within a letter is still UTF-8; the commonest letters tell two encodings apart."""
    (document,) = load(data)
    assert "公告的日期是三月四日" in document.text
    assert told in document.partial[0]


def _hostile() -> Iterator[tuple[str, bytes]]:
    deep = b"<html><body>" + b"<div>" * 10_000 + STORY.encode() + b"</div>" * 10_000
    yield "10,000 nested tags", deep
    yield "unclosed tags", b"<html>" + b"<p><b" * 500_000
    yield "5 MB of words", (STORY + "\n").encode() * 70_000
    yield "5 MB in one line", b"a" * 5_000_000
    yield "5 MB of brackets", b"<" * 5_000_000
    yield "a broken PDF", b"%PDF-1.7\n" + bytes(range(256)) * 2_000
    yield "a PDF cut off", _pdf(STORY)[:300]
    yield "binary", bytes(range(256)) * 20_000
    yield "a feed cut off", FEED.encode()[:400]
    yield (
        "entities",
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]><rss><item>'
        + b"&a;" * 100_000,
    )
    yield "5 MB of markup", b"<html><body><p>" + (STORY + "</p><p>").encode() * 60_000
    yield "nothing", b""
    yield "quotes", b'"' * 200_000


@pytest.mark.parametrize(
    ("name", "content"), list(_hostile()), ids=[name for name, _ in _hostile()]
)
def test_a_hostile_document_ends_soon_in_an_error_or_a_partial_reading(
    name: str, content: bytes
) -> None:
    """Nothing hangs: one clear error, or a reading marked as partial, within ten seconds of a processor."""
    begun = time.process_time()
    with contextlib.suppress(ReadError):
        assert [read_document(each) for each in load(content, name=name)]
    assert time.process_time() - begun < 10


def test_a_long_document_is_marked_as_read_in_part() -> None:
    """What is left out is said."""
    (document,) = load((STORY + "\n").encode() * 70_000)
    assert "read the first " in read_document(document).partial[0]


def test_an_address_is_fetched_and_a_missing_one_is_an_error(tmp_path: Path) -> None:
    """A page is read from a real server; an answer that is no page is one clear error."""
    (tmp_path / "page.html").write_text(PAGE)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    try:
        (document,) = load(f"{address}/page.html")
        assert STORY in document.text
        with pytest.raises(ReadError, match="404"):
            load(f"{address}/nothing.html")
    finally:
        server.shutdown()
        server.server_close()


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    """The path is named."""
    with pytest.raises(ReadError, match=r"none\.txt"):
        load(tmp_path / "none.txt")
