"""Access to Wagtail's own views: pages, files, reports, and administration.

The default page is a static page; ``@response`` is a response, which officers can edit as well.
"""

from tests.site.role_matrix.expectations import opens
from tests.site.role_matrix.people import (
    ADMINISTRATOR,
    AUDITOR,
    EDITOR,
    EVERYBODY,
    MANAGER,
    NOBODY,
    OFFICER,
    STAFF,
)

WRITES_TEXTS = EDITOR | MANAGER
WRITES = EDITOR | OFFICER | MANAGER

PAGES = opens(
    # Browse, search, and link to pages; insert embeds.
    (
        WRITES,
        """
        wagtailadmin_explore_root wagtailadmin_explore wagtailadmin_explore@response
        wagtailadmin_explore_results wagtailadmin_explore_results@response
        wagtailadmin_choose_page wagtailadmin_choose_page_search
        wagtailadmin_choose_page_child wagtailadmin_choose_page_child@response
        wagtailadmin_choose_page_chosen_multiple wagtailadmin_choose_page_external_link
        wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link
        wagtailadmin_choose_page_anchor_link

        wagtailadmin_api:pages: listing detail@response find@response
        wagtailadmin_pages:
            search search_results choose_parent choose_parent@response
            type_use type_use@response type_use_results type_use_results@response
        wagtailembeds: chooser chooser_upload
        """,
    ),
    (WRITES_TEXTS, "wagtailadmin_api:pages: detail find action"),
    # Edit.
    (
        WRITES_TEXTS,
        """
        wagtailadmin_pages:
            add add_subpage preview_on_add edit preview_on_edit view_draft usage copy
            convert_alias history history_results workflow_history workflow_history_detail
            revisions_index revisions_view revisions_revert revisions_compare
            confirm_workflow_cancellation
        wagtailadmin_editing_sessions: ping
        """,
    ),
    (
        WRITES,
        """
        wagtailadmin_pages:
            add@response add_subpage@response preview_on_add@response edit@response
            preview_on_edit@response view_draft@response usage@response copy@response
            history@response history_results@response workflow_history@response
            workflow_history_detail@response revisions_index@response revisions_view@response
            revisions_revert@response revisions_compare@response
            confirm_workflow_cancellation@response
        wagtailadmin_editing_sessions: ping@response
        """,
    ),
    # Releases only the user's own editing session.
    (STAFF, "wagtailadmin_editing_sessions: release"),
    # Publish, and other changes that the public sees.
    (
        MANAGER,
        """
        wagtailadmin_pages:
            delete unpublish move move_confirm set_page_position set_privacy lock unlock
            workflow_action collect_workflow_action_data workflow_preview revisions_unschedule
            delete@response unpublish@response move@response move_confirm@response
            set_page_position@response set_privacy@response lock@response
            workflow_action@response collect_workflow_action_data@response
            workflow_preview@response
        """,
    ),
    # Wagtail checks the permission on each selected page; see test_changes.
    (
        WRITES,
        """
        wagtail_bulk_action wagtail_bulk_action@page.delete wagtail_bulk_action@page.publish
        wagtail_bulk_action@page.unpublish
        """,
    ),
    # Block previews contain no sensitive data.
    (STAFF, "wagtailadmin_block_preview"),
    # Translations of pages are for administrators only.
    (
        ADMINISTRATOR,
        """
        simple_translation: submit_page_translation submit_page_translation@response
        """,
    ),
)

FILES = opens(
    # Officers can upload files, for example for responses.
    (
        WRITES,
        """
        wagtaildocs: index index_results add add_multiple
        wagtaildocs_chooser: choose choose_results chosen chosen_multiple create
        wagtailadmin_api:documents: listing detail find
        wagtailimages: index index_results add add_multiple
        wagtailimages_chooser: choose choose_results chosen chosen_multiple create select_format
        wagtailadmin_api:images: listing detail find
        : wagtailadmin_tag_autocomplete wagtailadmin_tag_model_autocomplete
        """,
    ),
    # In Wagtail, the permission to change a file includes deleting it.
    (
        WRITES_TEXTS,
        """
        wagtaildocs: edit delete document_usage edit_multiple delete_multiple
        wagtailimages: edit delete image_usage preview edit_multiple delete_multiple
        """,
    ),
    # Wagtail checks the permission on each file: officers can change their own uploads.
    (
        WRITES,
        """
        wagtail_bulk_action@document.add_tags wagtail_bulk_action@document.add_to_collection
        wagtail_bulk_action@document.delete wagtail_bulk_action@image.add_tags
        wagtail_bulk_action@image.add_to_collection wagtail_bulk_action@image.delete
        """,
    ),
    # The manager's uploads that have no metadata yet.
    (
        MANAGER,
        """
        wagtaildocs: create_multiple_from_uploaded_document delete_upload_multiple
        wagtailimages: create_multiple_from_uploaded_image delete_upload_multiple
        """,
    ),
)

REPORTS = opens(
    (
        WRITES,
        """
        wagtailadmin_reports:
            aging_pages aging_pages_results page_types_usage page_types_usage_results
            workflow workflow_results workflow_tasks workflow_tasks_results
        """,
    ),
    (MANAGER, "wagtailadmin_reports: locked_pages locked_pages_results"),
    (WRITES_TEXTS, "page_feedback_report page_feedback_report_results"),
    # The audit log.
    (MANAGER | AUDITOR, "wagtailadmin_reports: site_history site_history_results"),
)

ADMIN = opens(
    (STAFF, "wagtailadmin_home wagtailadmin_account wagtailadmin_dismissibles"),
    # Icons and translations.
    (EVERYBODY, "wagtailadmin_sprite wagtailadmin_javascript_catalog"),
    (
        MANAGER,
        """
        wagtailredirects: index index_results add edit delete start_import process_import
        wagtailsettings: edit
        """,
    ),
    (
        ADMINISTRATOR,
        """
        wagtailadmin_collections: index add edit delete set_privacy
        wagtailadmin_workflows:
            index index_results add edit enable disable usage usage_results remove
            task_index task_index_results add_task select_task_type edit_task enable_task
            disable_task task_chooser task_chooser_results task_chooser_create task_chosen
        wagtailsites: index index_results add edit delete history history_results usage copy
        wagtailusers_users: index index_results add edit delete history history_results usage copy
        wagtailusers_groups: index index_results add edit delete history history_results usage
        : admin/test404/ wagtail_bulk_action@user.assign_role wagtail_bulk_action@user.delete
        wagtail_bulk_action@user.set_active_state
        """,
    ),
    # Disabled here: signed image URLs, snippets, previews of settings.
    (
        NOBODY,
        """
        wagtailimages: url_generator url_generator_output
        wagtailsnippets: index
        wagtailsettings: preview_on_edit
        simple_translation: submit_snippet_translation
        """,
    ),
    # A deliberate server error, and the catch-all pattern below /admin/.
    (NOBODY, "wagtailadmin_error_test admin/.*/$"),
)
