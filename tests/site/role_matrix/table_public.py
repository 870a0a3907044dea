"""Access to the public site, documents and account pages."""

from tests.site.role_matrix.expectations import opens
from tests.site.role_matrix.people import (
    ADMINISTRATOR,
    ANALYST,
    AUDITOR,
    EVERYBODY,
    MANAGER,
    NOBODY,
    OFFICER,
    OWNER,
    SIGNED_IN,
    VISITOR,
)

PUBLIC = opens(
    (
        EVERYBODY,
        """
        healthz readyz robots sitemap
        page page@response wagtail_serve wagtaildocs_serve
        search page_feedback page_feedback@response page_feedback_thanks

        sessions_app:
            session_list session_detail session_register session_calendar
            public_feed program_feed session_month session_subscribe
            organization_register organization_register_done
            action_list undone_list action_detail action_feed action_own_feed action_evidence
            feedback_about feedback_resume feedback_track
            feedback_words feedback_who feedback_details feedback_check feedback_later
            feedback_done feedback_withdraw
        """,
    ),
    # Anonymous users are redirected to sign in. Users who represent no organization get an
    # explanation.
    (SIGNED_IN, "sessions_app: workspace workspace_details"),
    # POST only; another user's registration is a 404.
    (SIGNED_IN, "sessions_app: workspace_calendar workspace_trail"),
    (SIGNED_IN, "sessions_app: workspace_registration workspace_registration@stranger"),
    # The secret link is the only credential.
    (
        EVERYBODY,
        """
        sessions_app:
            registration_detail registration_change registration_cancel registration_calendar
            registration_address registration_confirm_address
            invitation_detail invitation_register invitation_decline
            invitation_unsubscribe
            read_back read_back_done trail trail_request
            personal_feed
            feedback_confirm
        """,
    ),
    # Evidence of an update that is not public: those who may see the action.
    (OFFICER | OWNER | MANAGER | ANALYST | AUDITOR, "sessions_app: action_evidence@colleague"),
    (OFFICER | MANAGER | ANALYST | AUDITOR, "sessions_app: action_evidence@stranger"),
    # Drafts, private actions, and invalid links.
    (
        NOBODY,
        """
        sessions_app:
            session_detail@stranger session_register@stranger session_calendar@stranger
            registration_detail@stranger registration_change@stranger
            registration_cancel@stranger registration_calendar@stranger
            registration_address@stranger registration_confirm_address@stranger
            invitation_detail@stranger invitation_register@stranger invitation_decline@stranger
            invitation_unsubscribe@stranger
            read_back@stranger trail@stranger
            personal_feed@stranger action_detail@stranger action_own_feed@stranger
            feedback_confirm@stranger
        """,
    ),
    # Pages and documents with view restrictions.
    (SIGNED_IN, "page@signed-in"),
    (MANAGER, "page@managers wagtaildocs_serve@managers"),
    (NOBODY, "page_feedback@signed-in page_feedback@managers"),
    # Forms for password-protected pages and documents, a feature that is disabled.
    (
        EVERYBODY,
        """
        wagtailcore_authenticate_with_password wagtailcore_authenticate_with_password@response
        wagtaildocs_authenticate_with_password
        """,
    ),
)

ACCOUNTS = opens(
    # Signed-in users are redirected to their start page.
    (VISITOR, "account_login account_signup account_request_login_code"),
    (
        EVERYBODY,
        """
        account_logout account_inactive
        account_confirm_email account_email_verification_sent
        account_reset_password account_reset_password_done
        account_reset_password_from_key account_reset_password_from_key_done
        """,
    ),
    (
        SIGNED_IN,
        """
        account_email account_change_password account_set_password account_reauthenticate
        mfa_index mfa_reauthenticate mfa_reauthenticate_webauthn
        mfa_activate_totp mfa_deactivate_totp mfa_list_webauthn mfa_add_webauthn
        mfa_generate_recovery_codes mfa_view_recovery_codes mfa_download_recovery_codes
        """,
    ),
    # Another user's passkey.
    (ADMINISTRATOR, "mfa_edit_webauthn mfa_remove_webauthn"),
    # Later steps of signing in; without a sign-in in progress, they redirect to the first.
    (NOBODY, "account_confirm_login_code mfa_authenticate mfa_login_webauthn"),
    # Wagtail's and Django's sign-in forms have no second factor; they redirect to allauth's.
    (NOBODY, "admin/login/ django-admin/login/ _util/login/ wagtailadmin_login wagtailcore_login"),
    (
        EVERYBODY,
        """
        admin/password_reset/ admin/password_reset/<path:rest>
        wagtailadmin_password_reset wagtailadmin_password_reset_done
        wagtailadmin_password_reset_confirm wagtailadmin_password_reset_complete
        """,
    ),
    # Signs out and redirects to the sign-in page.
    (NOBODY, "wagtailadmin_logout"),
)

#: Unreachable patterns: an earlier pattern always matches first.
SHADOWED = {
    "account_confirm_login_code",
    "wagtail_serve",
    "wagtailadmin_login",
    "wagtailadmin_password_reset",
    "wagtailadmin_password_reset_complete",
    "wagtailadmin_password_reset_confirm",
    "wagtailadmin_password_reset_done",
    "wagtailcore_login",
}
