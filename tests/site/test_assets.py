"""Static assets: within size budgets, same-origin, and identical to the build output."""

import json
import shutil
from pathlib import Path

import html5lib
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.template.loader import get_template, render_to_string
from django.test import RequestFactory
from django.utils import translation

from engagement_site.management.commands.check_assets import (
    PAGE_BUDGET,
    Asset,
    changed_files,
    forbidden_content,
    over_budget,
    page_assets,
)

ERROR_PAGES = [
    "400.html",
    "403.html",
    "403_csrf.html",
    "404.html",
    "429.html",
    "500.html",
    "503.html",
]


@pytest.fixture
def compiled(tmp_path: Path) -> Path:
    """Copy the compiled design system, so that a test can modify it."""
    return Path(shutil.copytree(settings.BASE_DIR / "static" / "uswds", tmp_path / "uswds"))


def test_check_assets_passes_on_what_is_committed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("check_assets")

    assert "All assets are within their budgets and unchanged." in capsys.readouterr().out


def test_page_assets_include_styles_scripts_and_images_of_styles() -> None:
    names = {asset.name.strip() for asset in page_assets()}

    assert names >= {
        "site.css",
        "site.js",
        "uswds/css/uswds.min.css",
        "uswds/js/uswds.min.js",
        "uswds/js/uswds-init.min.js",
        "uswds/img/sprite.svg",
        "uswds/img/us_flag_small.png",
        "expand_more.svg",
    }


def test_page_assets_include_what_single_pages_add(compiled: Path, settings) -> None:
    (compiled.parent / "charts.css").write_text(".chart{}")
    settings.STATICFILES_DIRS = [compiled.parent, *settings.STATICFILES_DIRS]

    assert [asset.raw for asset in page_assets() if asset.name == "charts.css"] == [8]


def test_over_budget_names_the_kind_that_is_too_heavy() -> None:
    heavy = [Asset("site.css", raw=90_000, sent=20_481), Asset("site.js", raw=9_000, sent=6_144)]

    assert list(over_budget(heavy)) == [
        "Too heavy: styles take 20481 bytes compressed; the budget is 20480."
    ]


def test_over_budget_counts_images_into_the_page() -> None:
    failures = list(over_budget([Asset("hero.jpg", raw=PAGE_BUDGET, sent=PAGE_BUDGET)]))

    assert len(failures) == 1
    assert failures[0].startswith("Too heavy: page with its document")


def test_changed_files_tells_altered_missing_and_unknown_ones(compiled: Path) -> None:
    assert list(changed_files(compiled)) == []
    with (compiled / "css" / "uswds.min.css").open("a") as stylesheet:
        stylesheet.write("body{color:red}")
    (compiled / "LICENSE.md").unlink()
    (compiled / "js" / "extra.js").write_text("")

    assert list(changed_files(compiled)) == [
        "Missing: LICENSE.md is in the manifest but not in the folder.",
        "Changed: css/uswds.min.css is not what the manifest recorded.",
        "Unknown: js/extra.js is not in the manifest.",
    ]


@pytest.mark.parametrize(
    ("name", "text", "failure"),
    [
        ("css/a.css", "a{}\n/*# sourceMappingURL=a.css.map */", "Source map: a.css"),
        ("css/a.css", "a{background:url('//cdn.example/a.png')}", "Foreign: a.css"),
        ("css/a.css", '@import "https://cdn.example/a.css";', "Foreign: a.css"),
        ("js/a.js", 'fetch("https://cdn.example/a")', "Foreign: a.js"),
    ],
)
def test_forbidden_content_finds_maps_and_other_hosts(
    compiled: Path, name: str, text: str, failure: str
) -> None:
    assert list(forbidden_content(compiled)) == []
    (compiled / name).write_text(text)

    assert [line.startswith(failure) for line in forbidden_content(compiled)] == [True]


def test_check_assets_fails_with_every_reason(compiled: Path, settings) -> None:
    manifest = json.loads((compiled / "manifest.json").read_text())
    manifest["sha256"]["css/uswds.min.css"] = "0" * 64
    (compiled / "manifest.json").write_text(json.dumps(manifest))
    (compiled / "js" / "uswds.min.js").write_text("//# sourceMappingURL=x")
    settings.STATICFILES_DIRS = [compiled.parent, *settings.STATICFILES_DIRS]

    with pytest.raises(CommandError) as caught:
        call_command("check_assets", verbosity=0)

    assert str(caught.value).splitlines() == [
        "Changed: css/uswds.min.css is not what the manifest recorded.",
        "Changed: js/uswds.min.js is not what the manifest recorded.",
        "Source map: uswds.min.js names one that is not there.",
    ]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("name", ERROR_PAGES)
def test_error_page_renders_without_context_or_database(name: str, language: str) -> None:
    with translation.override(language):
        html = get_template(name).render()

    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(html)
    assert root.get("lang") == language
    body = root.find("body")
    assert body[0].get("class") == "usa-skipnav"
    assert body[1].get("class") == "usa-banner"
    assert len(list(root.iter("h1"))) == 1
    assert [div.get("class") for div in root.iter("div")].count("usa-identifier") == 1


def test_page_loads_nothing_from_elsewhere_and_nothing_inline() -> None:
    root = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(
        render_to_string("base.html")
    )

    loaded = [
        element.get("src") or element.get("href")
        for kind in ("script", "link", "img", "use")
        for element in root.iter(kind)
    ]
    assert [address for address in loaded if not address.startswith("/static/")] == []
    assert list(root.iter("style")) == []
    attributes = {name for element in root.iter() for name in element.attrib}
    assert [name for name in attributes if name == "style" or name.startswith("on")] == []


def test_navigation_marks_the_section_that_the_reader_is_in() -> None:
    request = RequestFactory().get
    page = render_to_string("base.html", {"request": request("/sessions/houston/")})
    listing = render_to_string("base.html", {"request": request("/sessions/")})

    assert 'href="/sessions/" aria-current="true"' in page
    assert 'href="/sessions/" aria-current="page"' in listing
    assert (page.count("aria-current"), listing.count("aria-current")) == (1, 1)


def test_navigation_keeps_the_reader_in_their_language() -> None:
    with translation.override("es"):
        html = render_to_string("base.html")

    assert 'href="/es/programs/"' in html
    assert 'action="/es/search/"' in html
