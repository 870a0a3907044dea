"""Object-level permissions on all staff views; Wagtail checks only model permissions."""

import datetime

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from sessions_app.actions import services as action_services
from sessions_app.actions.enums import ActionState
from sessions_app.core import roles
from sessions_app.dashboard.staff.menu import EngagementGroup
from sessions_app.feedback.enums import FeedbackState
from sessions_app.models import (
    AccommodationRequest,
    ActionUpdate,
    Agency,
    FollowUpAction,
    MailTemplate,
    OutboxMessage,
)
from sessions_app.registrations.enums import AccommodationState
from sessions_app.registrations.services.accommodations import AccommodationInput
from tests.builders import (
    build_action,
    build_feedback,
    build_invitation,
    build_organization,
    build_program,
    build_registration,
    build_session,
    build_staff,
    build_theme,
    build_venue,
)
from tests.sessions_app.answers import is_refused, text_of

pytestmark = pytest.mark.django_db

VIEWSETS = {viewset.model._meta.model_name: viewset for viewset in EngagementGroup.items}


def agency(abbreviation):
    return Agency.objects.get(abbreviation=abbreviation).pk


def build_record(name):
    if name in ("registration", "accommodationrequest", "outboxmessage"):
        registration = build_registration(accommodations=[AccommodationInput(kind="asl")])
        return {
            "registration": registration,
            "accommodationrequest": registration.accommodation_requests.get(),
            "outboxmessage": OutboxMessage.objects.get(registration=registration),
        }[name]
    if name == "mailtemplate":
        return MailTemplate.objects.first()
    build = {
        "invitation": build_invitation,
        "listeningsession": build_session,
        "organization": build_organization,
        "feedbackitem": build_feedback,
        "followupaction": build_action,
        "program": build_program,
        "theme": build_theme,
        "venue": build_venue,
    }
    return build[name]()


def object_urls(name, record):
    """Return the URL of each view of a record."""
    viewset = VIEWSETS[name]()
    urls = {}
    for pattern in viewset.get_urlpatterns():
        if "pk" not in pattern.pattern.converters:
            continue
        for transition in viewset.transitions if pattern.name == "move" else [None]:
            arguments = dict.fromkeys(pattern.pattern.converters, 1) | {"pk": record.pk}
            arguments |= {"move": transition.slug} if transition else {}
            urls[f"{pattern.name} {transition.slug if transition else ''}".strip()] = reverse(
                f"{name}:{pattern.name}", kwargs=arguments
            )
    return urls


def test_registers_all_have_their_object_views():
    record = build_feedback()

    assert set(object_urls("feedbackitem", record)) == {
        "edit",
        "history",
        "history_results",
        "inspect",
        "move review",
        "move accept",
        "move answer",
        "move close",
        "move approve-summary",
        "move assign",
        "move decline",
        "move outside-authority",
        "move duplicate",
        "move not-duplicate",
        "move reopen",
        "move route",
        "move accept-correction",
        "move keep-summary",
        "move answer-objection",
        "actions",
        "answer",
        "match",
        "merge",
        "split",
        "undo",
    }


@pytest.mark.parametrize("name", sorted(VIEWSETS))
@pytest.mark.parametrize("removed", ["delete", "usage", "copy"])
def test_record_cannot_be_deleted_or_copied(officer_client, name, removed):
    record = build_record(name)
    prefix = VIEWSETS[name]().url_prefix

    assert officer_client.get(f"/admin/{prefix}/{removed}/{record.pk}/").status_code == 404
    assert officer_client.post(f"/admin/{prefix}/{removed}/{record.pk}/").status_code == 404


@pytest.mark.parametrize("name", sorted(set(VIEWSETS) - {"program"}))
def test_editor_of_pages_opens_no_record(signed_in, editor, name):
    record = build_record(name)
    client = signed_in(editor)

    for view, url in object_urls(name, record).items():
        assert is_refused(client.get(url)), view
        assert is_refused(client.post(url, {"reason": "Because."})), view
    for view in ("index", "index_results"):
        assert is_refused(client.get(reverse(f"{name}:{view}"))), view
        assert is_refused(client.get(reverse(f"{name}:{view}"), {"export": "csv"})), view


@pytest.mark.parametrize("name", sorted(VIEWSETS))
def test_visitor_without_an_account_is_asked_to_sign_in(client, name):
    record = build_record(name)

    for url in object_urls(name, record).values():
        assert client.get(url).url.startswith("/accounts/login/")


def test_action_of_another_agency_is_hidden_from_an_owner(signed_in, owner):
    action = build_action(lead_agency_id=agency("CBP"), title="Only CBP knows of this")
    client = signed_in(owner)

    for view, url in object_urls("followupaction", action).items():
        assert is_refused(client.get(url)), view
        assert is_refused(client.post(url, {"text": "I was here."})), view
    assert "Only CBP knows of this" not in text_of(client.get(reverse("followupaction:index")))
    assert ActionUpdate.objects.count() == 0


def test_stranger_with_the_permission_to_change_actions_changes_no_foreign_one(signed_in, owner):
    # Regression test: the model permission alone allowed changing any record.
    owner.user_permissions.add(Permission.objects.get(codename="change_followupaction"))
    action = build_action(lead_agency_id=agency("CBP"), title="As it was")
    client = signed_in(owner)
    edit = reverse("followupaction:edit", args=[action.pk])

    assert client.get(edit).status_code == 404
    assert client.post(edit, {"title": "Rewritten"}).status_code == 404
    assert client.get(reverse("followupaction:history", args=[action.pk])).status_code == 404
    exported = client.get(reverse("followupaction:index"), {"export": "csv"})
    assert "As it was" not in exported.getvalue().decode()
    action.refresh_from_db()
    assert action.title == "As it was"


