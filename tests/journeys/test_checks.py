"""Tests of the checks: a good page passes, and every defect is found."""

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random

import pytest
from django.contrib.staticfiles import finders

from tests.journeys import document, layout
from tests.journeys.page_state import PageState
from tests.journeys.visits import Story, findings, visit

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><title>{title}</title><link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/site.css">
</head>
<body>
{first}
<main id="main" tabindex="-1"><h1>Page</h1>{main}</main>
</body>
</html>"""
SKIP = '<a href="#main">Skip to the main part</a>'
STYLES = """
body { color: #1b1b1b; background: white }
a { display: inline-block; min-height: 24px }
.gradient { background: linear-gradient(white, white) }
.pale { color: #999 }
.wide { width: 600px }
.button { width: 5em; overflow: hidden; white-space: nowrap }
.fixed { width: 120px; white-space: nowrap }
.line { height: 22px; overflow: hidden }
.away { position: absolute; top: -99px }
"""
#: Incompressible content.
NOISE = Random(1).randbytes(70_000)

#: Both syntaxes: (min-width: 20em) and (width >= 20em).
BREAKPOINT = re.compile(r"width\s*(?::|[<>]=?)\s*([\d.]+)(px|r?em)\s*\)")

FAULTS = {
    # axe
    '<img src="/dot.png">': "axe violation: image-alt",
    '<p class="gradient" id="over">Words</p>': "axe doubt: color-contrast at #over",
    '<label>A <select class="gradient pale"><option>x</select></label>': "color-contrast at select",
    # layout
    '<div class="wide">Words</div>': "320 px: wider than the screen: <div",
    '<button class="button">Far too many words</button>': "1280 px: text cut off: <button",
    '<a class="usa-button fixed">Some words</a>': "200 % text: text cut off: <a",
    '<p class="line">Words</p>': "wide text: text cut off: <p",
    # document
    "<h1>Another</h1>": "2 first-level headings",
    '<p id="a"></p><p id="a"></p>': "id used twice: a",
    '<p aria-describedby="nothing">Words</p>': 'points to nothing: aria-describedby="nothing"',
    '<a href="#nowhere">Words</a>': 'points to nothing: href="#nowhere"',
    "<p>Words</div>": "markup: ",
    "<script>1</script>": "console: ",
    '<img alt="" src="http://127.0.0.1:{port}/dot.png">': "loaded from elsewhere",
    '<img alt="" src="/noise.png">': "bytes sent; the budget is 61440",
    "".join(f'<img alt="" src="/{n}.png">' for n in range(16)): "requests; the budget is 15",
}


@pytest.fixture
def look(browser) -> Iterator[Callable[..., list[str]]]:
    """Return a function that serves a page and returns the findings on it."""
    html = ""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kind, body = {
                "/": ("text/html", html.encode()),
                "/site.css": ("text/css", STYLES.encode()),
                "/noise.png": ("image/png", NOISE),
            }.get(self.path, ("image/png", b""))
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Security-Policy", "script-src 'self'; style-src 'self'")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("localhost", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    story = Story(f"http://localhost:{server.server_port}", {}, {}, {})

    def found(
        *,
        title: str = "Page",
        first: str = SKIP,
        main: str = "",
        measures_frame: bool = True,
        **state,
    ) -> list[str]:
        nonlocal html
        html = PAGE.format(title=title, first=first, main=main)
        html = html.replace("{port}", str(server.server_port))
        page_state = PageState("page", "/", "Page", measures_frame=measures_frame, **state)
        with visit(browser, story, page_state) as seen:
            return findings(seen)

    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def short_focus_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten the wait on pages where the expected element never gets focus."""
    monkeypatch.setattr(document, "FOCUS_TIMEOUT_MS", 500)


def test_good_page_passes(look) -> None:
    assert look(main="<p>Words</p>") == []


@pytest.mark.parametrize("measures_frame", [True, False])
def test_every_fault_is_found(look, measures_frame: bool) -> None:
    found = look(main="".join(FAULTS), measures_frame=measures_frame)

    missed = [fault for fault in FAULTS.values() if not any(fault in line for line in found)]
    assert missed == []


@pytest.mark.parametrize(
    ("first", "finding"),
    [
        ('<a href="/">Home</a>', "the first stop of the Tab key is no skip link"),
        (SKIP.replace("<a", '<a class="away"'), "the skip link stays out of sight"),
        (SKIP.replace("#main", "#top") + '<p id="top"></p>', "does not lead to the main part"),
    ],
)
@pytest.mark.usefixtures("short_focus_timeout")
def test_skip_link_that_does_not_work_is_found(look, first: str, finding: str) -> None:
    assert any(finding in line for line in look(first=first))


@pytest.mark.parametrize(
    ("title", "state", "finding"),
    [
        ("", {}, "no title"),
        ("Page", {"in_error": True}, "title of a page with errors: Page"),
        ("Error: Page", {}, "title of a page without errors: Error: Page"),
        ("Page", {"status": 404}, "answered 200"),
    ],
)
@pytest.mark.usefixtures("short_focus_timeout")
def test_wrong_title_or_status_is_found(look, title: str, state: dict, finding: str) -> None:
    assert any(finding in line for line in look(title=title, **state))


@pytest.mark.usefixtures("short_focus_timeout")
def test_summary_of_errors_without_focus_or_links_is_found(look) -> None:
    found = look(
        title="Error: Page",
        in_error=True,
        main='<div data-error-summary tabindex="-1"><p>Wrong</p></div>'
        '<label for="name">Name</label> <input id="name" name="name" aria-invalid="true">',
    )

    assert found == [
        "the focus is not on the summary of errors",
        "the summary of errors does not lead to name",
    ]


@pytest.mark.parametrize("stock", ["This field is required.", "Este campo es necesario."])
@pytest.mark.usefixtures("short_focus_timeout")
def test_summary_that_does_not_say_how_to_answer_is_found(look, stock: str) -> None:
    found = look(title="Error: Page", in_error=True, main=f"<p data-error-summary>{stock}</p>")

    assert f"the summary of errors does not say how to answer: {stock}" in found


def test_no_breakpoint_lies_between_a_width_without_axe_and_the_next():
    sheets = [*Path("static").rglob("*.css"), finders.find("wagtailadmin/css/core.css")]
    breakpoints = [
        float(number) * {"px": 1, "em": 16, "rem": 16}[unit]
        for sheet in sheets
        for number, unit in BREAKPOINT.findall(Path(sheet).read_text())
    ]

    assert len(breakpoints) > 50
    for width in set(layout.WIDTHS) - set(layout.AXE_WIDTHS):
        wider = min(each for each in layout.AXE_WIDTHS if each > width)
        assert [each for each in breakpoints if width <= each <= wider] == []
