"""`manage.py check_assets`: enforces page weight, and verifies the compiled design system."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management.base import BaseCommand, CommandError
from django.template.loader import get_template

KILOBYTE = 1024
STYLE_BUDGET = 20 * KILOBYTE
SCRIPT_BUDGET = 6 * KILOBYTE
PAGE_BUDGET = 60 * KILOBYTE
#: Allowance for the HTML of a page, compressed. No page needs more.
DOCUMENT_ALLOWANCE = 12 * KILOBYTE

COMPRESSED_ALREADY = {".png", ".jpg", ".webp", ".avif", ".gif"}
FETCHED_FROM_ELSEWHERE = re.compile(r"(?:url\(|@import)\s*[\"']?\s*(?:https?:)?//", re.IGNORECASE)
ADDRESS = re.compile(r"https?://(?!www\.w3\.org/)", re.IGNORECASE)
LOADED = re.compile(r"""<(?:script|img)[^>]*\ssrc="([^"]+)"|<(?:link|use)[^>]*\shref="([^"]+)\"""")
STYLE_IMAGE = re.compile(r"""url\(["']?([^"')]+)["']?\)""")


@dataclass(frozen=True)
class Asset:
    """A file that a public page loads, with its compressed size."""

    name: str
    raw: int
    sent: int

    @classmethod
    def read(cls, name: str, path: Path) -> "Asset":
        content = path.read_bytes()
        sent = len(content)
        if path.suffix not in COMPRESSED_ALREADY:
            sent = len(brotli.compress(content))
        return cls(name, len(content), sent)


class Command(BaseCommand):
    help = (
        "Weigh what a public page loads, and check the compiled design system against its manifest."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the sizes. Raises CommandError naming every exceeded budget and bad file."""
        assets = list(page_assets())
        self._print_table(assets)
        failures = [*over_budget(assets), *changed_files(_uswds()), *forbidden_content(_uswds())]
        if failures:
            raise CommandError("\n".join(failures))
        self.stdout.write(self.style.SUCCESS("All assets are within their budgets and unchanged."))

    def _print_table(self, assets: list[Asset]) -> None:
        self.stdout.write(f"{'file':<44}{'bytes':>9}{'brotli':>9}")
        for asset in assets:
            self.stdout.write(f"{asset.name:<44}{asset.raw:>9}{asset.sent:>9}")
        for kind, sent, budget in totals(assets):
            self.stdout.write(f"{kind:<44}{sent:>18} of {budget}")


def page_assets() -> Iterator[Asset]:
    """Return every file that any public page may load, so that the sum is the worst case.

    These are the files in the base template, those that single pages add (styles and scripts
    directly in `static/`), and every image that a stylesheet may request.
    """
    frame = get_template("404.html").render()
    names = {_static_name(match[1] or match[2]) for match in LOADED.finditer(frame)}
    names |= {path.name for path in _uswds().parent.glob("*") if path.suffix in {".css", ".js"}}
    for name in sorted(filter(None, names)):
        path = _find(name)
        yield Asset.read(name, path)
        if path.suffix == ".css":
            images = {match[1] for match in STYLE_IMAGE.finditer(path.read_text())}
            for image in sorted(images):
                target = (path.parent / image).resolve()
                yield Asset.read(f"  {target.name}", target)


def totals(assets: list[Asset]) -> list[tuple[str, int, int]]:
    """Return size and budget, by file type and for a page with the largest document."""
    return [
        (
            "styles",
            sum(asset.sent for asset in assets if asset.name.endswith(".css")),
            STYLE_BUDGET,
        ),
        (
            "scripts",
            sum(asset.sent for asset in assets if asset.name.endswith(".js")),
            SCRIPT_BUDGET,
        ),
        (
            "page with its document",
            DOCUMENT_ALLOWANCE + sum(asset.sent for asset in assets),
            PAGE_BUDGET,
        ),
    ]


def over_budget(assets: list[Asset]) -> Iterator[str]:
    """Return a sentence for each budget that the files exceed."""
    for kind, sent, budget in totals(assets):
        if sent > budget:
            yield f"Too heavy: {kind} take {sent} bytes compressed; the budget is {budget}."


def changed_files(folder: Path) -> Iterator[str]:
    """Return a sentence for each compiled file that is missing, modified or not in the manifest."""
    recorded = json.loads((folder / "manifest.json").read_text())["sha256"]
    present = {
        path.relative_to(folder).as_posix(): path
        for path in folder.rglob("*")
        if path.is_file() and path.name != "manifest.json"
    }
    for name in sorted(recorded.keys() | present.keys()):
        if name not in present:
            yield f"Missing: {name} is in the manifest but not in the folder."
        elif name not in recorded:
            yield f"Unknown: {name} is not in the manifest."
        elif hashlib.sha256(present[name].read_bytes()).hexdigest() != recorded[name]:
            yield f"Changed: {name} is not what the manifest recorded."


def forbidden_content(folder: Path) -> Iterator[str]:
    """Return a sentence for each compiled file with a source map or a URL on another host."""
    for path in sorted([*folder.rglob("*.css"), *folder.rglob("*.js")]):
        text = path.read_text()
        if "sourceMappingURL" in text:
            yield f"Source map: {path.name} names one that is not there."
        if FETCHED_FROM_ELSEWHERE.search(text) or (path.suffix == ".js" and ADDRESS.search(text)):
            yield f"Foreign: {path.name} names an address on another host."


def _static_name(address: str) -> str:
    """Return the name of a static file, or "" for a URL that is not one of ours."""
    address = address.partition("#")[0]
    if not address.startswith(settings.STATIC_URL):
        return ""
    return address.removeprefix(settings.STATIC_URL)


def _find(name: str) -> Path:
    # A manifest storage adds a hash to the name; the source files do not have it.
    found = finders.find(name) or finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.\w+$)", "", name))
    if not found:
        raise CommandError(f"Missing: a page loads {name}, which is no static file.")
    return Path(str(found))


def _uswds() -> Path:
    return _find("uswds/manifest.json").parent
