"""What people said through the public form, and the answers to it."""

from django.utils import timezone

from engagement_site.accounts.models import User
from sessions_app.core.tokens import make_nonce
from sessions_app.feedback.services import answers, contacts, feedback, intake
from sessions_app.feedback.services.intake import Writer
from sessions_app.feedback.tokens import make_code
from sessions_app.models import FeedbackContact, Organization, Program

#: Program, kind, words, writer, language; what the writer added, and what staff answered.
LETTERS = (
    (
        "secure-communities",
        "concern",
        (
            "The notice at the county jail says whom to call, but the number only has English. My "
            "aunt hung up. Please put a person on that line who speaks Spanish."
        ),
        Writer(),
        "en",
        ("It is the same at the field office. The sign there is in English as well.",),
        "",
    ),
    (
        "secure-communities",
        "suggestion",
        "Vengan a la iglesia los domingos. Ahí estamos todos, y nadie tiene que faltar al trabajo.",
        Writer(attribution="type_only", organization_kind="faith"),
        "es",
        (),
        "",
    ),
    (
        "language-access",
        "question",
        "Who pays for the interpreter if we bring our own? The letter does not say.",
        Writer(
            attribution="named",
            organization_name="Quillhaven Legal Lanterns",
            organization_kind="legal_services",
            email="intake@quillhaven.example",
        ),
        "en",
        ("We need to know by the middle of next month.",),
        "You do not pay. Bring the invoice to the session, or ask us to book one for you.",
    ),
    (
        "detention-conditions",
        "commendation",
        "The new visiting hours work. I could see my brother after my shift for the first time.",
        Writer(),
        "en",
        (),
        "",
    ),
)


def make_public_feedback(*, programs: dict[str, Program], by: User) -> None:
    """Send what people wrote, add what they added, and answer one of them."""
    for slug, kind, words, writer, language, added, answered in LETTERS:
        item = intake.receive(
            program=programs[slug],
            kind=kind,
            words=words,
            writer=writer,
            code=make_code(),
            language=language,
        )
        if answered:
            FeedbackContact.objects.filter(item=item).update(
                email_confirmed_on=timezone.localdate()
            )
            answers.answer_writer(item=item, text=answered, by=by)
            feedback.start_review(item=item, by=by)
        for text in added:
            intake.add_message(item=item, text=text, key=make_nonce())
    known = Organization.objects.current().filter(name="Quillhaven Legal Lantern").first()
    named = FeedbackContact.objects.exclude(organization_name="").select_related("item").first()
    if known and named:
        contacts.match_organization(item=named.item, organization=known, by=by)
