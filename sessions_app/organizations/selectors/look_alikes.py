"""Finds possible duplicates of an organization that is being entered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from sessions_app.organizations.enums import VerificationState
from sessions_app.organizations.models import NamePrefix, Organization
from sessions_app.organizations.names import name_stems, organization_key
from sessions_app.organizations.websites import mail_domain, website_key

#: Candidates that are compared in detail: those with the most prefixes in common.
CANDIDATES = 50
SHOWN = 5
#: Trigram similarity from which names are shown to staff.
ALIKE = 0.5
#: Trigram similarity from which the public form says that an organization is known: almost certain.
PLAINLY_ALIKE = 0.75


@dataclass(frozen=True)
class LookAlike:
    """A possible duplicate, and the reasons in words."""

    organization: Organization
    because: str
    score: float


def look_alikes(
    *,
    names: Iterable[str],
    website: str = "",
    email: str = "",
    besides: int | None = None,
    shown: int = SHOWN,
) -> list[LookAlike]:
    """Return current organizations with a similar name, website or address, closest first.

    ``besides`` is the organization that is being edited. Compares at most :data:`CANDIDATES`
    organizations, however many there are.
    """
    names = [name for name in names if organization_key(name)]
    domains = {website_key(website), mail_domain(email)} - {""}
    others = Organization.objects.current()
    if besides is not None:
        others = others.exclude(pk=besides)
    found = [
        *_by_address(others, domains=domains, email=email),
        *_by_name(others, names),
    ]
    best: dict[int, LookAlike] = {}
    for each in found:
        known = best.get(each.organization.pk)
        if known is None or each.score > known.score:
            best[each.organization.pk] = each
    return sorted(best.values(), key=lambda each: (-each.score, each.organization.name))[:shown]


def is_almost_certainly_known(*, names: Iterable[str], website: str) -> bool:
    """Whether a verified organization has almost the same name, or the same website.

    For the public form: a stranger is never told which organization it is.
    """
    found = look_alikes(names=names, website=website)
    return any(
        each.score >= PLAINLY_ALIKE and each.organization.verification == VerificationState.VERIFIED
        for each in found
    )


def likeness(one: str, other: str) -> float:
    """Return the trigram similarity of two names, from 0 to 1.

    A prefix of a long name, as while typing, counts almost like the whole.
    """
    if one == other:
        return 1.0
    mine, theirs = _trigrams(one), _trigrams(other)
    shared = sum((mine & theirs).values())
    whole = 2 * shared / (mine.total() + theirs.total())
    is_long_enough = len(one.replace(" ", "")) >= 6
    beginning = 0.7 * shared / mine.total() if is_long_enough else 0.0
    return max(whole, beginning)


def _by_address(
    others: QuerySet[Organization], *, domains: set[str], email: str
) -> list[LookAlike]:
    found = []
    if domains:
        same_site = others.filter(domain__in=domains)[:CANDIDATES]
        found += [LookAlike(each, _("Same website"), 0.95) for each in same_site]
    if email:
        same_person = others.filter(memberships__contact__email__iexact=email).distinct()
        found += [
            LookAlike(each, _("Same contact e-mail address"), 0.9)
            for each in same_person[:CANDIDATES]
        ]
    return found


def _by_name(others: QuerySet[Organization], names: list[str]) -> list[LookAlike]:
    stems = set().union(*map(name_stems, names)) if names else set()
    if not stems:
        return []
    shared = (
        NamePrefix.objects.filter(stem__in=sorted(stems)[:40], organization__in=others.only("pk"))
        .values("organization")
        .annotate(words=Count("pk"))
        .order_by("-words", "organization")
        .values_list("organization", flat=True)[:CANDIDATES]
    )
    keys = [organization_key(name) for name in names]
    found = []
    for each in Organization.objects.filter(pk__in=list(shared)).prefetch_related("aliases"):
        known = [(each.name, each.name_key)]
        known += [(alias.name, alias.name_key) for alias in each.aliases.all()]
        score, name = max((likeness(mine, key), name) for mine in keys for name, key in known)
        if score >= ALIKE:
            found.append(LookAlike(each, _because(each, name, score), score))
    return found


def _because(organization: Organization, name: str, score: float) -> str:
    if name != organization.name:
        return _("Also known as “%(name)s”") % {"name": name}
    return _("Same name") if score == 1 else _("Similar name")


def _trigrams(key: str) -> "Counter[str]":
    """Return the trigrams of a name, word by word."""
    counted: Counter[str] = Counter()
    for word in key.split():
        padded = f"  {word} "
        counted.update(padded[i : i + 3] for i in range(len(padded) - 2))
    return counted
