"""Text of three published responses."""

from typing import TypedDict

#: A block of a page's text: its kind and what it holds.
Block = tuple[str, dict[str, str]]


class ResponseText(TypedDict):
    program: str
    slug: str
    title: str
    lead: str
    themes: tuple[str, ...]
    heard: list[Block]
    did: list[Block]
    will_not_do: list[Block]
    next: list[Block]
    days_ago: int
    next_days: int


def _text(*paragraphs: str) -> list[Block]:
    joined = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return [("prose", {"heading": "", "text": joined})]


#: Program, slug, title, summary, themes of the linked records, and the four parts.
RESPONSES: tuple[ResponseText, ...] = (
    {
        "program": "secure-communities",
        "slug": "complaints-about-fingerprint-checks",
        "title": "Complaints about fingerprint checks: forms, answers and time",
        "lead": "People in custody now get the complaint numbers in eight languages, and a "
        "complaint is answered within ten days. We will not promise a decision by a fixed day.",
        "themes": ("complaints", "openness"),
        "heard": _text(
            "At the session in Thistledown Falls, and in letters before and after it, people told "
            "us that filing a complaint felt like dropping a stone into a well. The form came in "
            "English, or did not come at all. Families heard nothing for months.",
            "Two groups asked us to take complaints by phone in any language. Others asked that "
            "an organization may file for somebody who was moved far away.",
        ),
        "did": _text(
            "ICE reprinted the form that people get in custody. It carries the numbers of our "
            "complaint line in eight languages. We went to twelve places without notice and found "
            "the new form in all of them.",
            "We now send a letter within ten days that says that the complaint arrived, and gives "
            "a number to ask about it. In the last quarter 94 of 100 letters went out in time.",
        ),
        "will_not_do": _text(
            "We will not promise a decision by a fixed day. Some complaints need records from "
            "three agencies, and a promise that we cannot keep would be worse than none. In its "
            "place we write every sixty days, also when there is nothing new.",
        ),
        "next": _text(
            "This fall we count how many people used each language on the new form, and add two "
            "more if they are needed. We read this page out at the next session and ask whether "
            "it matches what you see.",
        ),
        "days_ago": 60,
        "next_days": 75,
    },
    {
        "program": "detention-conditions",
        "slug": "calls-and-visits-with-lawyers",
        "title": "Calls and visits with lawyers",
        "lead": "Lawyers can see free visiting times online in nine places, and calls to legal "
        "aid are being lengthened. We will not offer 24-hour visits.",
        "themes": ("access-to-counsel",),
        "heard": _text(
            "Lawyers drove for hours and were told that the room was full. Calls to legal aid "
            "ended in the middle of a sentence. The notice beside the phones did not say whether "
            "a call to a lawyer is recorded.",
        ),
        "did": _text(
            "Nine places now show their free visiting times online, and a room can be booked. "
            "The notice beside the phones was rewritten with two legal aid groups, and says in six "
            "languages which calls are recorded and which are not.",
            "The phone system is being changed so that calls to listed legal aid numbers last "
            "thirty minutes. Half of the places have this now.",
        ),
        "will_not_do": _text(
            "Visits at any hour are not possible: at night there are too few staff to bring "
            "people to the visiting rooms safely. Early mornings and Saturdays were added instead.",
        ),
        "next": _text(
            "ICE finishes the change of the phones by the end of the year. We test it by calling "
            "from each place, and publish the result here.",
        ),
        "days_ago": 34,
        "next_days": 90,
    },
    {
        "program": "language-access",
        "slug": "children-do-not-interpret",
        "title": "Children do not interpret",
        "lead": "The handbook now says plainly that a child must not interpret for a parent, and "
        "what to do instead. It does not forbid a child to help in an emergency.",
        "themes": ("interpreters", "language"),
        "heard": _text(
            "Children stood between an officer and their own parents and had to find words for "
            "things that no child should have to say. Teachers told us of pupils who missed a day "
            "of school to come along and interpret.",
        ),
        "did": _text(
            "The handbook has the rule, and next to it the number of the interpreter line. We "
            "asked forty officers at four ports about it, and all of them knew it.",
            "New signs in eight languages say that an interpreter is free, and that nobody has to "
            "bring one.",
        ),
        "will_not_do": _text(
            "The rule makes room for an emergency: when somebody needs a doctor and a child can "
            "say where it hurts, nobody waits for the line. We looked at leaving this out and "
            "decided not to.",
        ),
        "next": _text(
            "Two Mayan languages are added to the night line next. We will say here how long "
            "people wait, month by month.",
        ),
        "days_ago": 12,
        "next_days": 60,
    },
)
