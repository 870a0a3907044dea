"""Keeps a form that was sent after the session had ended, until its author signs in again."""

import time
from collections.abc import Collection
from contextlib import suppress

from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from engagement_site.accounts.models import User

SESSION_KEY = "held_form"
#: Seconds for which a form is kept.
KEPT_FOR = 3600
#: Bytes of the largest form that is kept.
MOST_BYTES = 200_000


def hold(request: HttpRequest, *, author: User) -> bool:
    """Keep the form of a POST in the session; return whether it was kept.

    Call it only for a request that passed the CSRF check. Files are not kept.
    """
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    encoded = data.urlencode()
    if not data or len(encoded) > MOST_BYTES:
        return False
    request.session[SESSION_KEY] = {
        "author": author.pk,
        "path": request.path,
        "data": encoded,
        "at": time.time(),
    }
    return True


def forget(*, paths: Collection[str]) -> None:
    """Delete the forms that anybody sent to these paths, or to paths below them.

    For forms whose text must not be kept.
    """
    beginnings = tuple(paths)
    for row in list(Session.objects.filter(expire_date__gt=timezone.now())):
        held = row.get_decoded().get(SESSION_KEY)
        if held is not None and held["path"].startswith(beginnings):
            session = SessionStore(row.session_key)
            # The session may have ended meanwhile, and its form with it.
            if session.pop(SESSION_KEY, None) is not None:
                with suppress(UpdateError):
                    session.save()


def take(request: HttpRequest) -> QueryDict | None:
    """Return and forget the form that the signed-in user sent to this path, if one is kept.

    A form of another person is forgotten as well.
    """
    held = request.session.get(SESSION_KEY)
    if held is None:
        return None
    is_theirs = isinstance(request.user, User) and held["author"] == request.user.pk
    if is_theirs and held["path"] != request.path:
        return None
    del request.session[SESSION_KEY]
    is_recent = time.time() - held["at"] < KEPT_FOR
    return QueryDict(held["data"]) if is_theirs and is_recent else None
