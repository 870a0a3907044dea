"""Staff pages for feedback items."""

import pytest
from django.urls import reverse

from sessions_app.feedback.enums import AttributionLevel, FeedbackState
from sessions_app.models import FeedbackItem
from tests.builders import (
    build_feedback,
    build_organization,
    build_program,
    build_registration,
    build_session,
    build_theme,
)
from tests.sessions_app.answers import errors_of, form_data, text_of

pytestmark = pytest.mark.django_db

ADD = "/admin/feedback/new/"


def said(**changes):
    data = {
        "kind": "concern",
        "private_note": "People stopped calling.",
        "severity": "moderate",
        "received_on": "2026-05-04",
        "channel": "session",
    }
    return {name: value for name, value in (data | changes).items() if value is not None}


def test_item_takes_program_and_attribution_from_its_session(officer_client, officer):
    session = build_session(attribution_rule="on_the_record")
    organization = build_organization()
    theme = build_theme()

    officer_client.post(
        ADD,
        said(listening_session=session.pk, organization=organization.pk, themes=[theme.pk]),
    )

    item = FeedbackItem.objects.get()
    assert (item.program, item.listening_session) == (session.program, session)
    assert item.attribution == AttributionLevel.NAMED
    assert item.recorded_by == officer
    assert list(item.themes.all()) == [theme]


def test_unattributed_session_keeps_no_organization(officer_client):
    session = build_session(attribution_rule="not_attributed")
    data = said(listening_session=session.pk, organization=build_organization().pk)

    answer = officer_client.post(ADD, data)

    assert "No one is named for this session" in errors_of(answer)["organization"][0]
    assert answer.context["form"]["private_note"].value() == "People stopped calling."
    officer_client.post(ADD, data | {"organization": ""})
    assert FeedbackItem.objects.get().attribution == AttributionLevel.NONE


def test_item_of_an_unattributed_session_cannot_name_anybody(officer_client):
    session = build_session(attribution_rule="not_attributed")

    answer = officer_client.post(ADD, said(listening_session=session.pk, attribution="named"))

    assert list(errors_of(answer)) == ["attribution"]


def test_item_outside_a_session_needs_a_program_and_words(officer_client):
    answer = officer_client.post(ADD, said(private_note=" ", channel="email"))

    assert set(errors_of(answer)) == {"program", "private_note"}
    assert FeedbackItem.objects.count() == 0


def test_session_of_another_program_is_refused_by_the_service(officer_client):
    answer = officer_client.post(
        ADD, said(listening_session=build_session().pk, program=build_program().pk)
    )

    assert "belongs to another program" in errors_of(answer)["program"][0]
    assert answer.context["form"].instance.pk is None


def test_save_and_log_another_keeps_where_and_who(officer_client):
    session = build_session()
    organization = build_organization()

    answer = officer_client.post(
        ADD,
        said(
            listening_session=session.pk,
            organization=organization.pk,
            **{"action-another": "1"},
        ),
        follow=True,
    )

    form = answer.context["form"]
    assert str(form["listening_session"].value()) == str(session.pk)
    assert str(form["organization"].value()) == str(organization.pk)
    assert not form["private_note"].value()
    assert "saved. You can log the next item." in text_of(answer)


def test_organizations_at_the_session_come_first(officer_client):
    session = build_session()
    build_organization(name="Aardvark Alliance")
    here = build_organization(name="Zebra Society", website="https://zebra.example/")
    build_registration(session, email="ann@zebra.example", organization_name="Zebra Society")

    form = officer_client.get(ADD, {"listening_session": session.pk}).context["form"]

    _empty, (label, options), _others = form.fields["organization"].choices
    assert label == "Registered for this session"
    assert options == [(here.pk, "Zebra Society")]


def test_allegation_about_a_person_is_logged_as_routed_and_nothing_else(officer_client):
    session = build_session()

    officer_client.post(
        ADD,
        said(
            listening_session=session.pk,
            organization=build_organization().pk,
            private_note="Officer Smith struck me.",
            public_summary="An officer struck somebody.",
            was_allegation="on",
        ),
    )

    item = FeedbackItem.objects.get()
    assert item.state == FeedbackState.ROUTED
    assert "Smith" not in item.private_note
    assert item.public_summary == ""
    assert item.organization is None


def test_editing_keeps_themes_and_source(officer_client):
    theme, organization = build_theme(), build_organization()
    item = build_feedback(organization=organization, attribution="named")
    item.codings.create(theme=theme)
    url = reverse("feedbackitem:edit", args=[item.pk])
    form = officer_client.get(url).context["form"]

    answer = officer_client.post(url, form_data(form, public_summary="In our words."))

    assert answer.status_code == 302
    item.refresh_from_db()
    assert item.public_summary == "In our words."
    assert item.organization == organization
    assert list(item.themes.all()) == [theme]


def test_summary_is_approved_by_those_who_may(officer_client, signed_in, auditor):
    item = build_feedback(public_summary="In our words.")
    url = reverse("feedbackitem:move", args=[item.pk, "approve-summary"])

    assert signed_in(auditor).post(url).status_code in (302, 404)
    item.refresh_from_db()
    assert item.summary_approved_at is None
    officer_client.post(url)
    item.refresh_from_db()
    assert item.summary_approved_at is not None


def test_duplicate_is_named_by_its_reference_however_it_is_typed(officer_client):
    first, second = build_feedback(), build_feedback()
    url = reverse("feedbackitem:move", args=[second.pk, "duplicate"])

    answer = officer_client.post(url, {"duplicate_of": "FB-26-NONSENSE", "reason": "Same."})
    assert errors_of(answer) == {
        "duplicate_of": ["No feedback item has this reference. Check the reference."]
    }
    officer_client.post(
        url, {"duplicate_of": first.reference.lower().replace("-", " "), "reason": "Same."}
    )
    second.refresh_from_db()
    assert (second.state, second.duplicate_of) == (FeedbackState.DUPLICATE, first)


def test_day_that_is_still_to_come_is_refused(officer_client):
    answer = officer_client.post(ADD, said(received_on="2099-01-01"))

    assert errors_of(answer)["received_on"] == ["Enter today’s date or an earlier one."]


@pytest.mark.parametrize("number", ["²", "9" * 23, "-1", "x"])
def test_odd_number_of_a_session_is_no_session(officer_client, number):
    page = officer_client.get(ADD, {"listening_session": number})

    assert page.status_code == 200
    answer = officer_client.post(ADD, said(listening_session=number))
    assert "Select a valid choice" in errors_of(answer)["listening_session"][0]
