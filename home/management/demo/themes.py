"""The codebook: fourteen themes in two levels."""

from engagement_site.accounts.models import User
from sessions_app.feedback.services import themes as service
from sessions_app.models import Theme

#: Code → name, definition, code of the parent theme.
CODEBOOK = {
    "fair-treatment": ("Fair treatment", "How people are stopped, questioned and treated.", None),
    "stops": (
        "Stops and arrests",
        "Who is stopped, arrested or checked, and why. Not: what happens in custody.",
        "fair-treatment",
    ),
    "statistics": (
        "Data and statistics",
        "What is counted, what is published, and how it is checked.",
        "fair-treatment",
    ),
    "training": (
        "Training of officers",
        "What officers learn about civil rights, and whether they use it.",
        "fair-treatment",
    ),
    "custody": ("Conditions in custody", "Daily life, care and contact while detained.", None),
    "medical-care": ("Medical care", "Care, medicine and privacy at medical visits.", "custody"),
    "access-to-counsel": ("Access to a lawyer", "Visits, calls and notice of moves.", "custody"),
    "family-contact": ("Contact with family", "Visits, calls, and news of a move.", "custody"),
    "language": ("Language access", "Being understood, in speech and in writing.", None),
    "interpreters": (
        "Interpreters",
        "Finding, waiting for and understanding an interpreter, sign language included.",
        "language",
    ),
    "signs-and-forms": ("Signs and forms", "Written words: posted, printed, online.", "language"),
    "openness": ("Openness and trust", "Complaints, notice, and trust in public bodies.", None),
    "complaints": (
        "Complaints",
        "Filing a complaint, its answer, and fear of what follows. Never a complaint itself.",
        "openness",
    ),
    "trust": ("Trust and safety", "Calling for help, testifying, being seen.", "openness"),
}
#: Themes of summaries that map to a broader theme of the codebook.
BROADER = {"notice": "openness", "language-inside": "language", "children": "interpreters"}


def make_themes(*, by: User) -> dict[str, Theme]:
    """Create the themes; return them by the codes that the summaries use."""
    themes: dict[str, Theme] = {}
    for code, (name, definition, broader) in CODEBOOK.items():
        theme = Theme(code=code, name=name, definition=definition, parent=themes.get(broader or ""))
        themes[code] = service.save_theme(theme=theme, by=by)
    return themes | {code: themes[known] for code, known in BROADER.items()}
