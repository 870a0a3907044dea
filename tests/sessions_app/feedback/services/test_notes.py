"""Services of the notes of a session."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from sessions_app.actions import services as actions
from sessions_app.core.errors import ChangedMeanwhileError, EngagementError
from sessions_app.core.models import SearchEntry
from sessions_app.core.services.versions import version_of
from sessions_app.feedback.errors import ReadsLikeAllegationError
from sessions_app.feedback.note_lines import format_line
from sessions_app.feedback.selectors.notes import lines_of
from sessions_app.feedback.services import feedback, notes
from sessions_app.models import (
    AuditEntry,
    FeedbackItem,
    ListeningSession,
    OrganizationAlias,
    ThemeCoding,
)
from tests.builders import (
    build_action,
    build_feedback,
    build_organization,
    build_registration,
    build_session,
    build_theme,
    build_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database]

ALLEGATION = "Officer Brandlewick, badge 4471, shoved my brother."


@pytest.fixture
def session():
    return build_session(attribution_rule="on_the_record")


@pytest.fixture
def officer():
    return build_user()


def log(session, line="People stopped calling.", *, by, key="one", **values):
    return notes.log_line(listening_session=session, line=line, key=key, by=by, **values)


def words(session):
    return [item.private_note for item in lines_of(session)]


def test_line_is_a_feedback_item_of_its_session(session, officer):
    organization = build_organization(name="Harbor Legal Aid")
    themes = [build_theme(name="Trust"), build_theme(name="Stops and arrests")]

    item = log(session, "s Publish the dates @harbor #trust #stops-arr !", by=officer)

    item.refresh_from_db()
    assert (item.kind, item.private_note, item.severity) == (
        "suggestion", "Publish the dates", "high",
    )  # fmt: skip
    assert (item.listening_session, item.program) == (session, session.program)
    assert (item.organization, item.attribution) == (organization, "named")
    assert set(item.themes.all()) == set(themes)
    assert (item.channel, item.recorded_by) == ("session", officer)
    assert item.received_on == session.local_start.date()
    assert AuditEntry.objects.for_instance(item).get().action == "engagement.feedback.create"


def test_same_key_logs_once(session, officer):
    first = log(session, by=officer)
    again = log(session, by=officer)
    other = log(session, "Another point", by=officer, key="two")

    assert again == first
    assert words(session) == ["People stopped calling.", "Another point"]
    assert log(session, "Mine", by=build_user()).private_note == "Mine"
    assert other.position > first.position


def test_refused_line_leaves_its_key_free(session, officer):
    with pytest.raises(EngagementError, match="Nothing is called “@harbor”"):
        log(session, "Fear @harbor", by=officer)

    assert log(session, "Fear", by=officer).private_note == "Fear"


def test_line_that_was_taken_back_is_not_logged_by_a_late_retry(session, officer):
    notes.take_back(item=log(session, by=officer), by=officer)

    assert log(session, by=officer) is None
    assert not FeedbackItem.objects.exists()


def test_unattributed_session_holds_no_source(officer):
    session = build_session(attribution_rule="not_attributed")
    build_organization(name="Harbor Legal Aid")

    with pytest.raises(EngagementError, match="Take “@harbor” out"):
        log(session, "Fear @harbor", by=officer)
    item = log(session, "Fear", by=officer)

    assert (item.organization, item.attribution) == (None, "none")


@pytest.mark.parametrize("state", ["draft", "cancelled"])
def test_session_that_is_not_open_for_notes(session, officer, state):
    ListeningSession.objects.update(state=state)
    session.refresh_from_db()

    with pytest.raises(EngagementError, match="once the session is scheduled"):
        log(session, by=officer)


def test_registered_organization_is_meant_before_others(session, officer):
    build_organization(name="Harbor Coalition")
    here = build_organization(name="Harbor Legal Aid", website="https://harbor.example/")
    build_registration(session, email="ann@harbor.example", organization_name="Harbor Legal Aid")

    assert log(session, "Fear @harbor", by=officer).organization == here


def test_exact_name_is_meant_before_a_longer_one(session, officer):
    short = build_organization(name="Harbor Legal")
    build_organization(name="Harbor Legal Aid")

    assert log(session, "Fear @harbor-legal", by=officer).organization == short


def test_exact_name_is_meant_before_a_registered_one(session, officer):
    exact = build_organization(name="Harbor Coalition")
    build_organization(name="Harbor Coalition of Lakeside", website="https://lakeside.example/")
    build_registration(
        session, email="a@lakeside.example", organization_name="Harbor Coalition of Lakeside"
    )

    assert log(session, "Fear @harbor-coalition", by=officer).organization == exact


@pytest.mark.parametrize("name", ["9to5 Circle", "100 Neighbors", "211"])
def test_change_keeps_an_organization_with_a_number_in_its_name(session, officer, name):
    organization = build_organization(name=name)
    item = log(session, by=officer)
    FeedbackItem.objects.update(organization=organization)
    item.refresh_from_db()
    line = format_line(
        kind="concern", words="Other words", severity="moderate", organization=name, themes=[]
    )

    notes.change_line(item=item, line=line, by=officer)

    item.refresh_from_db()
    assert (item.organization, item.private_note) == (organization, "Other words")


def test_item_of_the_form_takes_the_next_place(session, officer):
    log(session, "one", by=officer)
    feedback.record(
        item=FeedbackItem(
            kind="concern", private_note="two", program=session.program, listening_session=session
        ),
        by=officer,
    )
    log(session, "three", by=officer, key="three")

    assert words(session) == ["one", "two", "three"]


def test_edit_that_was_read_before_a_move_does_not_take_it_back(session, officer):
    one, _two = (log(session, key, by=officer, key=key) for key in ("one", "two"))
    read = FeedbackItem.objects.get(pk=one.pk)
    notes.move_line(item=one, steps=1)

    feedback.edit(item=read, by=officer)

    assert words(session) == ["two", "one"]


def test_line_that_is_gone_is_not_moved(session, officer):
    item = log(session, by=officer)
    notes.take_back(item=item, by=officer)
    item.pk = 10**6

    with pytest.raises(FeedbackItem.DoesNotExist):
        notes.move_line(item=item, steps=1)


def test_several_that_fit_are_named(session, officer):
    for name in ("Harbor Legal Aid", "Harbor Coalition"):
        build_organization(name=name)

    with pytest.raises(EngagementError, match=r"Harbor Coalition, Harbor Legal Aid\. Type more"):
        log(session, "Fear @har", by=officer)


def test_other_name_of_an_organization_is_found(session, officer):
    organization = build_organization(name="Harbor Legal Aid")
    OrganizationAlias.objects.create(organization=organization, name="HLA")

    assert log(session, "Fear @hla", by=officer).organization == organization


def test_allegation_is_stopped_and_only_the_referral_is_logged(session, officer):
    with pytest.raises(ReadsLikeAllegationError):
        log(session, ALLEGATION, by=officer)
    assert not FeedbackItem.objects.exists()

    item = notes.log_referral(listening_session=session, key="one", by=officer)
    assert notes.log_referral(listening_session=session, key="one", by=officer) == item

    assert (item.state, item.kind) == ("routed", "concern")
    assert (item.organization, item.attribution) == (None, "none")
    assert FeedbackItem.objects.count() == 1
    assert not SearchEntry.objects.filter(words__contains="brandlewick").exists()


def test_line_that_is_none_is_logged(session, officer):
    item = log(session, ALLEGATION, by=officer, is_no_allegation=True)

    assert item.private_note == ALLEGATION
    assert AuditEntry.objects.for_instance(item).filter(action="engagement.feedback.pass").exists()


def test_line_is_changed_in_place(session, officer):
    build_organization(name="Harbor Legal Aid")
    item = log(session, "c Fear @harbor !", by=officer)

    notes.change_line(
        item=item, line="q Who decides?", by=officer, expected_version=version_of(item)
    )

    item.refresh_from_db()
    assert (item.kind, item.private_note, item.severity) == (
        "question", "Who decides?", "moderate",
    )  # fmt: skip
    assert item.organization is None


def test_change_of_the_words_keeps_what_the_line_cannot_say(session, officer):
    twins = [build_theme(name="Trust"), build_theme(name="Trust")]
    item = log(session, by=officer)
    ThemeCoding.objects.create(feedback_item=item, theme=twins[1], coded_by=officer)
    FeedbackItem.objects.update(severity="low")
    item.refresh_from_db()

    notes.change_line(item=item, line="c Other words #trust", by=officer)

    item.refresh_from_db()
    assert item.severity == "low"
    assert list(item.themes.all()) == [twins[1]]


def test_change_of_an_older_version_is_refused(session, officer):
    item = log(session, by=officer)
    seen = version_of(item)
    feedback.edit(item=FeedbackItem.objects.get(), by=build_user())

    with pytest.raises(ChangedMeanwhileError):
        notes.change_line(item=item, line="Mine", by=officer, expected_version=seen)


def test_line_is_taken_back_within_ten_minutes(session, officer):
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        kept, gone = (log(session, by=officer, key=key) for key in "ab")
    with (
        time_machine.travel(now + datetime.timedelta(minutes=10), tick=False),
        pytest.raises(EngagementError, match="within ten minutes"),
    ):
        notes.take_back(item=kept, by=officer)
    with time_machine.travel(now + datetime.timedelta(minutes=10, seconds=-1), tick=False):
        notes.take_back(item=gone, by=officer)

    assert list(FeedbackItem.objects.all()) == [kept]
    entry = AuditEntry.objects.get(action="engagement.feedback.take_back")
    assert (entry.label, entry.user) == (gone.reference, officer)
    assert not SearchEntry.objects.filter(object_id=gone.pk, source__startswith="feedback").exists()


def test_line_is_taken_back_by_nobody_else(session, officer):
    item = log(session, by=officer)
    with pytest.raises(EngagementError):
        notes.take_back(item=item, by=build_user())


@pytest.mark.parametrize("work", ["review", "edit", "link", "duplicate"])
def test_line_that_somebody_worked_with_is_not_taken_back(session, officer, work):
    item, other = log(session, by=officer), build_user()
    if work == "review":
        feedback.start_review(item=item, by=other)
    elif work == "edit":
        feedback.edit(item=item, by=other)
    elif work == "link":
        actions.link_feedback(action=build_action(), item=item, by=officer)
    else:
        feedback.mark_duplicate(
            item=build_feedback(program=session.program), duplicate_of=item, reason="Same.",
            by=officer,
        )  # fmt: skip

    with pytest.raises(EngagementError, match="while it is new"):
        notes.take_back(item=item, by=officer)
    assert FeedbackItem.objects.filter(pk=item.pk).exists()


def test_lines_move_and_keep_their_versions(session, officer):
    one, _two, three = (log(session, key, by=officer, key=key) for key in ("one", "two", "three"))
    elsewhere = build_feedback(listening_session=session, private_note="from the form")
    versions = {item.pk: version_of(item) for item in lines_of(session)}
    # One that was logged before there were lines comes first.
    assert words(session) == ["from the form", "one", "two", "three"]

    notes.move_line(item=three, steps=-1)
    assert words(session) == ["from the form", "one", "three", "two"]
    notes.move_line(item=elsewhere, steps=-1)
    assert words(session) == ["from the form", "one", "three", "two"]
    notes.move_line(item=elsewhere, steps=2)
    notes.move_line(item=one, steps=3)
    assert words(session) == ["three", "from the form", "two", "one"]
    log(session, "four", by=officer, key="four")
    assert words(session)[-1] == "four"
    assert {item.pk: version_of(item) for item in lines_of(session)}.items() >= versions.items()
