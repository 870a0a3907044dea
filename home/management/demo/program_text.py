"""Text of three program pages. Facts about Secure Communities carry their dates."""

from typing import TypedDict


class ProgramText(TypedDict):
    about: list[tuple[str, object]]
    our_part: list[tuple[str, object]]
    #: Title, address and what is found there.
    links: list[tuple[str, str, str]]
    description: str


REPORTING = [
    (
        "routes",
        {
            "heading": "",
            "routes": [
                {
                    "heading": "Racial profiling",
                    "text": "<p>You believe that you, or somebody you know, was stopped, arrested "
                    "or checked because of race, ethnicity or religion.</p>",
                    "link_text": "How to report profiling",
                    "url": "/report-an-allegation/",
                },
                {
                    "heading": "Due process",
                    "text": "<p>Somebody was held without being told why, could not reach a "
                    "lawyer, or had no fair chance to answer.</p>",
                    "link_text": "How to report a due-process violation",
                    "url": "/report-an-allegation/",
                },
                {
                    "heading": "Another right or liberty",
                    "text": "<p>Anything else that may have violated civil rights or civil "
                    "liberties: force, religion, disability, language, privacy.</p>",
                    "link_text": "How to report another violation",
                    "url": "/report-an-allegation/",
                },
            ],
        },
    ),
    (
        "callout",
        {
            "kind": "info",
            "heading": "A report is not the same as speaking at a session",
            "text": "<p>At a listening session we collect points about how a program works. What "
            "happened to one person is a complaint, which is looked into on its own and kept "
            "apart. If you tell us about one person at a session, we show you how to report it "
            "and do not write it into our notes.</p>",
        },
    ),
]

SECURE_COMMUNITIES: ProgramText = {
    "about": [
        (
            "summary",
            {
                "heading": "In short",
                "points": [
                    "Police take fingerprints when they book somebody into jail.",
                    (
                        "The prints are checked against FBI criminal records and DHS immigration "
                        "records."
                    ),
                    "Immigration and Customs Enforcement (ICE) decides whether to act on a match.",
                    "You can tell us how this works where you live, and report a violation.",
                ],
            },
        ),
        (
            "prose",
            {
                "heading": "How it works",
                "text": "<p>The program links two checks that used to be separate. A local police "
                "department sends fingerprints to the FBI, as it always has. The same prints are "
                "compared with immigration records too. When there is a match, ICE looks at the "
                "case and decides whether to take immigration action. The stated aim, when the "
                "page that this one follows was published, was to put the removal of people "
                "convicted of serious crimes first.</p>",
            },
        ),
        (
            "prose",
            {
                "heading": "Status",
                "text": "<p>Program facts change, so each one here has its date.</p><ul>"
                "<li><b>2008 to 2014:</b> the program grew from a few places to all of the "
                "country. At the end of fiscal year 2011 it reached 1,595 jurisdictions.</li>"
                "<li><b>April 2011:</b> CRCL held a listening session with many groups that work "
                "for immigrants’ rights and civil liberties. Margo Schlanger, then the CRCL "
                "Officer, came to hear their concerns and suggestions.</li>"
                "<li><b>June 2011:</b> DHS announced an advisory committee, a policy on victims "
                "and witnesses, and training for local police.</li>"
                "<li><b>July 2015:</b> another program took its place.</li>"
                "<li><b>January 2017:</b> the program was started again.</li></ul>"
                "<p>The page that this one follows was last published on June 25, 2015.</p>",
            },
        ),
    ],
    "our_part": [
        (
            "prose",
            {
                "heading": "",
                "text": "<p>The Office for Civil Rights and Civil Liberties (CRCL) talks about the "
                "program with ICE, with other parts of government, and with groups that speak for "
                "immigrants’ rights and civil rights. With ICE it works on three things.</p>",
            },
        ),
        (
            "steps",
            {
                "heading": "",
                "steps": [
                    {
                        "heading": "Looking at the numbers",
                        "text": "<p>A method for comparing data, so that signs of unfair treatment "
                        "show up. A place that stands out is a reason to look closer. It is not a "
                        "finding.</p>",
                    },
                    {
                        "heading": "Training local police",
                        "text": "<p>The same guidance for every officer: short videos, job aids of "
                        "one page, and a packet for commanders.</p>",
                    },
                    {
                        "heading": "Making complaints easier to follow",
                        "text": "<p>Clear steps for how a complaint is taken, looked into and "
                        "answered, and complaint phone numbers on the form that people get in "
                        "custody.</p>",
                    },
                ],
            },
        ),
    ],
    "links": [
        (
            "GAO-12-708: what the Government Accountability Office found",
            "https://www.gao.gov/products/gao-12-708",
            "A report to Congress from July 2012.",
        ),
        (
            "Secure Communities at ICE",
            "https://www.ice.gov/secure-communities",
            "How ICE describes the program.",
        ),
        (
            "How a listening session works",
            "/how-sessions-work/",
            "What happens before, during and after.",
        ),
    ],
    "description": "What Secure Communities does with fingerprints, what the civil rights office "
    "does about it, when the next listening session is, and how to report a violation.",
}

