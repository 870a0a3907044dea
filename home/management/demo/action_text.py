# ruff: noqa: E501  a table of sentences is read one to a line
"""The follow-up actions.

Program → entries of theme, lead agency, state, title, description.
"""

ACTIONS = {
    "secure-communities": (
        ("complaints", "ICE", "verified", "Print the complaint numbers on the custody form in eight languages", "The form that people get in custody carries the phone numbers of the complaint line, in the eight languages asked for most."),
        ("statistics", "CRCL", "in_progress", "Compare arrest data with county populations", "A yearly comparison for each county. Counties that stand out are looked at closely, and the method is published first."),
        ("statistics", "ICE", "blocked", "Add a completeness note to each published table", "Each table says for how many cases the arrest charge is known."),
        ("training", "ICE", "completed", "Send the roll-call videos to small departments", "Departments with fewer than twenty officers get the videos and the one-page job aid by mail."),
        ("training", "CRCL", "in_progress", "Let community groups comment on new training", "Three groups of different kinds see each video before it is final."),
        ("trust", "ICE", "in_progress", "Write a victims and witnesses card", "A card for callers to the police. It says who the program is not meant for, and whom to call."),
        ("trust", "CRCL", "accepted", "Ask police leaders for a public statement", "A letter to police associations with a sample statement in six languages."),
        ("stops", "ICE", "in_progress", "Review holds after minor traffic arrests", "A look at two hundred holds from one year: the charge, the outcome, and how long people were held."),
        ("stops", "CRCL", "proposed", "Study passenger questioning at traffic stops", "A plan for a study with two universities, without names of officers or drivers."),
        ("stops", "ICE", "declined", "Stop fingerprint checks for all minor offenses", "A change to which arrests lead to a check."),
        ("complaints", "CRCL", "completed", "Answer each complaint within ten days", "A letter within ten days that gives a number to ask about."),
        ("notice", "CRCL", "verified", "Announce sessions four weeks ahead", "Each session is announced at least four weeks before, on this site and by e-mail."),
        ("notice", "CRCL", "in_progress", "Hold every second session in the evening", "At least half of the sessions begin at five or later."),
        ("statistics", "CRCL", "accepted", "Explain the numbers in a short video", "Three minutes, captioned and signed."),
        ("trust", "ICE", "proposed", "Meet with school districts about stops near schools", "A talk with six districts about what families see."),
    ),
    "detention-conditions": (
        ("medical-care", "ICE", "in_progress", "Give a dated copy of each medical request", "A carbon copy or a photo of the request, with date and initials, is handed to the person."),
        ("medical-care", "ICE", "in_progress", "Carry insulin with every transfer", "Medicine for three days travels with the person, and the clinic that receives them is phoned first."),
        ("medical-care", "ICE", "blocked", "Private rooms for video visits", "A room with a door for each mental health visit by video."),
        ("medical-care", "CRCL", "accepted", "Review transfers of people who are ill", "A doctor reads thirty transfer files a quarter and reports to both offices."),
        ("access-to-counsel", "ICE", "completed", "Post free visiting times for lawyers online", "A page for each place shows which rooms are free in the next ten days."),
        ("access-to-counsel", "ICE", "in_progress", "Lengthen calls to legal aid to thirty minutes", "The phone system is changed so that listed legal aid numbers are not cut off."),
        ("access-to-counsel", "ICE", "accepted", "Tell lawyers of a move within a day", "An e-mail goes to the lawyer on file when somebody is moved."),
        ("access-to-counsel", "CRCL", "verified", "Correct the notice beside the phones", "The notice now says in six languages which calls are recorded and which are not."),
        ("language-inside", "ICE", "in_progress", "Record the rules as audio", "The house rules are read aloud in twelve languages and can be played on the phones."),
        ("language-inside", "ICE", "proposed", "Stop using detained people as interpreters", "A rule, and a poster for staff that says what to do in its place."),
        ("family-contact", "ICE", "declined", "Make all video visits free", "No charge for any video visit."),
        ("family-contact", "ICE", "in_progress", "Two free video visits a month", "Each person gets two visits of twenty minutes without charge."),
        ("family-contact", "ICE", "completed", "Accept copies of birth certificates", "Visiting rules now take a clear photocopy for children under five."),
        ("complaints", "CRCL", "accepted", "Give reasons with each answer", "An answer to a complaint says in two sentences what was looked at and why it ended so."),
        ("complaints", "ICE", "blocked", "Move complaint boxes out of camera view", "Boxes hang where no camera points. Local plans are needed for each building."),
    ),
    "language-access": (
        ("interpreters", "CBP", "in_progress", "Ask about language before the first question", "The first screen of the interview form asks for the language and the dialect."),
        ("interpreters", "CBP", "accepted", "Add Mam and K’iche’ to the night line", "Interpreters for two Mayan languages are on call from ten at night to six."),
        ("interpreters", "CBP", "in_progress", "Video sign language at secondary inspection", "Tablets that reach a sign language interpreter within ten minutes."),
        ("interpreters", "CRCL", "completed", "Rule: children do not interpret", "The handbook says so plainly, and says what to do instead."),
        ("signs-and-forms", "CBP", "verified", "Welcome signs in eight languages", "New signs at the entrance of every inspection hall."),
        ("signs-and-forms", "CBP", "in_progress", "Test translated forms with readers", "Five readers of each language fill in a form before it is printed."),
        ("signs-and-forms", "CBP", "proposed", "A picture page of all forms", "Each form with its picture, its name in every language, and a link."),
        ("complaints", "CRCL", "accepted", "Take complaints by voice message", "A mailbox in twelve languages. Messages are written down and filed within five days."),
        ("trust", "CBP", "proposed", "Greeting cards for officers", "A pocket card with a greeting in fifteen languages, and how to say it."),
        ("notice", "CRCL", "declined", "Hold sessions abroad", "Sessions on the other side of the border."),
        ("signs-and-forms", "CBP", "superseded", "Print all forms on colored paper", "Each form in a color of its own, so that people can say which one they mean."),
    ),
}  # fmt: skip

