"""Notes tab of a session: as a form, and as a script asks."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from sessions_app.core.services.versions import version_of
from sessions_app.feedback.services import feedback, notes
from sessions_app.models import FeedbackItem
from tests.builders import (
    build_feedback,
    build_organization,
    build_registration,
    build_session,
    build_theme,
    build_user,
)
from tests.sessions_app.answers import text_of

pytestmark = pytest.mark.django_db

ALLEGATION = "Officer Brandlewick, badge 4471, shoved my brother."


@pytest.fixture
def session(db):
    return build_session(attribution_rule="on_the_record")


def url(session):
    return f"/admin/listening-sessions/{session.pk}/notes/"


def ask(client, session, fields=None, **query):
    """Ask as the script does."""
    address = url(session)
    headers = {"Accept": "application/json"}
    if fields is None:
        return client.get(address, query, headers=headers)
    return client.post(address, {"submission": "one", **fields}, headers=headers)


def sent(**values):
    return {"action": "log", "line": "People stopped calling.", "submission": "one"} | values


def words():
    return list(
        FeedbackItem.objects.order_by("position", "pk").values_list("private_note", flat=True)
    )


def test_line_is_logged_by_the_form(officer_client, officer, session):
    empty = text_of(officer_client.get(url(session)))
    answer = officer_client.post(url(session), sent(line="q Who decides? !"), follow=True)

    item = FeedbackItem.objects.get()
    assert (item.kind, item.severity, item.recorded_by) == ("question", "high", officer)
    assert answer.redirect_chain == [(url(session), 302)]
    assert "Nothing logged yet." in empty
    assert f"{item.reference} is logged." in text_of(answer)
    assert "Question Who decides?" in text_of(answer)


def test_refused_line_is_still_there(officer_client, session):
    line = "Fear @harbor <b>"
    answer = officer_client.post(url(session), sent(line=line))

    page = answer.content.decode()
    assert "Nothing is called “@harbor”" in text_of(answer)
    assert 'value="Fear @harbor &lt;b&gt;"' in page
    assert 'name="submission" value="one"' in page
    assert "<title>Error: " in page
    assert words() == []


def test_allegation_is_stopped_and_can_be_logged_as_a_referral_only(officer_client, session):
    stopped = text_of(officer_client.post(url(session), sent(line=ALLEGATION)))
    assert words() == []
    assert "“badge 4471”" in stopped
    assert "It is. Log only that I explained how to complain" in stopped

    officer_client.post(url(session), sent(line=ALLEGATION, action="referral"))
    assert [item.state for item in FeedbackItem.objects.all()] == ["routed"]
    assert "Brandlewick" not in words()[0]


def test_line_that_is_no_allegation_is_logged(officer_client, session):
    officer_client.post(url(session), sent(line=ALLEGATION, is_no_allegation="on"))

    assert words() == [ALLEGATION]


def test_script_logs_once_and_gets_the_line(officer_client, session):
    first = ask(officer_client, session, sent(line="Fear <b>"))
    again = ask(officer_client, session, sent(line="Fear <b>"))

    item = FeedbackItem.objects.get()
    for answer in (first, again):
        (line,) = answer.json()["lines"]
        assert (line["pk"], line["version"]) == (item.pk, version_of(item))
        assert "Fear &lt;b&gt;" in line["html"]
        assert answer.json()["order"] == [item.pk]
    assert first.json()["csrf"]


@pytest.mark.parametrize(
    ("line", "is_stopped", "error"),
    [("Fear @harbor", False, "Nothing is called"), (ALLEGATION, True, "reads like an allegation")],
)
def test_script_gets_the_reason_of_a_refusal(officer_client, session, line, is_stopped, error):
    answer = ask(officer_client, session, sent(line=line))

    assert answer.status_code == 422
    assert error in answer.json()["error"]
    assert answer.json()["isStopped"] is is_stopped
    assert words() == []


def test_script_gets_what_others_changed(officer_client, session):
    now = timezone.now()
    for number in range(3):
        notes.log_line(
            listening_session=session, line=f"Point {number}", key=str(number), by=build_user()
        )
    old = now - datetime.timedelta(minutes=5)
    FeedbackItem.objects.update(updated_at=old)
    changed, gone, kept = FeedbackItem.objects.order_by("pk")
    feedback.start_review(item=changed, by=build_user())
    FeedbackItem.objects.filter(pk=gone.pk).delete()

    news = ask(officer_client, session, since=now.isoformat()).json()

    assert [line["pk"] for line in news["lines"]] == [changed.pk]
    assert "In review" in news["lines"][0]["html"]
    assert news["order"] == [kept.pk, changed.pk]
    for nonsense in ("", "yesterday", "2026-13-45T00:00:00+00:00", "2026-01-01"):
        assert len(ask(officer_client, session, since=nonsense).json()["lines"]) == 2


def test_change_of_an_older_version_gives_the_new_one(officer_client, session):
    item = build_feedback(listening_session=session)
    fields = {"action": "change", "item": item.pk, "line": "Mine", "expected_version": "older"}

    refused = ask(officer_client, session, fields)
    fields["expected_version"] = refused.json()["version"]
    answer = ask(officer_client, session, fields)

    assert (refused.status_code, answer.status_code) == (422, 200)
    assert words() == ["Mine"]


def test_refused_change_by_the_form_keeps_what_was_typed(officer_client, session):
    item = build_feedback(listening_session=session)
    answer = officer_client.post(
        url(session), sent(action="change", item=item.pk, line="Mine @harbor")
    )

    page = answer.content.decode()
    assert f'id="line-{item.pk}" value="Mine @harbor"' in page
    assert '<details class="bo-note__edit" open>' in page
    assert 'name="line" value="Mine' not in page.split("<ol")[0]


def test_lines_move_and_are_taken_back(officer_client, session):
    for key in "ab":
        officer_client.post(url(session), sent(line=key, submission=key))
    first, last = FeedbackItem.objects.order_by("pk")

    # The newest is on top.
    assert ask(officer_client, session).json()["order"] == [last.pk, first.pk]
    officer_client.post(url(session), {"action": "down", "item": last.pk})
    assert words() == ["b", "a"]
    officer_client.post(url(session), {"action": "up", "item": last.pk})
    assert words() == ["a", "b"]
    officer_client.post(url(session), {"action": "take_back", "item": first.pk})
    assert words() == ["b"]


@pytest.mark.parametrize("action", ["change", "take_back", "up"])
def test_item_of_another_session_is_not_found(officer_client, session, action):
    item = build_feedback(listening_session=build_session())
    fields = {"action": action, "item": item.pk, "line": "x", "submission": "y"}

    assert officer_client.post(url(session), fields).status_code == 404


def test_unknown_action_is_refused(officer_client, session):
    assert officer_client.post(url(session), sent(action="delete")).status_code == 400


@pytest.mark.parametrize("who", ["owner", "auditor"])
def test_who_may_not_log_gets_nothing(signed_in, request, who, session):
    build_feedback(listening_session=session, private_note="People stopped calling.")
    client = signed_in(request.getfixturevalue(who))

    for answer in (client.get(url(session)), ask(client, session), ask(client, session, sent())):
        assert answer.status_code in (302, 404)
        assert b"People stopped" not in answer.content
    assert FeedbackItem.objects.count() == 1


def test_suggestions(officer_client, session):
    build_theme(name="Stops and arrests")
    build_organization(name="Harbor Coalition")
    build_registration(session, email="ann@harbor.example", organization_name="Harbor Legal Aid")

    page = officer_client.get(url(session))
    others = officer_client.get(url(session), {"suggest": "harb"}).json()

    assert page.context["suggestions"]["#"] == [
        {"name": "Stops and arrests", "handle": "stops-and-arrests"}
    ]
    assert {"name": "Harbor Coalition", "handle": "harbor-coalition"} in others


def test_session_without_attribution_suggests_no_organization(officer_client):
    session = build_session(attribution_rule="not_attributed")
    build_registration(session, email="ann@harbor.example", organization_name="Harbor Legal Aid")
    build_organization(name="Harbor Coalition")

    page = officer_client.get(url(session))

    assert page.context["suggestions"]["@"] == []
    assert officer_client.get(url(session), {"suggest": "harb"}).json() == []
    assert "No one is named for this session." in text_of(page)
    assert "Harbor" not in page.content.decode()


def test_queries_do_not_grow_with_the_lines(officer_client, session):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            ask(officer_client, session)
        return len(captured)

    for _number in range(2):
        build_feedback(listening_session=session, organization=build_organization())
    queries()  # fills caches
    few = queries()
    for _number in range(5):
        item = build_feedback(listening_session=session, organization=build_organization())
        item.codings.create(theme=build_theme())

    assert queries() == few
