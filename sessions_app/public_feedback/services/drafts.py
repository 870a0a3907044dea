"""Drafts of the public feedback form: encrypted, and opened by the writer's return code alone."""

import base64
import datetime
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from sessions_app.feedback.enums import FeedbackKind
from sessions_app.feedback.services import intake
from sessions_app.feedback.tokens import make_code
from sessions_app.programs.models import Program
from sessions_app.public_feedback.models import FeedbackDraft

#: How long a draft is open in a browser after it was last saved.
OPEN_FOR = datetime.timedelta(minutes=30)
#: How long a draft is kept for somebody who means to come back with the code.
KEPT_FOR = datetime.timedelta(days=7)
#: How long the reference and the code of a form that was sent can be shown again.
SHOWN_FOR = datetime.timedelta(minutes=15)


@dataclass
class Draft:
    """What somebody has typed: the answers of each page by name, as they were sent."""

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    is_kept: bool = False
    #: Once it was sent.
    reference: str = ""


@dataclass(frozen=True, kw_only=True)
class Sent:
    """The cleaned answers of all pages."""

    program: Program
    kind: str
    words: str
    writer: intake.Writer


@transaction.atomic
def save(*, code: str | None, page: str, answers: Mapping[str, str]) -> str:
    """Keep the answers of a page, in a new draft if ``code`` opens none; return the code.

    Raises :class:`ReadsLikeAllegationError` for words that must not be kept.
    """
    code, row, draft = _locked(code) or (make_code(), FeedbackDraft(), Draft())
    draft.answers[page] = dict(answers)
    stop_allegation(draft, page=page)
    _write(row, draft, code=code)
    return code


@transaction.atomic
def keep(*, code: str) -> bool:
    """Keep a draft for :data:`KEPT_FOR`; whether there was one."""
    found = _locked(code)
    if found is None:
        return False
    _code, row, draft = found
    draft.is_kept = True
    _write(row, draft, code=code)
    return True


@transaction.atomic
def drop(*, code: str, page: str) -> None:
    """Delete the answers of one page, which must not be kept."""
    if found := _locked(code):
        _code, row, draft = found
        draft.answers.pop(page, None)
        _write(row, draft, code=code)


@transaction.atomic
def discard(*, code: str) -> None:
    """Delete a draft."""
    FeedbackDraft.objects.filter(key_hash__in=_hashes(code)).delete()


@transaction.atomic
def send(*, code: str, sent: Sent, language: str) -> str | None:
    """Log what a draft says; return its reference. A draft is sent once, however often it is asked.

    Returns None if there is no draft any more. Raises :class:`ReadsLikeAllegationError` as
    ``intake.receive`` does.
    """
    found = _locked(code)
    if found is None:
        return None
    _code, row, draft = found
    if not draft.reference:
        item = intake.receive(
            program=sent.program,
            kind=sent.kind,
            words=sent.words,
            writer=sent.writer,
            code=code,
            language=language,
        )
        _write(row, Draft(reference=item.reference), code=code)
    return draft.reference or item.reference


def draft_of(*, code: str) -> Draft | None:
    """Return the draft that a code opens; None if it has expired."""
    row = _rows(code).first()
    return _unsealed(row, code) if row else None


def stop_allegation(draft: Draft, *, page: str) -> None:
    """Raise :class:`ReadsLikeAllegationError` if a page of a draft reads like an allegation."""
    kind = draft.answers.get("about", {}).get("kind", FeedbackKind.CONCERN)
    for name in ("words", "organization_name"):
        intake.stop_allegation(draft.answers[page].get(name, ""), kind=kind, field=name)


def _locked(code: str | None) -> tuple[str, FeedbackDraft, Draft] | None:
    row = _rows(code).select_for_update().first() if code else None
    draft = _unsealed(row, code) if row and code else None
    return (code, row, draft) if code and row and draft else None


def _rows(code: str) -> QuerySet[FeedbackDraft]:
    return FeedbackDraft.objects.filter(key_hash__in=_hashes(code), expires_at__gt=timezone.now())


def _unsealed(row: FeedbackDraft, code: str) -> Draft | None:
    for secret_key in _secret_keys():
        if row.key_hash == _derived("lookup", code, secret_key).hex():
            return Draft(**json.loads(_cipher(code, secret_key).decrypt(row.sealed.encode())))
    return None


def _write(row: FeedbackDraft, draft: Draft, *, code: str) -> None:
    now = timezone.now()
    FeedbackDraft.objects.filter(expires_at__lte=now).delete()
    row.key_hash = _derived("lookup", code, settings.SECRET_KEY).hex()
    sealed = json.dumps(asdict(draft)).encode()
    row.sealed = _cipher(code, settings.SECRET_KEY).encrypt(sealed).decode()
    row.expires_at = now + (
        SHOWN_FOR if draft.reference else KEPT_FOR if draft.is_kept else OPEN_FOR
    )
    row.save()


def _hashes(code: str) -> list[str]:
    return [_derived("lookup", code, secret_key).hex() for secret_key in _secret_keys()]


def _secret_keys() -> Iterator[str]:
    yield from (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _cipher(code: str, secret_key: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived("seal", code, secret_key)))


def _derived(purpose: str, code: str, secret_key: str) -> bytes:
    key = f"feedback-draft:{purpose}"
    return salted_hmac(key, code, secret=secret_key, algorithm="sha256").digest()
