"""Example records of each model, including records that a role has no access to."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from engagement_site.accounts.models import User
from sessions_app.actions import services as action_services
from sessions_app.calendars import services as calendar_feeds
from sessions_app.core.services.access_tokens import require_secret
from sessions_app.dashboard.staff.menu import EngagementGroup
from sessions_app.feedback.selectors.intake import confirmation_token
from sessions_app.feedback_import import services as imports
from sessions_app.feedback_operations.services import merges as feedback_merges
from sessions_app.feedback_register.selectors.bulk import BulkRequest
from sessions_app.feedback_register.services import bulk
from sessions_app.models import (
    Agency,
    BulkChange,
    FeedbackContact,
    FeedbackItem,
    FeedbackReceipt,
    FollowUpAction,
    LineageOperation,
    ListeningSession,
    MailTemplate,
    OutboxMessage,
    ReadBack,
    Registration,
    SavedFilter,
)
from sessions_app.organization_operations.services import merges
from sessions_app.read_back.services import links as read_back_links
from sessions_app.read_back.services import trails
from sessions_app.registrations.services import addresses, personal_links
from sessions_app.registrations.services.accommodations import AccommodationInput
from tests import builders
from tests.site.role_matrix.examples import People, Values, Variants
from tests.site.role_matrix.people import MANAGER, OFFICER, OWNER


def make_records(people: People) -> tuple[Values, Variants]:
    """Return example values.

    The officer hosts the session, and the owner owns the action linked to the feedback item.
    Variants: ``colleague`` is an action of the owner's agency with another owner, or evidence of an
    update that is not public; ``stranger`` is a record outside the role's scope; ``csv`` is an
    export.
    """
    program = builders.build_program(slug="example-program")
    session = builders.build_session(program=program, slug="example-session", host=people[OFFICER])
    registration = _registration(session)
    feedback = builders.build_public_feedback(program=program, listening_session=session)
    contact = _writer_of(feedback)
    action = _action(people, owner=people[OWNER], program=program, is_public=True)
    action_services.link_feedback(action=action, item=feedback, by=people[MANAGER])
    request = registration.accommodation_requests.get()
    message = OutboxMessage.objects.filter(registration=registration).earliest("pk")
    membership = builders.build_contact(builders.build_organization()).memberships.get()
    merge = merges.merge(
        kept=membership.organization,
        merged=builders.build_organization(),
        by=people[MANAGER],
    )
    values: Values = {
        "program": {"pk": program.pk},
        "listeningsession": {"pk": session.pk, "move": "postpone"},
        "registration": {"pk": registration.pk, "move": "cancel"},
        "accommodationrequest": {"pk": request.pk, "move": "ordered"},
        "invitation": {
            "pk": builders.build_invitation(session, state="prepared").pk,
            "move": "revoke",
        },
        "organization": {
            "pk": membership.organization_id,
            "membership": membership.pk,
            "merge": merge.pk,
            "move": "verify",
        },
        "feedbackitem": {
            "pk": feedback.pk,
            "move": "review",
            "operation": _merged_into(feedback, by=people[MANAGER]).pk,
            "bulk": _bulk_change(people).pk,
            "filter": SavedFilter.objects.create(
                name="Ours", query="state=new", owner=people[OFFICER], is_shared=True
            ).pk,
        },
        "feedbackitem:bulk": {"?": f"operation=assign&item={feedback.pk}"},
        "feedbackitem:save_filter": {"?": "state=new"},
        "followupaction": {"pk": action.pk, "move": "return"},
        "theme": {"pk": builders.build_theme().pk},
        "venue": {"pk": session.venue_id},
        "mailtemplate": {"pk": MailTemplate.objects.first().pk, "move": "our-words"},
        "outboxmessage": {"pk": message.pk, "move": "send-again"},
        "sessions_app": {
            "slug": session.slug,
            "token": personal_links.raw_token_for(registration=registration),
            "reference": action.reference,
        },
        "sessions_app:registration_confirm_address": {"token": _new_address_secret(registration)},
        "sessions_app:program_feed": {"slug": program.slug},
        "sessions_app:feedback_confirm": {"token": confirmation_token(contact)},
        "sessions_app:feedback_withdraw": {"what": "name"},
        "sessions_app:action_evidence": _evidence(people, action, is_public=True),
        "sessions_app:personal_feed": {"token": _calendar_of(people[OFFICER])},
        "sessions_app:read_back": {"token": _read_back_secret(session, people[MANAGER])},
        "sessions_app:trail": {
            "token": require_secret(trails.trail_token(contact=membership.contact))
        },
    }
    values |= {
        f"sessions_app:invitation_{view}": {"token": _invitation_secret(session)}
        for view in ("detail", "register", "decline", "unsubscribe")
    }
    own_import = {"reference": _import_of(people[OFFICER])}
    values |= {
        f"feedback_import_{view}": own_import
        for view in ("check", "columns", "discard", "bad_rows")
    }
    names = [viewset.model._meta.model_name for viewset in EngagementGroup.items]
    variants = {
        "colleague": {
            "followupaction": {"pk": _action(people).pk},
            "sessions_app:action_evidence": _evidence(people, action, is_public=False),
        },
        "stranger": _strangers(people),
        "csv": {
            f"{name}:{view}": {"?": "export=csv"}
            for name in names
            for view in ("index", "index_results")
        },
    }
    return values, variants


def _import_of(user: User) -> str:
    """Return the reference of an import whose rows are ready to be checked."""
    file = SimpleUploadedFile("notes.csv", b"Comment,Kind\nOne,praise\nTwo,Concern\n")
    uploaded = imports.upload(file=file, by=user)
    imports.choose_columns(
        feedback_import=uploaded,
        columns=uploaded.columns,
        defaults={"program": builders.build_program()},
    )
    return uploaded.reference


def _writer_of(item: FeedbackItem) -> FeedbackContact:
    FeedbackReceipt.objects.create(item=item, code_hash="!")
    return FeedbackContact.objects.create(
        item=item, organization_name="Alder Falls Aid", email="ana@alder.example", language="en"
    )


def _strangers(people: People) -> Values:
    foreign_session = builders.build_session(host=people[MANAGER])
    foreign_request = _registration(foreign_session).accommodation_requests.get()
    hidden_session = builders.build_session(slug="draft-session", state="draft")
    hidden_action = _action(people, agency="CBP")
    return {
        # Not of the owner's agency.
        "followupaction": {"pk": hidden_action.pk},
        # Not linked to an action of the owner.
        "feedbackitem": {
            "pk": _writer_of(stranger := builders.build_feedback()).item_id,
            "operation": _merged_into(stranger, by=people[MANAGER]).pk,
        },
        # Neither assigned to the officer nor for a session that they host.
        "accommodationrequest": {"pk": foreign_request.pk},
        # Not public.
        "sessions_app": {
            "slug": hidden_session.slug,
            "token": "x" * 43,
            "reference": hidden_action.reference,
        },
        "sessions_app:feedback_confirm": {"token": "x" * 43},
        "sessions_app:personal_feed": {"token": "x" * 43},
        "sessions_app:action_evidence": _evidence(people, hidden_action, is_public=True),
        **{
            f"sessions_app:invitation_{view}": {"token": "x" * 43}
            for view in ("detail", "register", "decline", "unsubscribe")
        },
        "sessions_app:registration_confirm_address": {"token": "x" * 43},
        "sessions_app:read_back": {"token": "x" * 43},
        "sessions_app:trail": {"token": "x" * 43},
    }


def _bulk_change(people: People) -> BulkChange:
    return bulk.apply(
        request=BulkRequest(operation="move", to_state="in_review"),
        keys=[builders.build_feedback().pk],
        by=people[MANAGER],
    )


def _merged_into(item: FeedbackItem, *, by: User) -> LineageOperation:
    other = builders.build_feedback(program=item.program)
    return feedback_merges.merge(survivor=item, others=[other], by=by)


def _new_address_secret(registration: Registration) -> str:
    addresses.request_address(registration=registration, email="new@example.org")
    return require_secret(personal_links.new_address_token(registration=registration))


def _invitation_secret(session: ListeningSession) -> str:
    invitation = builders.build_invitation(session)
    return personal_links.raw_invitation_token_for(invitation=invitation)


def _read_back_secret(session: ListeningSession, by: User) -> str:
    contact = builders.build_contact(builders.build_organization())
    read_back = ReadBack.objects.create(
        listening_session=session,
        organization=contact.organizations.get(),
        answer_by=session.local_start.date(),
        ends_at=session.ends_at,
        started_by=by,
    )
    recipient = read_back.recipients.create(contact=contact, email=contact.email)
    return require_secret(read_back_links.link_token(recipient=recipient))


def _registration(session: ListeningSession) -> Registration:
    return builders.build_registration(session, accommodations=[AccommodationInput(kind="asl")])


def _calendar_of(user: User) -> str:
    return calendar_feeds.rotate(user=user).url.rpartition("/")[2].removesuffix(".ics")


def _evidence(people: People, action: FollowUpAction, *, is_public: bool) -> dict[str, Any]:
    update = action_services.post_update(
        action=action,
        text="It is printed.",
        by=people[MANAGER],
        is_public=is_public,
        evidence=[SimpleUploadedFile("proof.txt", b"plain words")],
    )
    return {"reference": action.reference, "pk": update.evidence.get().pk}


def _action(people: People, *, agency: str = "ICE", **values: Any) -> FollowUpAction:
    values.setdefault("owner", people[MANAGER])
    return builders.build_action(
        lead_agency=Agency.objects.get(abbreviation=agency), state="accepted", **values
    )
