"""Text of the home page and of the static pages."""

HOME_LEAD = (
    "Read about programs that touch civil rights, come to a listening session, and see what was "
    "done about what people said."
)
HOME_BODY = [
    (
        "steps",
        {
            "heading": "How it works",
            "steps": [
                {
                    "heading": "Read",
                    "text": "<p>Each program has a page: what it does, what we do about it, and "
                    "what people have told us.</p>",
                },
                {
                    "heading": "Come and speak",
                    "text": "<p>Sessions are free, in person or online. Interpreters, sign "
                    "language and captions are free too. You need no account.</p>",
                },
                {
                    "heading": "See what came of it",
                    "text": "<p>We write down each point in our own words, say what is done about "
                    "it and by whom, and say so when the answer is no.</p>",
                },
            ],
        },
    ),
    (
        "callout",
        {
            "kind": "info",
            "heading": "This is a demonstration",
            "text": "<p>Every organization, person, venue and town on this site is invented: you "
            "will find Quillhaven, Lower Lanternfield and Thistledown Falls on no map. Two of the "
            "three programs are made up. What is said about the history of Secure Communities is "
            "true, and carries its dates.</p>",
        },
    ),
]


def _prose(heading: str, text: str) -> tuple[str, dict[str, str]]:
    return ("prose", {"heading": heading, "text": text})


