"""Finds every public service, and collects a call of each that has to be in the audit log."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import sessions_app
from engagement_site.accounts.models import User

Service = Callable[..., Any]
#: Returns the arguments of a service; the records that they name are created before it is called.
Given = Callable[[User], dict[str, Any]]


@dataclass(frozen=True)
class Call:
    """A call of a service, the audit entries that it writes, and the e-mails that it queues.

    ``on_behalf_of`` is the argument whose user the entries name; "" if they name nobody.
    ``is_part`` marks a service that runs inside the transaction of its caller.
    """

    service: Service
    given: Given
    logs: Sequence[str]
    mails: Sequence[str] = ()
    on_behalf_of: str = "by"
    is_part: bool = False

    @property
    def label(self) -> str:
        return f"{name_of(self.service)}-{self.given.__name__}"

    def arguments(self, by: User) -> dict[str, Any]:
        """Create the records, and return the arguments; ``by`` is added where it is wanted."""
        arguments = self.given(by)
        if "by" in inspect.signature(self.service).parameters:
            arguments.setdefault("by", by)
        return arguments


@dataclass
class Catalog:
    """The calls of all services, and the reasons why the others write no log."""

    calls: list[Call] = field(default_factory=list)
    silent: dict[Service, str] = field(default_factory=dict)

    def call(
        self, service: Service, *logs: str, mails: Sequence[str] = (), **options: Any
    ) -> Callable[[Given], Given]:
        """Decorate a function that returns the arguments of a call."""

        def add(given: Given) -> Given:
            self.calls.append(Call(service, given, logs, mails, **options))
            return given

        return add

    def no_log(self, services: Iterable[Service], *, because: str) -> None:
        self.silent.update(dict.fromkeys(services, because))


CATALOG = Catalog()
call = CATALOG.call
no_log = CATALOG.no_log


def name_of(service: Service) -> str:
    return f"{service.__module__.removeprefix('sessions_app.')}.{service.__qualname__}"


def public_services() -> set[Service]:
    """Return the functions without an underscore that the `services` of all nouns define."""
    return {
        function
        for module in _modules()
        for name, function in vars(module).items()
        if callable(function)
        and not isinstance(function, type)
        and getattr(function, "__module__", "") == module.__name__
        and not name.startswith("_")
    }


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(sessions_app.__path__, "sessions_app."):
        if "services" in module.name.split("."):
            yield importlib.import_module(module.name)
