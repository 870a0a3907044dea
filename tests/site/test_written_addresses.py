"""No address of a page or view is written by hand where it would go stale unnoticed.

Templates name a view with ``{% url %}`` and a page with ``{% page_links %}``; Python names a view
with ``reverse``.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import Resolver404, resolve

ROOT = settings.BASE_DIR
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
MODULES = sorted(
    path
    for package in ("engagement_site", "home", "sessions_app")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.parts
)
#: Paths that are no links.
ALLOWED = {
    # Files, which no view or page serves.
    "engagement_site/settings/base.py": {"/static/", "/media/"},
    # Compared with the path of every request.
    "engagement_site/middleware.py": {"/admin/", "/admin/editing-sessions/"},
    # robots.txt names what is below these.
    "home/sitemap.py": {
        "/accounts/",
        "/admin/",
        "/organization/",
        "/page-feedback/",
        "/registrations/",
        "/search/",
    },
    # Typed into blocks, as editors do; not linked unless the page is published.
    "home/management/demo/program_text.py": {
        "/accessibility/",
        "/how-sessions-work/",
        "/report-an-allegation/",
    },
}
#: In a template: an attribute or argument that starts with a slash, an argument of
#: ``{% url "page" … %}`` that is not a variable, and a path behind a variable.
ATTRIBUTE = re.compile(r"""\b(?:href|action|formaction|src)=["'](/[^"']*)""")
ARGUMENT = re.compile(r"""["'](/[\w-]+/[^"']*)["']""")
AFTER_VARIABLE = re.compile(r"""[%}]}(/[a-z][\w-]*/)""")
PAGE_PATH = re.compile(r"""{%\s*url\s+["']page["']\s+["']([\w/-]+)""")


def written_in_template(text: str) -> list[str]:
    return [
        *ATTRIBUTE.findall(text),
        *(found for found in ARGUMENT.findall(text) if is_address(found)),
        *PAGE_PATH.findall(text),
        *AFTER_VARIABLE.findall(text),
    ]


def written_in_module(source: str) -> list[str]:
    return [text for text in _strings(ast.parse(source)) if is_address(text)]


def _strings(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def is_address(text: str) -> bool:
    """Whether the text is the path of a view or page. "/" alone also separates paths."""
    path = text.partition("?")[0].partition("#")[0]
    if not re.fullmatch(r"/[a-z][a-z0-9-]*/[\w/-]*", path):
        return False
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_template_names_pages_and_views(path: Path):
    assert written_in_template(path.read_text()) == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_module_names_pages_and_views(path: Path):
    # Equal, so that an exception goes when what it is about goes.
    assert set(written_in_module(path.read_text())) == ALLOWED.get(
        str(path.relative_to(ROOT)), set()
    )


@pytest.mark.parametrize(
    "template",
    [
        '<a href="/privacy/">Privacy</a>',
        '<a href="/">Home</a>',
        "<form action='/search/'>",
        "{{ base_url }}/privacy/",
        '<a href="/programs/{{ program.slug }}/">Program</a>',
        '{% site_path "/programs/" as url %}',
        '{% url "page" "programs/"|add:program.slug|add:"/" %}',
    ],
)
def test_written_address_in_a_template_is_noticed(template):
    assert written_in_template(template) != []


@pytest.mark.parametrize(
    "source",
    ['link = "/admin/"', 'f"{base}/organization/"', 'redirect("/contact/?from=mail")'],
)
def test_written_address_in_a_module_is_noticed(source):
    assert written_in_module(source) != []


@pytest.mark.parametrize("source", ['open("/etc/hosts")', 'path = "/calendar/render"', '"a" + "/"'])
def test_other_paths_are_none(source):
    assert written_in_module(source) == []