DECLINED = {
    "Stop fingerprint checks for all minor offenses": "Which arrests lead to a check is set by the agreement with the FBI. We will publish what the checks lead to, so that the question can be argued with facts.",
    "Make all video visits free": "The contract with the company runs for two more years. We chose two free visits a month as the part that can be done now.",
    "Hold sessions abroad": "The office may not hold public meetings in another country. Online sessions are open from anywhere.",
}  # fmt: skip

#: Actions that were called complete and returned to their owner: what was missing.
RETURNED = {
    "Lengthen calls to legal aid to thirty minutes": "Two of nine places still cut calls off after twenty minutes. This stays open until all of them allow thirty.",
}  # fmt: skip

OUTCOMES = {
    "Print the complaint numbers on the custody form in eight languages": "The new form is in use everywhere. We checked twelve places without notice and found it in all of them.",
    "Send the roll-call videos to small departments": "Sent to 640 departments. Of these, 418 told us that they have shown them.",
    "Answer each complaint within ten days": "In the last quarter 94 of 100 letters went out in time.",
    "Announce sessions four weeks ahead": "The last six sessions were all announced at least four weeks before.",
    "Post free visiting times for lawyers online": "Nine places show their free times. Lawyers have booked 1,100 visits through the page.",
    "Correct the notice beside the phones": "New notices hang beside every phone. Two legal aid groups checked the wording with us.",
    "Accept copies of birth certificates": "The visiting rules were changed, and the staff at the gate were told in person.",
    "Rule: children do not interpret": "The handbook has the rule since the spring. We asked forty officers, and all of them knew it.",
    "Welcome signs in eight languages": "The signs hang in 31 halls. Travelers whom we asked found them easy to read.",
}  # fmt: skip

#: Text of the update that leads to a state: public, and internal.
UPDATES = {
    "accepted": (
        "We agreed to do this, and named who leads it.",
        "Agreed with the field offices in the weekly call. Budget line to be confirmed.",
    ),
    "in_progress": (
        "Work has begun. The first draft is with the people who will use it.",
        "Draft circulated inside. Two comments from counsel are still open.",
    ),
    "blocked": (
        "This is held up: we need the agreement of another office first. We are asking weekly.",
        "Waiting for procurement. Escalated to the deputy.",
    ),
    "completed": (
        "Done. We are now checking that it works as meant.",
        "Closed out by the field offices; evidence filed in the case folder.",
    ),
    "verified": (
        "Checked by people who did not do the work, and found in order.",
        "Spot checks complete. No further step.",
    ),
    "superseded": (
        "We replaced this by another action, which the page names.",
        "Agreed with the forms office.",
    ),
    "declined": (
        "We will not do this. The reason stands on this page.",
        "Decision memo signed. Tell the organizations that asked.",
    ),
}

PROGRESS = (
    "We met the organizations that asked for this and showed them where it stands.",
    "A trial in two places went well. Three more begin next month.",
    "Half of the places have it now. The rest follow in the order of their size.",
    "The translations came back, and readers are checking them.",
    "We learned from the first try that the form is too long, and cut it to one page.",
    "Staff were trained this month. We asked them afterwards what was still unclear.",
)
LINK_NOTES = {
    "addresses": "",
    "partly": "This does a part of what was asked; the rest needs money that is not there yet.",
    "declined": "We looked at this and will not do it now; the page of the action says why.",
}
