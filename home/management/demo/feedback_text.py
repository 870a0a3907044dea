# ruff: noqa: E501  a table of sentences is read one to a line
"""Feedback about three programs, worded as public summaries.

Program → theme code → entries of kind, severity and summary.
"""

C, S, Q, K = "concern", "suggestion", "question", "commendation"

#: Appended to a summary that is used a second time, so that all are distinct.
ECHOES = (
    "We heard this in {state} too.",
    "Several people in {state} said the same.",
    "A second group, from {state}, raised this by e-mail.",
    "This came up again when we met people in {state}.",
    "People who called us from {state} agreed.",
    "An organization in {state} told us of the same pattern.",
)

#: Beginnings of private notes. Never public.
NOTE_OPENINGS = (
    "Said at the microphone, close to word for word:",
    "From the phone call, as I understood it:",
    "Written on a comment card:",
    "Told to me after the meeting; asked that no name be used:",
    "From an e-mail of two pages, the main point:",
)

SUMMARIES = {
    "secure-communities": {
        "stops": [
            (C, "high", "Some drivers believe they were stopped for how they look, so that their fingerprints would be taken and checked."),
            (C, "urgent", "People arrested for a minor traffic matter were held for immigration checks although no charge followed."),
            (C, "high", "Passengers, not only drivers, were asked where they were born during routine traffic stops."),
            (S, "moderate", "Publish arrest charges by county, so that anyone can see whether minor stops lead to immigration holds."),
            (Q, "low", "Does a fingerprint check happen when somebody is released without a charge?"),
            (C, "moderate", "Checkpoints near a flea market on weekends are seen as aimed at one community."),
        ],
        "statistics": [
            (S, "moderate", "Compare each county’s arrest data with its population, and look closely at the ones that stand out."),
            (C, "moderate", "Published numbers leave out race and ethnicity, so nobody outside can check for profiling."),
            (Q, "low", "Who reviews the statistics, how often, and what happens when a county stands out?"),
            (S, "low", "Say how complete the data are before showing a figure, county by county."),
            (K, "low", "The explanation of how the numbers are made was clear and should stay on the page."),
        ],
        "trust": [
            (C, "high", "Victims of domestic violence are afraid to call the police, because both people may be fingerprinted."),
            (C, "high", "Witnesses to a robbery stayed away from court for fear of being checked themselves."),
            (S, "moderate", "Give every caller to the police a card that says victims and witnesses are not the target."),
            (C, "moderate", "Parents keep children home from after-school programs that meet near a police station."),
            (K, "low", "A sheriff’s office in our county held open evenings with community groups. Calls for help went up again."),
            (S, "moderate", "Ask police leaders to say in public, in several languages, what their officers will not ask."),
        ],
        "training": [
            (S, "moderate", "Show the training videos to community groups first, and let them comment."),
            (C, "moderate", "Officers in small departments told us that they had never seen the roll-call training."),
            (Q, "low", "Is the training on civil rights required, or may each department choose?"),
            (S, "low", "Add a short part on sign language users, who are often taken for uncooperative."),
            (K, "low", "The job aid on one page is practical. An officer told us that it is taped up in the squad room."),
        ],
        "complaints": [
            (C, "high", "People in custody did not get the form with the complaint phone numbers, or got it in English alone."),
            (C, "moderate", "A family waited many months and heard nothing after they filed a complaint."),
            (S, "moderate", "Send a letter within ten days that says the complaint arrived, with a number to ask about it."),
            (Q, "low", "May an organization file for a person who has been moved to another state?"),
            (S, "low", "Put the complaint form on a page that works on a phone."),
            (K, "low", "The person who answered the toll-free line was patient and called back with an interpreter."),
        ],
        "notice": [
            (S, "moderate", "Hold sessions in the evening, and near a bus line."),
            (C, "low", "We learned of the last session two days before. That is too late for people who work shifts."),
            (K, "low", "The notes of the last session were fair to what we said."),
            (S, "low", "Say on each page when an answer will come, even if the answer is no."),
        ],
    },
    "detention-conditions": {
        "medical-care": [
            (C, "urgent", "People waited more than a week for insulin after they were moved between facilities."),
            (C, "high", "Requests to see a nurse go on paper and get lost. Nobody can show when one was made."),
            (S, "moderate", "Give each person a dated copy of every medical request."),
            (C, "high", "Mental health visits are by video in a shared room, where others can hear."),
            (K, "low", "A new clinic team explains medicines in the person’s own language."),
            (Q, "low", "Who decides that somebody is too ill to be moved?"),
        ],
        "access-to-counsel": [
            (C, "high", "Lawyers drove three hours and were told that the visiting room was full."),
            (S, "moderate", "Let lawyers book a room online, and show which times are free."),
            (C, "moderate", "Calls to legal aid are cut off after ten minutes, often in the middle of an interview."),
            (C, "high", "People are moved without notice, and their lawyers find out days later."),
            (Q, "low", "Are calls to a lawyer recorded? The notice by the phone does not say."),
            (K, "low", "The free-call list by each phone is current now. That was not so last year."),
        ],
        "language-inside": [
            (C, "high", "Rules are posted in two languages. People who read neither were disciplined for not knowing them."),
            (S, "moderate", "Record the rules as audio in languages that many people do not read."),
            (C, "moderate", "Other detained people were asked to interpret at medical visits."),
            (Q, "low", "Which languages does the telephone interpreter line have, and at what hours?"),
            (S, "low", "Use pictures on the signs for showers, clinic and library."),
        ],
        "family-contact": [
            (C, "moderate", "Video visits cost more than many families earn in an hour."),
            (S, "moderate", "Tell a family within a day when somebody is moved."),
            (C, "moderate", "Children under five were turned away because a birth certificate was a photocopy."),
            (K, "low", "The weekend visiting hours made it possible for working parents to come."),
        ],
        "complaints": [
            (C, "high", "People fear that a complaint will cost them their job in the kitchen, or their bunk."),
            (S, "moderate", "Put a locked complaint box where the cameras do not point."),
            (C, "moderate", "Answers to complaints say “unfounded” and give no reason."),
            (Q, "low", "How long are complaint records kept after somebody leaves?"),
        ],
    },
    "language-access": {
        "interpreters": [
            (C, "high", "A traveler who speaks Mam was interviewed in Spanish and did not understand the questions."),
            (S, "moderate", "Ask about language before the first question, and write the answer down."),
            (C, "moderate", "At night there is one interpreter line for three ports, and people wait for hours."),
            (K, "low", "Officers used a language card to find the right interpreter within minutes."),
            (Q, "low", "May a traveler refuse an interpreter who speaks another dialect?"),
            (C, "high", "Deaf travelers were handed a pen and paper in a language they do not write."),
        ],
        "signs-and-forms": [
            (C, "moderate", "Signs at the secondary inspection desk are in English only."),
            (S, "moderate", "Test translated forms with people who will fill them in, before they are printed."),
            (C, "moderate", "The Arabic form is read from the wrong side, because the boxes were not turned around."),
            (S, "low", "Put a picture of each form on the web, with its name in the languages that it comes in."),
            (K, "low", "The new welcome signs in eight languages calm people down."),
            (Q, "low", "Who checks a translation before it is used?"),
        ],
        "children": [
            (C, "high", "Children were asked to interpret for their parents during questioning."),
            (S, "moderate", "Say in the handbook that a child must never interpret, and what to do instead."),
            (C, "moderate", "School groups were held up because nobody could read a letter from the parents."),
        ],
        "trust": [
            (C, "moderate", "People who asked for an interpreter felt that they were treated as if they had something to hide."),
            (S, "low", "Greet people in their own language first. A few words are enough."),
            (K, "low", "An officer stayed after the shift until the family had understood every page."),
            (Q, "low", "Where can a traveler say that an officer was helpful?"),
        ],
        "notice": [
            (S, "low", "Announce sessions on radio stations that broadcast in Indigenous languages."),
            (C, "low", "The last notice was translated, but the registration form was not."),
            (S, "moderate", "Meet on the other side of the river, too. Many of the people concerned live there."),
        ],
        "complaints": [
            (C, "moderate", "The complaint poster has a web address only. Many travelers have no connection at the port."),
            (S, "moderate", "Take complaints by voice message in any language."),
            (Q, "low", "Will an answer come in the language in which the complaint was made?"),
        ],
    },
}  # fmt: skip
