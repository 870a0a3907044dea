"""Everything there is to check stands before the button that publishes or sends."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from sessions_app.listening_sessions.enums import SessionState
from sessions_app.listening_sessions.models.sessions import READINESS_CHECKS
from sessions_app.models import ListeningSession, OutboxMessage, SessionSeries, Venue
from sessions_app.session_operations.enums import ConflictKind
from sessions_app.session_operations.selectors.conflicts import conflicts_of
from tests.builders import (
    IN_PERSON,
    build_feedback,
    build_invitation,
    build_public_feedback,
    build_registration,
    build_session,
    build_theme,
    build_user,
    build_venue,
)
from tests.sessions_app.answers import confirmed, form_data, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("late_in_2026")]

DAY = datetime.timedelta(days=1)
#: 1 p.m. in Chicago, on a Wednesday.
START = datetime.datetime(2027, 3, 3, 19, tzinfo=datetime.UTC)
READY = dict.fromkeys(READINESS_CHECKS, True)


def session_of(officer, **values):
    values = {"starts_at": START, "join_link": "https://meet.example/1", **READY, **values}
    return build_session(host=officer, **values)


def page_of(session, name, *more):
    return reverse(f"listeningsession:{name}", args=[session.pk, *more])


def edited(client, session, **changes):
    return form_data(client.get(page_of(session, "edit")).context["form"], **changes)


def warnings(page):
    return [row["words"] for row in page.context["conflicts"]]


def move_to_holiday(client, session):
    """Return the page that follows on moving a session to Independence Day (observed)."""
    return client.post(page_of(session, "edit"), edited(client, session, day="2027-07-05"))


HOLIDAY = "This date is a federal holiday (Independence Day), and offices are closed."


REOPENED = "The readiness check “{}” was done for the old time or place. Saving unchecks it."


def test_preview_of_a_change_shows_holiday_and_open_checks_before_anything_is_sent(
    officer_client, officer
):
    session = session_of(officer, pra_checked=False, join_link="")
    build_registration(session)
    OutboxMessage.objects.all().delete()

    page = move_to_holiday(officer_client, session)

    assert warnings(page) == [
        HOLIDAY,
        REOPENED.format("accommodations are arranged"),
        REOPENED.format("interpreters are arranged"),
        "Not checked off yet: we do not ask ten or more people the same questions.",
        "There is no join link yet for people attending online.",
    ]
    assert not OutboxMessage.objects.exists()
    text = text_of(page)
    assert text.index(HOLIDAY) < text.index("Save and notify 1 person")


def test_new_conflict_of_a_public_session_is_shown_first_even_if_nobody_is_told(
    officer_client, officer
):
    session = session_of(officer)

    page = move_to_holiday(officer_client, session)

    assert HOLIDAY in warnings(page)
    assert "No e-mails will be sent. Check this before you save." in text_of(page)
    assert ListeningSession.objects.get().starts_at == START

    answer = officer_client.post(page_of(session, "edit"), confirmed(page))

    assert answer.url == page_of(session, "inspect")
    assert ListeningSession.objects.get().starts_at > START


def test_new_conflict_confirmed_after_somebody_elses_change_is_refused_once(
    officer_client, officer
):
    session = session_of(officer)
    page = move_to_holiday(officer_client, session)
    ListeningSession.objects.get().save()

    again = officer_client.post(page_of(session, "edit"), confirmed(page))

    assert "Someone else changed this while you were working on it" in text_of(again)
    assert ListeningSession.objects.get().starts_at == START


def test_conflict_that_was_there_before_does_not_hold_up_a_typo(officer_client, officer):
    session = session_of(officer, starts_at=START.replace(month=7, day=5))

    data = edited(officer_client, session, title="Put right")

    assert officer_client.post(page_of(session, "edit"), data).status_code == 302


def test_another_host_who_is_busy_is_shown_first(officer_client, officer, manager):
    session = session_of(officer)
    other = session_of(manager, title="At the same time")

    page = officer_client.post(
        page_of(session, "edit"), edited(officer_client, session, host=manager.pk)
    )

    assert warnings(page) == [f"{manager} is hosting another session at that time."]
    assert other.title in text_of(page)


def test_draft_is_saved_at_once_and_its_page_and_the_schedule_screen_warn(officer_client, officer):
    session = session_of(officer, state="draft", faca_checked=False)
    assert move_to_holiday(officer_client, session).status_code == 302

    assert HOLIDAY in warnings(officer_client.get(page_of(session, "inspect")))
    page = officer_client.get(page_of(session, "move", "schedule"))

    open_check = "Not checked off yet: we ask for individual advice, not group advice."
    assert {HOLIDAY, open_check} <= set(warnings(page))
    assert "There is no one to e-mail." in text_of(page)
    officer_client.post(page_of(session, "move", "schedule"), {})
    assert ListeningSession.objects.get().state == SessionState.SCHEDULED


def test_new_date_of_a_postponed_session_warns_beside_the_e_mail(officer_client, officer):
    session = session_of(officer)
    build_registration(session)
    session.state = SessionState.POSTPONED
    session.starts_at += 124 * DAY
    session.ends_at += 124 * DAY
    session.save()

    first = officer_client.get(page_of(session, "move", "schedule"))
    page = officer_client.post(page_of(session, "move", "schedule"), {})

    assert "1 person will get an e-mail with the date. You can review it first." in text_of(first)
    assert page.context["notice"].total == 1
    assert warnings(page) == warnings(first) == [HOLIDAY]


@pytest.mark.parametrize(
    ("days", "is_ready", "is_warned"),
    [(6, False, True), (7, False, False), (6, True, False)],
)
def test_too_little_time_for_accommodations_is_a_warning(officer, days, is_ready, is_warned):
    start = timezone.now() + days * DAY
    session = session_of(officer, starts_at=start, accommodations_ready=is_ready)

    found = [each.kind for each in conflicts_of(listening_session=session)]

    assert (ConflictKind.LEAD_TIME in found) == is_warned


def test_new_date_that_is_too_soon_for_what_was_arranged_is_a_warning(officer_client, officer):
    session = session_of(officer)

    page = officer_client.post(
        page_of(session, "edit"), edited(officer_client, session, day="2026-12-01")
    )

    words = "There may be too little time to arrange accommodations (days needed: 7)."
    assert words in warnings(page)


def test_notes_are_published_after_what_is_open_is_shown(officer_client, officer):
    session = session_of(officer, state="in_review", privacy_notice_ready=False)
    themed = build_public_feedback(listening_session=session)
    themed.themes.add(build_theme(), through_defaults={"coded_by": officer})
    build_feedback(listening_session=session, public_summary="Not approved.")

    page = officer_client.get(page_of(session, "move", "publish-notes"))

    assert warnings(page) == [
        "Public summaries that are not approved, so that they will not appear: 1.",
        "Items without a theme: 1.",
        "Not checked off yet: Privacy Act statement is ready to hand out.",
    ]
    assert "There is no one to e-mail." in text_of(page)


def test_notes_without_an_approved_summary_are_pointed_out(officer_client, officer):
    session = session_of(officer, state="in_review")

    page = officer_client.get(page_of(session, "move", "publish-notes"))

    assert warnings(page) == [
        "No public summary is approved yet, so the session page will show none."
    ]


def test_invitations_warn_before_they_are_sent(officer_client, officer):
    session = session_of(officer, starts_at=START.replace(month=7, day=5), pra_checked=False)
    build_invitation(session, state="prepared")

    page = officer_client.get(page_of(session, "send_invitations"))

    assert warnings(page) == [
        HOLIDAY,
        "Not checked off yet: we do not ask ten or more people the same questions.",
    ]
    text = text_of(page)
    assert text.index(HOLIDAY) < text.index("Send invitations", text.index(HOLIDAY))


def test_invitations_of_a_draft_show_why_they_cannot_be_sent_and_no_button(officer_client, officer):
    session = session_of(officer, state="draft")
    build_invitation(session, state="prepared")

    text = text_of(officer_client.get(page_of(session, "send_invitations")))

    assert "Schedule the session first." in text
    assert "Send invitations" not in text.partition("Schedule the session first.")[2]


def test_carrying_over_shows_the_conflicts_of_each_later_session(officer_client, officer):
    series = SessionSeries.objects.create(rule="FREQ=WEEKLY")
    session = session_of(officer, series=series, venue=build_venue(name="Birch Hall"))
    later = session_of(officer, series=series, starts_at=START + 7 * DAY)
    session_of(build_user(), starts_at=START + 7 * DAY, venue=session.venue, title="There before")

    page = officer_client.get(
        page_of(session, "carry_over"), {"parts": ["place"], "to": [later.pk]}
    )

    text = text_of(page)
    warning = f"{session.venue} is booked at that time. There before"
    assert warning in text
    assert text.index(warning) < text.rindex("Save changes")


def venue_data(client, venue, **changes):
    form = client.get(reverse("venue:edit", args=[venue.pk])).context["form"]
    data = form_data(form)
    for field in form.rooms.management_form:
        data[field.html_name] = field.value()
    return data | changes


@pytest.mark.parametrize("is_registered", [True, False])
def test_venue_moved_to_another_state_warns_of_the_zones_of_its_sessions(
    officer_client, officer, is_registered
):
    session = session_of(officer, title="An evening in Alder Falls")
    if is_registered:
        build_registration(session, mode=IN_PERSON)
    url = reverse("venue:edit", args=[session.venue_id])

    page = officer_client.post(url, venue_data(officer_client, session.venue, state="CA"))

    assert warnings(page) == [
        *(
            f"The readiness check “{check}” was done for the old time or place. Saving unchecks it."
            for check in ("accommodations are arranged", "interpreters are arranged")
        ),
        "This session is not in the time zone of its venue: California is on Pacific time.",
    ]
    assert "An evening in Alder Falls" in text_of(page)
    assert (page.context["notice"] is not None) == is_registered
    assert Venue.objects.get().state == "IL"

    assert officer_client.post(url, confirmed(page)).status_code == 302
    assert Venue.objects.get().state == "CA"


def test_preview_is_named_after_what_it_is_and_the_record(officer_client, officer):
    session = session_of(officer, title="An evening in Alder Falls")
    build_registration(session)

    page = move_to_holiday(officer_client, session)

    html = page.content.decode()
    assert "<title>\n            Review before sending: An evening in Alder Falls" in html.replace(
        "<title>Review", "<title>\n            Review"
    )
    crumbs = [item["label"] for item in page.context["breadcrumbs_items"]]
    assert crumbs[-2:] == ["An evening in Alder Falls", "Review before sending"]
