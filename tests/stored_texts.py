"""One record of each kind, and any text written straight to all of their text columns."""

import re

from django.apps import apps
from django.db.models import CharField, Field, Model, TextField
from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.core.models import SearchEntry
from sessions_app.models import (
    AccessToken,
    ActionUpdate,
    AuditEntry,
    FollowUpAction,
    ListeningSession,
    NamePrefix,
    Organization,
    OrganizationAlias,
    OutboxMessage,
    Registration,
    SessionSeries,
)
from tests.builders import (
    build_action,
    build_organization,
    build_public_feedback,
    build_registration,
    build_room,
    build_session,
)

#: Written by the software, each in a form of its own.
NOT_TYPED = {
    AccessToken: {"nonce"},
    NamePrefix: {"stem"},
    Organization: {"name_key", "domain"},
    OrganizationAlias: {"name_key"},
    OutboxMessage: {"kind", "subject", "calendar", "calendar_method", "lease_key", "schedule_hash"},
    SearchEntry: {"source", "words"},
    SessionSeries: {"rule"},
}
#: The database refuses to change their rows.
APPEND_ONLY = {ActionUpdate, AuditEntry}


def typed_texts(model: type[Model]) -> list[Field]:
    return [
        field
        for field in model._meta.local_concrete_fields
        if type(field) in (CharField, TextField)
        and not (field.choices or field.unique or field.name in NOT_TYPED.get(model, ()))
    ]


def build_one_of_each(officer: User) -> Registration:
    """Create one record of each kind whose texts go out, related to each other."""
    room = build_room()
    session = build_session(host=officer, room=room, venue=room.venue)
    organization = build_organization()
    registration = build_registration(session, people=2)
    registration.organization = organization
    registration.save()
    action = build_action(is_public=True, owner=officer, program=session.program)
    item = build_public_feedback(listening_session=session, organization=organization)
    action.feedback_links.create(feedback_item=item)
    return registration


def write_everywhere(text: str) -> None:
    """Write the text, cut to the length of each column, past forms and services."""
    for model in apps.get_app_config("sessions_app").get_models():
        values = {field.name: text[: field.max_length] for field in typed_texts(model)}
        if values and model not in APPEND_ONLY:
            model._base_manager.update(**values)
    action = FollowUpAction.objects.get()
    ActionUpdate.objects.create(action=action, text=text, is_public=True, by=action.owner)
    ListeningSession.objects.update(updated_at=timezone.now())  # the ETag of the feeds
    OutboxMessage.objects.update(subject=re.sub("[\r\n]", "", text)[:200] or "-")