DETENTION_CONDITIONS: ProgramText = {
    "about": [
        (
            "prose",
            {
                "heading": "",
                "text": "<p>Each year a team visits places where people are held for immigration "
                "reasons. It looks at medical care, contact with lawyers and families, language, "
                "and how complaints are answered. The visits are not announced.</p>",
            },
        ),
        (
            "questions",
            {
                "heading": "Questions that we hear often",
                "questions": [
                    {
                        "question": "May I suggest a place to visit?",
                        "answer": "<p>Yes. Say at a session or in a letter what you have seen, and "
                        "when. We do not say beforehand where we will go.</p>",
                    },
                    {
                        "question": "Do you speak with people in detention?",
                        "answer": "<p>Yes, with an interpreter where one is needed, and without "
                        "staff in the room.</p>",
                    },
                    {
                        "question": "Is the report public?",
                        "answer": "<p>A summary is. It leaves out whatever could point to one "
                        "person.</p>",
                    },
                ],
            },
        ),
    ],
    "our_part": [
        (
            "prose",
            {
                "heading": "",
                "text": "<p>CRCL plans the visits together with ICE, talks with lawyers and "
                "families first, and follows up on each finding until it is closed. What we "
                "agreed with ICE, and by when, stands under “What came of it”.</p>",
            },
        )
    ],
    "links": [
        ("How a listening session works", "/how-sessions-work/", "Before, during and after."),
        ("How to report an allegation", "/report-an-allegation/", "For yourself or another."),
    ],
    "description": "A yearly look at care, contact and safety in immigration detention: next "
    "listening sessions, what people told us, and what was done about it.",
}

LANGUAGE_ACCESS: ProgramText = {
    "about": [
        (
            "prose",
            {
                "heading": "",
                "text": "<p>Everybody who arrives has to understand what is asked, and be "
                "understood. The program brings interpreters, signs and forms to ports of entry, "
                "and checks whether people can use them.</p>",
            },
        ),
        (
            "summary",
            {
                "heading": "What you may ask for",
                "points": [
                    "An interpreter, free of charge, in person, by phone or by video.",
                    "Sign language.",
                    "A form in large print, or read to you.",
                ],
            },
        ),
    ],
    "our_part": [
        (
            "prose",
            {
                "heading": "",
                "text": "<p>CRCL tests signs and forms with people who read the language, trains "
                "staff in working with interpreters, and asks at sessions what is missing.</p>",
            },
        )
    ],
    "links": [
        ("How a listening session works", "/how-sessions-work/", "Before, during and after."),
        ("Accessibility of this site", "/accessibility/", "And how to ask for another format."),
    ],
    "description": "Interpreters, signs and forms at ports of entry: what the program offers, the "
    "next listening sessions, and what changed because people spoke up.",
}

PROGRAMS = {
    "secure-communities": SECURE_COMMUNITIES,
    "detention-conditions": DETENTION_CONDITIONS,
    "language-access": LANGUAGE_ACCESS,
}
