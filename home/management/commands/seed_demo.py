"""Fills an empty site with demonstration content. All of it is invented."""

import logging
import random
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from home.management.demo import (
    actions,
    feedback,
    invitations,
    lineage,
    listening_sessions,
    mail_texts,
    organizations,
    pages,
    people,
    programs,
    public_feedback,
    read_backs,
    register,
    registrations,
    representatives,
    room,
    themes,
)
from sessions_app.models import Program

DEFAULT_SEED = 2011


class Command(BaseCommand):
    help = "Fill an empty site with demonstration content. A site with programs is left alone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--seed", type=int, default=DEFAULT_SEED, help="another seed, other content"
        )

    def handle(self, *, seed: int, **options: Any) -> None:
        if not settings.DEMO_PASSWORD:
            raise CommandError(
                "These settings allow no demonstration: it would make accounts with a password "
                "that everybody knows. Use the development settings."
            )
        # Sixty log lines about published pages would bury the few that matter.
        logging.getLogger("wagtail").setLevel(logging.WARNING)
        call_command("sync_roles", stdout=self.stdout)
        staff = people.make_staff()
        if Program.objects.exists():
            self.stdout.write("There is content already; it was left as it is.")
            return
        with transaction.atomic():
            _fill(staff, random.Random(seed))  # noqa: S311  content, not secrets
        with transaction.atomic():  # one commit in place of thousands
            call_command("update_index", verbosity=0)
            call_command("rebuild_references_index", verbosity=0)
        self.stdout.write("The demonstration content is in place.")


def _fill(staff: people.Staff, rng: random.Random) -> None:
    made_programs = programs.make_programs(by=staff.manager)
    people.look_after(staff, list(made_programs.values()))
    made_themes = themes.make_themes(by=staff.officer)
    made_organizations = organizations.make_organizations(by=staff.officer, rng=rng)
    venues = organizations.make_venues(by=staff.officer)
    sessions = listening_sessions.make_sessions(
        programs=made_programs, venues=venues, by=staff.officer
    )
    registrations.make_registrations(sessions=sessions, organizations=made_organizations, rng=rng)
    listening_sessions.repeat_session(
        session=sessions["secure-communities-evening"], by=staff.officer
    )
    invitations.make_invitations(
        sessions=sessions, organizations=made_organizations, by=staff.officer
    )
    listening_sessions.finish_sessions(sessions=sessions, by=staff.officer)
    items = feedback.make_feedback(
        programs=made_programs,
        sessions=sessions,
        organizations=made_organizations,
        themes=made_themes,
        by=staff.officer,
        rng=rng,
    )
    public_feedback.make_public_feedback(programs=made_programs, by=staff.officer)
    actions.make_actions(programs=made_programs, items=items, staff=staff, rng=rng)
    lineage.make_lineage(
        program=made_programs["secure-communities"], themes=made_themes, by=staff.officer
    )
    register.fill_register(items=items, staff=staff, rng=random.Random(len(items)))  # noqa: S311  content
    representatives.make_representatives(by=staff.officer)
    representatives.make_doubles(by=staff.officer)
    read_backs.make_read_backs(by=staff.officer)
    read_backs.object_to_a_trail()
    pages.make_pages(programs=made_programs, staff=staff)
    room.make_session_of_today(
        program=made_programs["secure-communities"],
        venue=venues[0],
        organizations=made_organizations,
        by=staff.officer,
        rng=rng,
    )
    mail_texts.change_words(by=staff.manager)
    mail_texts.settle_outbox()