def test_own_agencys_action_is_read_but_not_reported_on(signed_in, owner):
    action = build_action(lead_agency_id=agency("ICE"))
    client = signed_in(owner)

    page = client.get(reverse("followupaction:inspect", args=[action.pk]))
    assert page.status_code == 200
    assert "Post an update" not in text_of(page)
    assert is_refused(client.get(reverse("followupaction:update", args=[action.pk])))


def test_owner_posts_an_update_to_their_own_action(signed_in, owner):
    action = build_action(owner=owner, state=ActionState.ACCEPTED)
    client = signed_in(owner)

    answer = client.post(
        reverse("followupaction:update", args=[action.pk]),
        {"text": "The form is printed.", "to_state": ActionState.IN_PROGRESS},
    )

    assert answer.status_code == 302
    assert ActionUpdate.objects.get().text == "The form is printed."
    assert FollowUpAction.objects.get().state == ActionState.IN_PROGRESS


def test_owner_reads_the_summary_of_linked_feedback_only(signed_in, owner):
    organization = build_organization(name="Quiet Harbor Society")
    linked = build_feedback(
        organization=organization,
        private_note="My cousin said so.",
        public_summary="Fear of calling.",
    )
    other = build_feedback(private_note="Something else.")
    action = build_action(owner=owner)
    action_services.link_feedback(action=action, item=linked, by=owner)
    client = signed_in(owner)

    page = text_of(client.get(reverse("feedbackitem:inspect", args=[linked.pk])))
    assert "Fear of calling." in page
    assert "My cousin said so." not in page
    assert "Quiet Harbor Society" not in page
    assert is_refused(client.get(reverse("feedbackitem:inspect", args=[other.pk])))
    assert is_refused(client.get(reverse("feedbackitem:edit", args=[linked.pk])))
    listing = text_of(client.get(reverse("feedbackitem:index")))
    assert linked.reference in listing
    assert other.reference not in listing
    found = client.get(reverse("feedbackitem:index"), {"q": "cousin"})
    assert linked.reference not in text_of(found)


def test_analyst_never_sees_a_private_note(signed_in, analyst):
    session = build_session()
    item = build_feedback(
        private_note="Said in confidence.",
        public_summary="In our words.",
        listening_session=session,
    )
    client = signed_in(analyst)

    pages = [
        reverse("feedbackitem:inspect", args=[item.pk]),
        reverse("feedbackitem:index"),
        reverse("listeningsession:inspect", args=[session.pk]),
        reverse("wagtailadmin_home"),
    ]
    for url in pages:
        answer = client.get(url)
        assert answer.status_code == 200
        assert "Said in confidence." not in answer.content.decode(), url
    exported = client.get(reverse("feedbackitem:index"), {"export": "csv"}).getvalue().decode()
    assert item.reference in exported
    assert "Said in confidence." not in exported
    assert item.reference not in text_of(
        client.get(reverse("feedbackitem:index"), {"q": "confidence"})
    )


def test_auditor_reads_the_note_and_changes_nothing(signed_in, auditor):
    item = build_feedback(private_note="Said in confidence.")
    client = signed_in(auditor)

    assert "Said in confidence." in text_of(
        client.get(reverse("feedbackitem:inspect", args=[item.pk]))
    )
    assert client.get(reverse("feedbackitem:history", args=[item.pk])).status_code == 200
    for view, url in object_urls("feedbackitem", item).items():
        if view.startswith(("edit", "move")):
            assert is_refused(client.post(url, {"reason": "Because."})), view
    item.refresh_from_db()
    assert item.state == FeedbackState.NEW


def test_accommodation_is_read_by_its_assignee_the_host_and_the_manager(
    signed_in, officer, manager, analyst
):
    other_officer = build_staff(roles.ROLE_ENGAGEMENT_OFFICER, agency="CRCL")
    session = build_session(host=officer)
    registration = build_registration(
        session, accommodations=[AccommodationInput(kind="braille", detail="For two readers.")]
    )
    request = registration.accommodation_requests.get()

    def opens(user):
        client = signed_in(user)
        answers = [client.get(url) for url in object_urls("accommodationrequest", request).values()]
        if all(is_refused(answer) for answer in answers):
            return False
        assert answers[-1].status_code in (200, 302)
        return True

    assert opens(officer)
    assert opens(manager)
    assert not opens(other_officer)
    assert not opens(analyst)
    AccommodationRequest.objects.update(assignee=other_officer)
    assert opens(other_officer)


def test_strange_officer_sees_no_accommodation_on_the_sessions_page(signed_in, officer, manager):
    soon = timezone.now() + datetime.timedelta(days=5)
    session = build_session(host=manager, starts_at=soon)
    registration = build_registration(session, accommodations=[AccommodationInput(kind="braille")])
    request = registration.accommodation_requests.get()
    pages = [
        reverse("listeningsession:accommodations", args=[session.pk]),
        reverse("registration:inspect", args=[registration.pk]),
        reverse("wagtailadmin_home"),
    ]

    for url in pages:
        assert "Braille" not in text_of(signed_in(officer).get(url)), url
        assert "Braille" in text_of(signed_in(manager).get(url)), url
    index = reverse("accommodationrequest:index")
    assert request.reference not in text_of(signed_in(officer).get(index))
    assert request.reference in text_of(signed_in(manager).get(index))
    move = reverse("accommodationrequest:move", args=[request.pk, "ordered"])
    assert is_refused(signed_in(officer).post(move))
    request.refresh_from_db()
    assert request.state == AccommodationState.REQUESTED
