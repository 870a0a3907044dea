"""Three programs. The first is historical; the others are invented."""

import datetime

from engagement_site.accounts.models import User
from sessions_app.models import Agency, Program
from sessions_app.programs import services as service


def make_programs(*, by: User) -> dict[str, Program]:
    """Return the programs by slug."""
    agencies = {agency.abbreviation: agency for agency in Agency.objects.all()}
    programs = [
        Program(
            name="Secure Communities",
            slug="secure-communities",
            summary="When local police take fingerprints, the prints are checked against FBI and "
            "DHS records. ICE uses the result to decide whether to act. We watch what that means "
            "for people’s rights.",
            lead_agency=agencies["ICE"],
            started_on=datetime.date(2008, 1, 1),
        ),
        Program(
            name="Detention Conditions Review",
            slug="detention-conditions",
            summary="A made-up program of this demonstration: a yearly look at care, contact and "
            "safety in places where people are held for immigration reasons.",
            lead_agency=agencies["ICE"],
        ),
        Program(
            name="Language Access at Ports of Entry",
            slug="language-access",
            summary="A made-up program of this demonstration: interpreters, signs and forms for "
            "people who arrive at a port of entry and speak little English.",
            lead_agency=agencies["CBP"],
        ),
    ]
    return {program.slug: service.save_program(program=program, by=by) for program in programs}