#: Slug → title, introduction, search description, text.
STANDARD_PAGES = {
    "report-an-allegation": (
        "How to report an allegation",
        (
            "If you believe that DHS, or police who work with it, violated civil rights or civil "
            "liberties, tell us. You need no lawyer, and it costs nothing."
        ),
        (
            "How to report racial profiling, a due-process violation or another violation of civil "
            "rights or civil liberties to the office: by post, phone, fax or e-mail."
        ),
        [
            (
                "summary",
                {
                    "heading": "Before you start",
                    "points": [
                        "People may report for themselves. Organizations may report as well.",
                        "You may write in any language.",
                        "You may leave out your name. It is then harder for us to look into it.",
                        "If somebody is in danger now, call 911.",
                    ],
                },
            ),
            (
                "steps",
                {
                    "heading": "What to do",
                    "steps": [
                        {
                            "heading": "Write down what happened",
                            "text": "<p>Where, when, what was said and done, and who saw it. Keep "
                            "papers that you were given.</p>",
                        },
                        {
                            "heading": "Send it to us, or call",
                            "text": "<p>See “Contact us” below. By "
                            "phone we can write it down for you, with an interpreter.</p>",
                        },
                        {
                            "heading": "We read it and decide who looks into it",
                            "text": "<p>The Inspector General may take a case first. Otherwise we "
                            "look into it ourselves, or the agency concerned does and reports to "
                            "us.</p>",
                        },
                        {
                            "heading": "We tell you what came of it",
                            "text": "<p>You get a letter. Sometimes it can say little, because "
                            "others’ privacy is protected too.</p>",
                        },
                    ],
                },
            ),
            (
                "questions",
                {
                    "heading": "Questions",
                    "questions": [
                        {
                            "question": "What may I report?",
                            "answer": "<p>Racial profiling. Denial of due process. Unfair "
                            "treatment because of race, ethnicity, national origin, religion, "
                            "sex or disability. Force or abuse. Not being given an interpreter. "
                            "Any other violation of civil rights or civil liberties in a DHS "
                            "program.</p>",
                        },
                        {
                            "question": "Does a report stop a removal or decide a case?",
                            "answer": "<p>No. A report gives no right to a remedy in your own "
                            "case. Speak to a lawyer about that as early as you can.</p>",
                        },
                        {
                            "question": "Should I report at a listening session?",
                            "answer": "<p>No. A session is about how a program works. If you tell "
                            "us of one person there, we show you this page and do not keep it in "
                            "our notes.</p>",
                        },
                    ],
                },
            ),
        ],
    ),
    "how-sessions-work": (
        "How listening sessions work",
        "Two hours, no speeches. You tell us how a program works where you live.",
        (
            "What happens before, during and after a listening session: registering, interpreters, "
            "notes, who is named, and when the answer comes."
        ),
        [
            (
                "steps",
                {
                    "heading": "",
                    "steps": [
                        {
                            "heading": "You register",
                            "text": "<p>It takes five minutes. You get an e-mail with a link to "
                            "change or cancel. Ask for an interpreter or other help a week ahead "
                            "if you can; ask later if you must.</p>",
                        },
                        {
                            "heading": "You speak, we listen",
                            "text": "<p>Each session says at its start whether organizations are "
                            "named. No person is ever named in what we publish.</p>",
                        },
                        {
                            "heading": "We read back what we heard",
                            "text": "<p>Before the end we read out the points that we noted. You "
                            "can correct them.</p>",
                        },
                        {
                            "heading": "We publish the points, and then the answer",
                            "text": "<p>Each point is written up in our words. What is done about "
                            "it gets an owner and a date, and stays public until it is done.</p>",
                        },
                    ],
                },
            ),
            _prose(
                "Accommodations",
                "<p>Sign language, live captions, interpreters, large print and Braille are free. "
                "All venues can be reached without steps.</p>",
            ),
        ],
    ),
    "accessibility": (
        "Accessibility",
        "Everybody should be able to use this site. Tell us where you cannot.",
        (
            "How this site is made to work with screen readers, keyboards and old phones, how to "
            "get another format, and whom to tell when something does not work."
        ),
        [
            _prose(
                "What we aim for",
                "<p>Section 508 of the Rehabilitation Act is our floor. We aim for the Web Content "
                "Accessibility Guidelines 2.2, level AA. The site works with a keyboard alone, "
                "with scripts turned off, and with text at twice its size.</p>",
            ),
            _prose(
                "If something does not work",
                "<p>Call or write to us. See “Contact us” below. Say which page "
                "it was and what you tried to do. We answer with a way round it first, and then "
                "mend it.</p>",
            ),
            _prose(
                "Other formats",
                "<p>Ask for any document in large print, in Braille, as audio or in plain text. "
                "It is free.</p>",
            ),
        ],
    ),
    "privacy": (
        "Privacy",
        "We keep as little about you as we can, and say here what that is.",
        (
            "What this site keeps about visitors, registrants and organizations, for how long, who "
            "sees it, and how to ask for it."
        ),
        [
            _prose(
                "When you read",
                "<p>We set no cookie, load nothing from another company, and keep no profile. "
                "When you answer “Was this page helpful?” we keep the answer, your comment and "
                "the day. We keep nothing that tells who you are.</p>",
            ),
            _prose(
                "When you register for a session",
                "<p>We ask for names, an e-mail address and what help you need. The people who "
                "run the session see the list of names. Only those who arrange help see what "
                "help you asked for. None of this is published.</p>",
            ),
            _prose(
                "When you speak",
                "<p>We note what was said. A public summary in our own words is shown after it is "
                "approved. It names an organization only where the session’s rule and the "
                "organization allow it. It never names a person.</p>",
            ),
            _prose(
                "Your rights",
                "<p>The Privacy Act lets you ask for what is kept about you, and have it put "
                "right. Write to us. See “Contact us” below.</p>",
            ),
        ],
    ),
    "about": (
        "About this office",
        "We help the Department of Homeland Security do its work and respect civil rights.",
        (
            "What the Office for Civil Rights and Civil Liberties does, how it meets the public, "
            "and what it cannot do."
        ),
        [
            _prose(
                "What we do",
                "<p>We look into complaints, advise the department before it makes policy, and "
                "meet the people whom its work touches. The law that set us up is section 705 of "
                "the Homeland Security Act, 6 U.S.C. 345.</p>",
            ),
            _prose(
                "What we cannot do",
                "<p>We cannot act as anybody’s lawyer, decide an immigration case, or stop a "
                "removal.</p>",
            ),
        ],
    ),
}
SAMPLE_DOCUMENT = """\
How a listening session runs

Before      Register by web or phone. Ask for an interpreter or other help.
0:00        Welcome, and how your words are used.
0:10        What the office has done since the last session.
0:25        You speak: three minutes each.
1:40        What we heard, read back to you.
After       The points are published in our words, then what is done about them.
"""
