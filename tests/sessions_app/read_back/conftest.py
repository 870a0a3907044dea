"""An organization with a contact, a session that has begun, and statements that are read back."""

import datetime

import pytest
from django.utils import timezone

from sessions_app.core.models import AccessToken
from sessions_app.core.services.access_tokens import require_secret
from sessions_app.read_back.services import read_backs, trails
from tests.builders import (
    build_contact,
    build_organization,
    build_public_feedback,
    build_session,
    build_user,
)


@pytest.fixture
def by():
    return build_user()


@pytest.fixture
def session():
    start = timezone.now() - datetime.timedelta(days=2)
    return build_session(starts_at=start, state="held", title="An evening in Alder Falls")


@pytest.fixture
def organization():
    return build_organization(name="Alder Falls Legal Aid")


@pytest.fixture
def contact(organization):
    return build_contact(organization, name="Ana Example", email="ana@example.org")


@pytest.fixture
def statement(session, organization):
    return build_public_feedback(
        listening_session=session,
        organization=organization,
        attribution="named",
        public_summary="Notices should come in five languages.",
    )


@pytest.fixture
def start(session, organization, contact, by):
    """Return a function that reads the statements back, until ten days from now."""

    def begin(**values):
        given = {
            "listening_session": session,
            "organizations": [organization],
            "answer_by": timezone.localdate() + datetime.timedelta(days=10),
            "by": by,
        } | values
        return read_backs.start(**given)

    return begin


@pytest.fixture
def asked(statement, start):
    return start()[0]


def link_of(read_back, contact=None):
    """Return the path of the link that a recipient got."""
    tokens = AccessToken.objects.filter(read_back_recipient__read_back=read_back)
    if contact:
        tokens = tokens.filter(read_back_recipient__contact=contact)
    return f"/organization/read-back/{require_secret(tokens.latest('pk'))}/"


@pytest.fixture
def link(contact):
    return f"/organization/trail/{require_secret(trails.trail_token(contact=contact))}/"
