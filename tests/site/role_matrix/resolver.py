"""All URL patterns of the site, read from the URL resolver."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True)
class Url:
    """A URL pattern. The key is its namespaced name, or its route if it has no name."""

    key: str
    route: str
    view: Callable[..., Any]
    #: Names of the captured arguments, and the number of unnamed groups.
    parameters: tuple[str, ...]
    nameless: int

    @property
    def has_name(self) -> bool:
        return self.key != self.route

    def __str__(self) -> str:
        return f"{self.key} (/{self.route})" if self.has_name else f"/{self.route}"


def every_url() -> list[Url]:
    return list(_walk(get_resolver().url_patterns))


def _walk(
    patterns: Iterable[URLPattern | URLResolver],
    route: str = "",
    namespaces: tuple[str, ...] = (),
    parameters: tuple[str, ...] = (),
) -> Iterator[Url]:
    for pattern in patterns:
        regex = pattern.pattern.regex
        # The same format as ResolverMatch.route.
        end = str(pattern.pattern)
        full_route = route + end.removeprefix("^") if route else end
        names = (*parameters, *regex.groupindex)
        if isinstance(pattern, URLResolver):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from _walk(pattern.url_patterns, full_route, inner, names)
        else:
            key = ":".join([*namespaces, pattern.name]) if pattern.name else full_route
            nameless = regex.groups - len(regex.groupindex)
            yield Url(key, full_route, pattern.callback, names, nameless)
