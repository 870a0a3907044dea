"""Access to the staff views of the domain, by URL (docs/invariants.md, 14).

The officer hosts the session, and the action owner owns the action. ``@colleague`` is another
action of the owner's agency. ``@stranger`` is another agency's action, feedback that is not linked
to an action of the owner, or a request for a session that the officer does not host.
"""

from tests.site.role_matrix.expectations import opens
from tests.site.role_matrix.people import (
    ANALYST,
    AUDITOR,
    EDITOR,
    MANAGER,
    NOBODY,
    OFFICER,
    OWNER,
)

WORKS = OFFICER | MANAGER
READS = WORKS | ANALYST | AUDITOR

RECORDS = opens(
    # The user's own sessions.
    (READS, "my_calendar"),
    # Organizations, sessions, registrations.
    (
        READS,
        """
        listeningsession: index index_results inspect materials month
        registration: index index_results inspect
        invitation: index index_results inspect
        organization: index index_results inspect
        """,
    ),
    (
        WORKS,
        """
        listeningsession:
            add edit move questions repeat carry_over register approvals invite send_invitations
            roster sign_in_sheet check_in accommodations order_sheet messages readiness
            close_out notes read_back
        registration: move change
        invitation: move
        organization:
            add edit move contact_add contact_edit contact_end possible_duplicates
            merge merge_undo
        """,
    ),
    # Accommodation requests: assigned to the user, or for a session that they host.
    (
        WORKS,
        "accommodationrequest: index index_results inspect history history_results move",
    ),
    (MANAGER | ANALYST, "accommodationrequest: counts"),
    (
        MANAGER,
        """
        accommodationrequest:
            inspect@stranger history@stranger history_results@stranger move@stranger
        """,
    ),
    # Feedback items. Access to the private note is checked separately.
    (WORKS, "feedback_import"),
    # The officer has uploaded it.
    (
        OFFICER,
        """
        feedback_import_columns feedback_import_check feedback_import_discard
        feedback_import_bad_rows
        """,
    ),
    (READS | OWNER, "feedbackitem: index index_results inspect"),
    (WORKS, "feedbackitem: actions actions@stranger"),
    (READS, "feedbackitem: inspect@stranger"),
    (
        WORKS,
        """
        feedbackitem:
            add edit edit@stranger move move@stranger split split@stranger merge merge@stranger
            undo undo@stranger bulk letter answer answer@stranger match match@stranger
        """,
    ),
    # Filters: the officer's own, which is shared; and the manager's own bulk change.
    (WORKS | ANALYST, "feedbackitem: save_filter"),
    (WORKS, "feedbackitem: saved_filter"),
    (MANAGER, "feedbackitem: bulk_change"),
    # Actions: owners can read those of their agency, and update their own.
    (READS | OWNER, "followupaction: index index_results inspect inspect@colleague board"),
    (READS, "followupaction: inspect@stranger"),
    (WORKS | OWNER, "followupaction: update"),
    # Answers are given for one's own agency.
    (WORKS | OWNER, "followupaction: answer answer@colleague"),
    (WORKS, "followupaction: answer@stranger"),
    # Leads on to a page that checks again.
    (READS | OWNER, "followupaction: step step@colleague"),
    (READS, "followupaction: step@stranger"),
    (
        WORKS,
        """
        followupaction:
            add edit edit@colleague edit@stranger update@colleague update@stranger
            feedback feedback@colleague feedback@stranger
            supersede supersede@colleague supersede@stranger
            move move@colleague move@stranger
        """,
    ),
    # Reference data. Editors need programs for the program field of pages.
    (READS | EDITOR, "program: index index_results inspect"),
    (READS, "theme: index index_results inspect"),
    (WORKS, "program: add edit theme: add edit"),
    (WORKS, "venue: index index_results inspect add edit history history_results"),
    # E-mails.
    (WORKS, "outboxmessage: index index_results inspect move history history_results"),
    (WORKS, "mailtemplate: index index_results inspect"),
    (MANAGER, "mailtemplate: edit move history history_results"),
    # History: users who can edit the record, and auditors.
    (
        WORKS | AUDITOR,
        """
        listeningsession: history history_results
        registration: history history_results
        invitation: history history_results
        organization: history history_results
        feedbackitem: history history@stranger history_results history_results@stranger
        followupaction:
            history history@colleague history@stranger
            history_results history_results@colleague history_results@stranger
        program: history history_results
        theme: history history_results
        """,
    ),
)

EXPORTS = opens(
    # Statistics without names. Officers can export only their own programs.
    (
        WORKS | ANALYST,
        """
        listeningsession: index@csv index_results@csv
        feedbackitem: index@csv index_results@csv
        followupaction: index@csv index_results@csv
        """,
    ),
    # Personal data: names and e-mail addresses.
    (WORKS, "registration: index@csv index_results@csv"),
    # Organizations do not belong to a program.
    (MANAGER | ANALYST, "organization: index@csv index_results@csv"),
    (
        NOBODY,
        """
        accommodationrequest: index@csv index_results@csv
        invitation: index@csv index_results@csv
        outboxmessage: index@csv index_results@csv
        mailtemplate: index@csv index_results@csv
        program: index@csv index_results@csv
        theme: index@csv index_results@csv
        venue: index@csv index_results@csv
        """,
    ),
)
