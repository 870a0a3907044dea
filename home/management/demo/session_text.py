"""Sessions in three time zones: one for each state and each visibility."""

from dataclasses import dataclass

from sessions_app.listening_sessions.enums import (
    AttendanceMode,
    AttributionRule,
    SessionFormat,
    SessionState,
    Visibility,
)
from sessions_app.registrations.enums import QuestionKind

IN_PERSON, VIRTUAL = AttendanceMode.IN_PERSON, AttendanceMode.VIRTUAL
EAST, MIDDLE, WEST = "America/New_York", "America/Chicago", "America/Los_Angeles"


@dataclass(frozen=True)
class Plan:
    """One session: days from today, local hour, and final state."""

    slug: str
    title: str
    program: str
    summary: str
    format: str
    days: int
    hour: int
    zone: str
    venue: int | None
    seats: dict[str, int | None]
    languages: tuple[str, ...] = ("en",)
    state: str = SessionState.SCHEDULED
    reason: str = ""
    attribution: str = AttributionRule.ORGANIZATION_ONLY
    visibility: str = Visibility.PUBLIC
    approval_required: bool = False


PLANS = (
    Plan(
        "secure-communities-evening",
        "Secure Communities: an evening for the Northeast",
        "secure-communities",
        "Tell us what you see of fingerprint sharing where you live: stops, arrests, trust in the "
        "police. Organizations and people who speak for themselves are equally welcome.",
        SessionFormat.HYBRID,
        9,
        18,
        EAST,
        0,
        {IN_PERSON: 60, VIRTUAL: 150},
        ("en", "es", "ase"),
    ),
    Plan(
        "secure-communities-online",
        "Secure Communities: what the numbers should show",
        "secure-communities",
        "Which figures would help you check that the program treats people fairly? Come with one "
        "question that you cannot answer today.",
        SessionFormat.VIRTUAL,
        16,
        13,
        MIDDLE,
        None,
        {VIRTUAL: 200},
        ("en", "es"),
        attribution=AttributionRule.NOT_ATTRIBUTED,
    ),
    Plan(
        "detention-conditions-small-group",
        "Detention conditions: a small group on medical care",
        "detention-conditions",
        "A round table for people who help those in detention get care. Twelve seats, so that "
        "everybody can speak.",
        SessionFormat.IN_PERSON,
        23,
        15,
        WEST,
        2,
        {IN_PERSON: 12},
        ("en", "es"),
    ),
    Plan(
        "language-access-canceled",
        "Language access: morning at the ferry house",
        "language-access",
        "For people who cross often, and for those who help them fill in forms.",
        SessionFormat.IN_PERSON,
        30,
        9,
        MIDDLE,
        3,
        {IN_PERSON: 45},
        ("en", "es"),
        SessionState.CANCELLED,
        "The building is closed for repairs. We will announce an online session in its place.",
    ),
    Plan(
        "language-access-postponed",
        "Language access: sign language and ports of entry",
        "language-access",
        "For Deaf and hard of hearing travelers, interpreters, and the organizations they trust.",
        SessionFormat.HYBRID,
        40,
        17,
        EAST,
        0,
        {IN_PERSON: 40, VIRTUAL: 100},
        ("en", "ase"),
        SessionState.POSTPONED,
        "Two of the interpreters fell ill. A new date follows within three weeks.",
    ),
    Plan(
        "language-access-spring",
        "Language access: what should be on every sign?",
        "language-access",
        "Bring a photo of a sign or a form that did not work for you. We will go through them "
        "one by one.",
        SessionFormat.IN_PERSON,
        95,
        10,
        MIDDLE,
        1,
        {IN_PERSON: 120},
        ("en", "es", "vi"),
    ),
    Plan(
        "detention-conditions-by-invitation",
        "Detention conditions: a quiet hour with people who were held",
        "detention-conditions",
        "For people who were held themselves, and one person each whom they trust. By invitation, "
        "because some of our guests would not come to a public meeting.",
        SessionFormat.IN_PERSON,
        33,
        11,
        EAST,
        0,
        {IN_PERSON: 16},
        ("en", "es"),
        attribution=AttributionRule.NOT_ATTRIBUTED,
        visibility=Visibility.INVITATION,
    ),
    Plan(
        "language-access-interpreters",
        "Language access: a word with interpreters",
        "language-access",
        "For interpreters who work at ports of entry. We hand out the address of this page at "
        "their meetings and list it nowhere.",
        SessionFormat.VIRTUAL,
        26,
        18,
        MIDDLE,
        None,
        {VIRTUAL: 40},
        ("en", "es"),
        visibility=Visibility.UNLISTED,
        approval_required=True,
    ),
    Plan(
        "secure-communities-west",
        "Secure Communities: listening in Thistledown Falls",
        "secure-communities",
        "We heard from groups on the West Coast about stops, trust in the police, and complaints.",
        SessionFormat.IN_PERSON,
        -120,
        18,
        WEST,
        2,
        {IN_PERSON: 40},
        ("en", "es"),
        SessionState.NOTES_PUBLISHED,
    ),
    Plan(
        "detention-conditions-midwest",
        "Detention conditions: lawyers and families",
        "detention-conditions",
        "We heard about visits, calls, moves and medical care. The notes are being checked.",
        SessionFormat.HYBRID,
        -21,
        14,
        MIDDLE,
        1,
        {IN_PERSON: 80, VIRTUAL: 120},
        ("en", "es"),
        SessionState.IN_REVIEW,
    ),
)
AGENDA = (
    (0, "Welcome, and how your words are used"),
    (10, "What the office has done since the last session"),
    (25, "You speak: three minutes each"),
    (100, "What we heard, read back to you"),
)
#: Session-specific questions: kind, question, explanation, options.
QUESTIONS = {
    "secure-communities-online": (
        (
            QuestionKind.LONG_TEXT,
            "Which figure would you ask for first?",
            "We bring what we have. A sentence or two is enough.",
            "",
        ),
        (QuestionKind.YES_NO, "Have you been to one of our sessions before?", "", ""),
        (
            QuestionKind.CHOICE,
            "How do you work with figures?",
            "So that we explain enough, and not too much.",
            "I read summaries\nI read tables\nI work with the data",
        ),
    ),
}
